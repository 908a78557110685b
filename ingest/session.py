"""One ingest, from files to the graph: what the command and an upload both do."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.build import Built, ingest
from graph.errors import SourceError
from graph.model import Reading
from graph.reference import Reference
from graph.store import GraphStore
from ingest.batch import Account, Outcome, account, read_all
from ingest.genre import GENRE


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file: its account and its document, or the problem that kept it out; remarks besides."""

    path: Path
    account: Account | None = None
    document_id: str | None = None
    problem: str | None = None
    remarks: tuple[str, ...] = ()


def ingest_files(
    store: GraphStore,
    reference: Reference,
    files: Sequence[Path],
    workers: int | None = None,
    step: Callable[[Path], object] = lambda _: None,
) -> list[FileOutcome]:
    """Read the files into the store, each with its outcome; a bad one stays out and the others go on."""
    return ingest_read(store, reference, read_all(files, workers), step)


def ingest_read(
    store: GraphStore, reference: Reference, files: Iterable[Outcome], step: Callable[[Path], object] = lambda _: None
) -> list[FileOutcome]:
    """The same with files that are read already, or are being read; in their order."""
    paths: list[Path] = []
    read: dict[Path, tuple[Account, str, tuple[str, ...]]] = {}
    bad: dict[Path, FileOutcome] = {}

    def readings() -> Iterator[Reading]:
        for path, outcome in files:
            paths.append(path)
            if isinstance(outcome, SourceError):
                bad[path] = FileOutcome(path, problem=str(outcome))
            else:
                read[path] = account(outcome), outcome.sha256, _no_plan(outcome)
                yield outcome
            step(path)

    built = {one.sha256: one for one in ingest(store, reference, readings())}
    good = {path: _outcome(path, told, built[sha256], said) for path, (told, sha256, said) in read.items()}
    return [bad.get(path) or good[path] for path in paths]


def remarks(built: Built) -> tuple[str, ...]:
    """What became of a Reading otherwise than one expects."""
    said = []
    if not built.current:
        said.append("kept, but another file of the same document counts · 同一文件以另一份为准")
    if built.replaced:
        said.append("replaces what an earlier file of this name said of this document · 取代此前同名的同一文件")
    if built.left_out:
        reasons = ", ".join(f"{count} {reason}" for reason, count in built.left_out.items())
        said.append(f"statements left out: {reasons} · 有语句未收入")
    return tuple(said)


def problem(path: Path | str, built: Built) -> str:
    """Why a Reading was set aside, with the file's name."""
    return f"{path}: {built.problem} · 无法写入图谱"


def _outcome(path: Path, told: Account, built: Built, said: tuple[str, ...]) -> FileOutcome:
    if built.problem:
        return FileOutcome(path, problem=problem(path, built))
    return FileOutcome(path, told, built.document_id, remarks=(*said, *remarks(built)))


def _no_plan(reading: Reading) -> tuple[str, ...]:
    """What is to be said of a document that is no plan: read as news, as a law …"""
    report = reading.report.get(GENRE)
    return tuple(f"read as {why} · 不是规划类文件,未取任务与指标" for why in report.rejected) if report else ()
