"""Uploads: files from a request to a folder, and from there into the store, as the command does it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from fastapi import Request, UploadFile
from starlette import datastructures
from starlette.exceptions import HTTPException

from api.problems import Problem
from graph.errors import SourceError
from graph.model import Reading
from graph.reference import load_reference
from graph.settings import Settings
from graph.store import open_store
from ingest.batch import Account, find_files, read_all
from ingest.session import FileOutcome, ingest_read

MOST_FILES = 100  # of one request
_MOST_FIELDS = 10  # besides the files
FORM: dict[str, Any] = {  # for OpenAPI: the route itself takes the form apart, once the key is known to be right
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {
                        "files": {
                            "type": "array",
                            "minItems": 1,
                            "maxItems": MOST_FILES,
                            "items": {"type": "string", "format": "binary"},
                            "description": "文件,可多个 · one or more files",
                        }
                    },
                }
            }
        },
    }
}
_LONGEST_NAME = 255  # characters, as Windows and macOS take
_LONGEST_HERE = 255  # bytes, as Linux takes: 85 Chinese characters
_LONGEST_SUFFIX = 5  # characters: .docx


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What became of one uploaded file."""

    file: str
    document_id: str | None
    document: str | None
    account: Account | None
    problem: str | None
    remarks: tuple[str, ...]


@asynccontextmanager
async def sent(request: Request) -> AsyncIterator[list[UploadFile]]:
    """The files of a form, while the block lasts; a Problem for a form that is none, or has none."""
    try:
        form = await request.form(max_files=MOST_FILES, max_fields=_MOST_FIELDS)
    except HTTPException as error:
        if error.status_code != 400:
            raise
        raise _bad_form(error.detail) from error
    try:
        given = form.getlist("files")
        files: list[Any] = [one for one in given if isinstance(one, datastructures.UploadFile)]
        if not files or len(files) < len(given):
            raise _refused(
                "缺少文件:请用 multipart/form-data 上传,字段名为 files。",
                "There is no file: send them as multipart/form-data in the field files.",
            )
        yield files
    finally:
        await form.close()


async def saved(files: Sequence[UploadFile], folder: Path) -> dict[Path, str]:
    """The files in a folder, and the name of each without any path; a Problem for a name that cannot be."""
    names: dict[Path, str] = {}
    for number, file in enumerate(files):
        name = _name(file.filename or "")
        if name in names.values():
            raise _refused(f"有两个文件都叫 {name}。", f"Two files are called {name}.")
        path = folder / str(number) / _shortened(name)
        path.parent.mkdir()
        path.write_bytes(await file.read())
        names[path] = name
    return names


def ingested(settings: Settings, names: Mapping[Path, str]) -> list[Uploaded]:
    """Read the files, and those in zip files, into the store by their names; no file outside that a list may name.

    Raises a Problem where none could be read; then no store is even opened.
    """
    files = find_files(list(names), follow_lists=False)
    if len(files) > max(MOST_FILES, len(names)):
        raise _refused(
            f"压缩包里共有 {len(files)} 个文件,一次最多 {MOST_FILES} 个,请分几次传。",
            f"The zip files hold {len(files)} files; at most {MOST_FILES} at once.",
        )
    read = [(path, _by_name(outcome, names.get(path, path.name))) for path, outcome in read_all(files, workers=1)]
    if all(isinstance(outcome, SourceError) for _, outcome in read):
        raise _none_read([_told(FileOutcome(path, problem=str(outcome)), names) for path, outcome in read])
    with closing(open_store(settings.store, settings.login)) as store:
        told = [_told(outcome, names) for outcome in ingest_read(store, load_reference(), read)]
    if all(one.problem for one in told):
        raise _none_read(told)
    return told


def _none_read(told: Sequence[Uploaded]) -> Problem:
    said = " ".join(one.problem or "" for one in told)
    return Problem(422, "没有读入任何文件。", said, errors=[asdict(one) for one in told])


def _bad_form(detail: str) -> Problem:
    """What the framework finds wrong with a form, in our words."""
    if "Too many files" in detail:
        return _refused(f"一次最多 {MOST_FILES} 个文件,请分几次传。", f"At most {MOST_FILES} files at once.")
    return Problem(
        400,
        "上传的表单不完整或格式不对:请用 multipart/form-data,文件放在字段 files 中。",
        "The form is cut short or malformed: send multipart/form-data with the files in the field files.",
    )


def _by_name(outcome: Reading | SourceError, name: str) -> Reading | SourceError:
    """The outcome with the name that the file was sent by, where it had to be shortened here."""
    return replace(outcome, source=name) if isinstance(outcome, Reading) else outcome


def _told(outcome: FileOutcome, names: Mapping[Path, str]) -> Uploaded:
    """The outcome by the name of the file, without the folder that it lay in for a moment."""
    sent = next(path for path in names if outcome.path.is_relative_to(path))
    file = (names[sent] / outcome.path.relative_to(sent)).as_posix()
    problem = outcome.problem.replace(str(sent), names[sent]) if outcome.problem else None
    title = outcome.account.title if outcome.account else None
    return Uploaded(file, outcome.document_id, title, outcome.account, problem, outcome.remarks)


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


def _shortened(name: str) -> str:
    """The name as far as a file here may have it, with its suffix."""
    suffix = Path(name).suffix if len(Path(name).suffix) <= _LONGEST_SUFFIX else ""
    room = _LONGEST_HERE - len(suffix.encode())
    return name.removesuffix(suffix).encode()[:room].decode("utf-8", "ignore") + suffix
