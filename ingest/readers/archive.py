"""Zip files: the documents within one, each by a path below the zip file's own; nothing is ever unpacked to disk."""

import io
import re
import stat
import struct
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from graph.errors import SourceError

MOST_MEMBERS = 1_000
_MOST_ENTRIES = 5_000  # with folders, and with what macOS packs beside each file
MOST_UNPACKED = 500_000_000  # bytes, of all members together
_LONGEST_LIST = 4_000_000  # bytes of a zip file's list of members: some 40,000 names
_BOMB_RATIO, _BOMB_SIZE = 200, 1_000_000  # text and sheets shrink to a tenth, seldom to a fiftieth
_CHUNK = 1_000_000
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others unpack in one piece, however large
_ENCRYPTED, _UTF_8 = 0x1, 0x800
_UNICODE_NAME = 0x7075  # the extra field in which Info-ZIP writes the name a second time
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_SYSTEM_FILES = ("thumbs.db", "desktop.ini", "__macosx")


class _Bounded(io.BufferedReader):
    """A zip file read in small pieces: only its list of members is asked for in one, and refused where it is long."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > _LONGEST_LIST:
            raise zipfile.BadZipFile("its list of members is far too long")
        return super().read(size)


@contextmanager
def opened(path: Path, file: io.BufferedReader | io.BytesIO) -> Iterator[zipfile.ZipFile]:
    """The zip file, while the block lasts. Raises SourceError: it is damaged."""
    with _Bounded(file) as bounded:
        try:
            archive = zipfile.ZipFile(bounded)
        except _BROKEN as error:
            raise SourceError(f"{path}: a damaged Word, Excel or zip file ({error}); save or send it again.") from error
        with archive:
            yield archive


def members(path: Path) -> tuple[Path, ...]:
    """The files in a zip file, sorted. Raises SourceError: damaged, empty, more or larger than a batch may be."""
    try:
        with path.open("rb") as file, opened(path, file) as archive:
            return tuple(path / name for name in sorted(named(path, archive)))
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}); check the path and its rights.") from error


def named(path: Path, archive: zipfile.ZipFile) -> Mapping[str, list[zipfile.ZipInfo]]:
    """The members by their names, several where a name stands more than once; without what systems leave behind.

    Raises SourceError: none, more or larger than a batch may be.
    """
    found: defaultdict[str, list[zipfile.ZipInfo]] = defaultdict(list)
    entries = archive.infolist()
    if len(entries) > _MOST_ENTRIES:  # the list is read again for each member
        raise SourceError(f"{path}: {len(entries)} entries are more than a zip file may have; pack fewer files.")
    for info in entries:
        name = _name(info)
        parts = [part for part in re.split(r"[\\/]", name) if part not in ("", ".", "..") and not part.endswith(":")]
        if parts and not name.endswith(("/", "\\")) and not any(map(is_left_behind, parts)):
            found["/".join(parts)].append(info)
    unpacked = sum(info.file_size for infos in found.values() for info in infos)
    if not found:
        raise SourceError(f"{path}: there is no file in this zip file; pack the documents again.")
    if len(found) > MOST_MEMBERS:
        raise SourceError(f"{path}: {len(found)} files are more than the {MOST_MEMBERS} that one zip file may hold.")
    if unpacked > MOST_UNPACKED:
        raise SourceError(
            f"{path}: unpacks to {unpacked / 1e6:.0f} MB, more than {MOST_UNPACKED / 1e6:.0f} MB; pack fewer files."
        )
    return found


def plain_name(name: str) -> str:
    """The name of a part of an Office file: capitals or not, / in front or not, it is the same part."""
    return name.replace("\\", "/").lstrip("/").lower()


def is_left_behind(name: str) -> bool:
    """Whether a file or folder of this name is hidden or of the system: ~$计划.docx is the lock of an open document."""
    return name.startswith((".", "~$")) or name.lower() in _SYSTEM_FILES


def zip_above(path: Path) -> Path | None:
    """The file that this path leads into, if it is no file itself: 汇编.zip of 汇编.zip/市级/方案.docx."""
    with suppress(OSError):  # names too long, no right to look: reading says so
        if not path.exists():
            return next((parent for parent in path.parents if parent.is_file()), None)
    return None


def member_bytes(path: Path, archive_path: Path, limit: int) -> bytes:
    """A member of a zip file. Raises SourceError: missing, twice in it, encrypted, damaged, too large unpacked."""
    name = path.relative_to(archive_path).as_posix()
    with archive_path.open("rb") as file, opened(archive_path, file) as archive:
        infos = named(archive_path, archive).get(name, [])
        if len(infos) != 1:
            times = "more than once" if infos else "not"
            raise SourceError(f"{path}: this name is {times} in the zip file; pack the documents again.")
        return unpacked(path, archive, infos[0], limit)


def unpacked(path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes:
    """What a member holds, whatever size it claims. Raises SourceError: a link, encrypted, damaged, too large."""
    if stat.S_ISLNK(info.external_attr >> 16):
        raise SourceError(f"{path}: a link to another file, and no file itself; pack the file that it leads to.")
    refuse_bombs(path, [info], limit)
    if info.flag_bits & _ENCRYPTED:
        raise SourceError(f"{path}: the zip file asks for a password; unpack it and name the files.")
    if info.compress_type not in _PLAIN:
        raise SourceError(f"{path}: packed in a way that is not read; pack it again as a plain zip file.")
    pieces, size = [], 0
    try:
        with archive.open(info) as member:
            while piece := member.read(_CHUNK):
                pieces.append(piece)
                if (size := size + len(piece)) > limit:
                    raise SourceError(f"{path}: unpacks to more than {limit / 1e6:.0f} MB; split it.")
    except _BROKEN as error:
        raise SourceError(f"{path}: damaged within the zip file ({error}); pack it again.") from error
    return b"".join(pieces)


def refuse_bombs(path: Path, infos: list[zipfile.ZipInfo], limit: int) -> None:
    """Raises SourceError: the members unpack to more than the limit, or to far more than documents ever do."""
    size = sum(info.file_size for info in infos)
    if size > limit:
        raise SourceError(f"{path}: unpacks to {size / 1e6:.0f} MB, more than the limit of {limit / 1e6:.0f} MB.")
    for info in infos:
        if info.file_size > max(_BOMB_SIZE, _BOMB_RATIO * info.compress_size):
            raise SourceError(f"{path}: unpacks to more than {_BOMB_RATIO} times its size, as no document does.")


def _name(info: zipfile.ZipInfo) -> str:
    """The name as it was written: Windows writes GBK and does not say so, macOS UTF-8; unprintable characters go."""
    name = _unicode_name(info) or info.filename
    if not info.flag_bits & _UTF_8 and not _CHINESE.search(name):
        with suppress(UnicodeEncodeError):  # newer Pythons go by the extra field themselves
            name = _guessed(info.filename.encode("cp437")) or name
    return "".join(character if character.isprintable() else "_" for character in name)


def _guessed(raw: bytes) -> str:
    """The bytes as a Chinese name, nothing where they are none: ★2025年方案.txt."""
    for encoding in ("utf-8", "gb18030"):
        try:
            name = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CHINESE.search(name):
            return name
    return ""


def _unicode_name(info: zipfile.ZipInfo) -> str:
    """The name of the extra field, where it was made for the name that the entry has now."""
    rest = info.extra
    while len(rest) >= 4:
        kind, size = struct.unpack_from("<HH", rest)
        field, rest = rest[4 : 4 + size], rest[4 + size :]
        if kind == _UNICODE_NAME and len(field) > 5:
            version, check = struct.unpack_from("<BI", field)
            if version == 1 and check == zlib.crc32(info.orig_filename.encode("cp437", "replace")):
                return field[5:].decode("utf-8", "ignore")
    return ""
