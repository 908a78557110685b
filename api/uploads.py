"""Uploads: files from a request to a folder, and from there into the store, as the command does it."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from fastapi import UploadFile

from api.problems import Problem
from graph.reference import load_reference
from graph.store import open_store
from ingest.batch import Account
from ingest.session import FileOutcome, ingest_files

MOST_FILES = 100  # of one request
_LONGEST_NAME = 150  # characters: 255 bytes are what most file systems take


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What became of one uploaded file."""

    file: str
    document_id: str | None
    document: str | None
    account: Account | None
    problem: str | None
    remarks: tuple[str, ...]


async def saved(files: Sequence[UploadFile], folder: Path) -> list[Path]:
    """The files in a folder, under their own names without any path; a Problem for a name that cannot be."""
    if len(files) > MOST_FILES:
        raise _refused(f"一次最多 {MOST_FILES} 个文件。", f"At most {MOST_FILES} files at once.")
    paths: list[Path] = []
    for file in files:
        path = folder / _name(file.filename or "")
        if path in paths:
            raise _refused(f"有两个文件都叫 {path.name}。", f"Two files are called {path.name}.")
        path.write_bytes(await file.read())
        paths.append(path)
    return paths


def ingested(url: str, paths: Sequence[Path]) -> list[Uploaded]:
    """Read the files into the store. Raises a Problem where none could be read; then nothing is written."""
    with closing(open_store(url)) as store:
        outcomes = ingest_files(store, load_reference(), paths, workers=1)
    told = [_told(outcome) for outcome in outcomes]
    if all(one.problem for one in told):
        said = " ".join(one.problem or "" for one in told)
        raise Problem(422, "没有读入任何文件。", said, errors=[asdict(one) for one in told])
    return told


def _told(outcome: FileOutcome) -> Uploaded:
    """The outcome without the folder that the file lay in for a moment."""
    problem = outcome.problem.replace(str(outcome.path), outcome.path.name) if outcome.problem else None
    title = outcome.account.title if outcome.account else None
    return Uploaded(outcome.path.name, outcome.document_id, title, outcome.account, problem, outcome.remarks)


def _name(told: str) -> str:
    """The last part of the name, whatever system it comes from."""
    name = PureWindowsPath(PurePosixPath(told).name).name.strip()
    if not name or name.startswith(".") or len(name) > _LONGEST_NAME or not name.isprintable():
        raise _refused(
            f"文件名 {told[:50]!r} 不能用:请改成普通的、不太长的名字。",
            f"The file name {told[:50]!r} cannot be used: give the file a plain name that is not too long.",
        )
    return name


def _refused(chinese: str, english: str) -> Problem:
    return Problem(422, chinese, english, errors=[{"parameter": "files", "value": None, "message": english}])
