"""Many files: which ones a path stands for, and their readings, one worker to a file."""

import multiprocessing
import signal
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from graph.errors import SourceError
from graph.model import Reading
from graph.reference import load_reference
from ingest.pipeline import read_file

SERIAL_BELOW = 20  # files; under that, starting workers costs more than it saves

Outcome = tuple[Path, Reading | SourceError]


@dataclass(frozen=True, slots=True)
class Account:
    """What was read in one file, in numbers; waiting are the phrases that a person has to decide on."""

    file: str
    title: str
    tasks: int
    duties: int
    targets: int
    waiting: int


def account(reading: Reading) -> Account:
    """The account of a Reading."""
    counts = Counter(statement.relation for statement in reading.statements)
    waiting = sum(len(report.waiting) for report in reading.report.values())
    duties = counts["LEADS"] + counts["COOPERATES"]
    return Account(reading.source, reading.document.name, counts["HAS_TASK"], duties, counts["SETS"], waiting)


def find_files(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The files named, and those below the folders named, sorted within each folder; hidden ones are left out.

    A path that does not exist stays in the list, so that it is reported with the other files that cannot be read.
    Raises SourceError where there is no file at all.
    """
    found = (file for path in paths for file in (_below(path) if path.is_dir() else (path,)))
    files = tuple(dict.fromkeys(found))
    if not files:
        raise SourceError(
            f"{', '.join(map(str, paths))}: there is no file in it; name the folder that holds the documents"
        )
    return files


def read_all(files: Sequence[Path], workers: int | None = None) -> Iterator[Outcome]:
    """Each file with its Reading, or with what is wrong with it; in the order given, however many workers read."""
    workers = workers or (1 if len(files) < SERIAL_BELOW else multiprocessing.cpu_count())
    if workers == 1:
        yield from map(_read, files)
        return
    started_anew = multiprocessing.get_context("spawn")  # a fork beside the threads of a progress bar may hang
    with ProcessPoolExecutor(workers, started_anew, signal.signal, (signal.SIGINT, signal.SIG_IGN)) as pool:
        try:
            yield from pool.map(_read, files, chunksize=4)
        except BrokenProcessPool as error:
            raise SourceError("a worker ended unexpectedly, perhaps for want of memory: try --workers 1") from error


def _below(folder: Path) -> list[Path]:
    inside = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in inside if not any(part.startswith(".") for part in path.relative_to(folder).parts))


def _read(path: Path) -> Outcome:
    """One file; whatever goes wrong with it stays with it, so that one file never stops the others."""
    try:
        return path, read_file(path, load_reference())
    except SourceError as error:
        return path, error
    except Exception as error:
        return path, SourceError(f"{path}: reading failed ({type(error).__name__}: {error}); zhitu extract shows where")
