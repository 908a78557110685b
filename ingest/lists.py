"""Lists of files: a text file of which each line is the address of a file on this computer."""

import codecs
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote_to_bytes

from graph.errors import SourceError

_LISTS = (".urls", ".list")  # here a line may also be a path, from the folder of the list
_LARGEST = 1_000_000  # bytes
_ADDRESSES = ("file://", "http://", "https://")


def listed(path: Path) -> list[Path]:
    """The files that the list names; the path itself where it is no list.

    An address in the web stays as it is: reading it says that nothing is fetched. Lists within lists stay files.
    Raises SourceError: larger than a list may be.
    """
    lines = list(_lines(path)) if path.suffix.lower() in (*_LISTS, ".txt") else []
    if not lines or (path.suffix.lower() == ".txt" and not all(line.lower().startswith(_ADDRESSES) for line in lines)):
        return [path]
    return [_path(line, path.parent) for line in lines]


def _lines(path: Path) -> Iterator[str]:
    """The lines that say something; none of a file that cannot be read, or of a text too large to be a list."""
    try:
        if not path.is_file():
            return
        size = path.stat().st_size
        data = path.read_bytes() if size <= _LARGEST else b""
    except OSError:
        return
    if size > _LARGEST and path.suffix.lower() in _LISTS:
        raise SourceError(f"{path}: a list of more than {_LARGEST / 1e6:.0f} MB; split it into several lists.")
    for line in _decoded(data).splitlines():
        line = line.strip().strip('"')
        if line and not line.startswith("#"):
            yield line


def _path(line: str, folder: Path) -> Path:
    if not line.lower().startswith("file://"):
        return Path(line) if line.lower().startswith(_ADDRESSES) else folder / line
    host, _, rest = line[len("file://") :].partition("/")
    name = _decoded(unquote_to_bytes(rest))
    if name[1:2] == ":":  # file:///C:/文件/方案.docx
        return Path(name)
    return Path(f"/{name}" if host in ("", "localhost") else f"//{host}/{name}")


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")
