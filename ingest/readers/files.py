"""The bytes of a file and what kind of file they are; nothing larger than its kind may be is taken up."""

import io
import re
import stat
from pathlib import Path

from graph.errors import SourceError
from ingest.readers.archive import member_bytes, named, opened, plain_name, unpacked, zip_above

SIZE_LIMITS = {  # bytes, by kind; the longest plan met has 300,000 characters
    "text": 5_000_000,
    "csv": 5_000_000,
    "html": 20_000_000,  # pictures within the page
    "docx": 50_000_000,
    "xlsx": 20_000_000,
    "ofd": 50_000_000,
    "pdf": 100_000_000,  # scans
    "old": 50_000_000,
    "archive": 200_000_000,
}
LARGEST = max(SIZE_LIMITS.values())
_LARGEST_MEMBER = max(limit for kind, limit in SIZE_LIMITS.items() if kind != "archive")
# A text may name %PDF- in a line, and begin with BM or RIFF.
_PDF = re.compile(rb"(?:\A(?:\xef\xbb\xbf)?\s*|[\r\n]|[\x00-\x08\x0e-\x1f].*)%PDF-", re.DOTALL)
_PICTURE = re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|BM.{4}\0{4}|II\*\0|MM\0\*|RIFF.{4}WEBP", re.DOTALL)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")  # the second one has no members
_PARTS = {
    "docx": re.compile(r"word/document\d*\.xml"),
    "xlsx": re.compile(r"xl/workbook\.xml"),
    "ofd": re.compile(r"ofd\.xml"),
}
_WORD = re.compile(rb"(?:wordprocessingml\.(?:document|template)|ms-word\.\w+\.macroEnabled\w*)\.main\+xml")
_TYPES, _LARGEST_TYPES = "[content_types].xml", 1_000_000
_OTHER_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_TAR = slice(257, 262)
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body", b"<div", b"<meta", b"<table", b"<p>", b"<p ")


def bytes_of(path: Path) -> bytes:
    """The content of a file, or of a member of a zip file: 汇编.zip/方案.docx.

    Raises SourceError: missing, no regular file, too large for any format, empty, damaged within its zip file.
    """
    data = member_bytes(path, archive, _LARGEST_MEMBER) if (archive := zip_above(path)) else _file_bytes(path)
    if not data.strip():
        raise SourceError(f"{path}: the file is empty; save the document again.")
    return data


def _file_bytes(path: Path) -> bytes:
    if path.parts and path.parts[0] in ("http:", "https:"):
        address = str(path).replace(":/", "://", 1)
        raise SourceError(f"{address}: nothing is ever fetched from the web; save the page and name the file.")
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            kind = "a directory" if stat.S_ISDIR(status.st_mode) else "a device or pipe"
            raise SourceError(f"{path}: this is {kind}, no file; name a file of text.")
        refuse_large(path, status.st_size, LARGEST)
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise SourceError(
            f"{path}: cannot be read ({error.strerror or error}); check the path and its rights."
        ) from error
    refuse_large(path, len(data), LARGEST)  # files that tell no size: /proc
    return data


def kind_of(path: Path, data: bytes) -> str:
    """One of SIZE_LIMITS, by the content first, by the name only for csv. Raises SourceError for what is never read."""
    head = data[:1024]
    if head.startswith(_ZIP):
        return _zipped(path, data)
    if head.startswith(_OTHER_ARCHIVES) or head[_TAR] == b"ustar":
        raise SourceError(f"{path}: a rar, 7z or tar file is not opened; unpack it, or pack the documents as zip.")
    if head.startswith((b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        return "old"
    if _PDF.search(head):
        return "pdf"
    if _PICTURE.match(head):
        raise SourceError(f"{path}: this is a picture, whatever its name says; put scanned pages into a PDF file.")
    begin = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if begin.startswith(_HTML) or b"<html" in head.lower() or (begin.startswith(b"<?xml") and b"<html" in data[:4096]):
        return "html"
    return "csv" if path.suffix.lower() in (".csv", ".tsv") else "text"


def refuse_large(path: Path, size: int, limit: int) -> None:
    """Raises SourceError: more bytes than the limit."""
    if size > limit:
        raise SourceError(f"{path}: {size / 1e6:.1f} MB is more than the limit of {limit / 1e6:.0f} MB; split it.")


def _zipped(path: Path, data: bytes) -> str:
    with opened(path, io.BytesIO(data)) as archive:
        parts = {plain_name(info.filename): info for info in archive.infolist()}
        for kind, main in _PARTS.items():
            if any(map(main.fullmatch, parts)):
                return kind
        types = parts.get(_TYPES)
        if types and _WORD.search(unpacked(path, archive, types, _LARGEST_TYPES)):
            return "docx"  # some programs have other names for the document
        if types or "mimetype" in parts:
            raise SourceError(f"{path}: an Office format that is not read; save the document as .docx or .xlsx.")
        if zip_above(path):
            raise SourceError(f"{path}: a zip file within a zip file is not opened; unpack it and name its files.")
        named(path, archive)
    return "archive"
