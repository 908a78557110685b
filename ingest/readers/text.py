"""Plain text: bytes -> SourceText, whatever encoding an office saved it in."""

import codecs
import hashlib
import re
from pathlib import Path

from graph.errors import SourceError
from graph.reference import Reference
from ingest.document import SourceText

SIZE_LIMIT = 20_000_000  # bytes; the longest plan met has 300,000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TRIALS = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
# Among the most frequent characters of official Chinese, in both scripts: wrong decodings give almost none of them.
_COMMON = re.compile(
    "[的一在和有为為不中国國大年政府市工作质量質量发發展建设設理管企业業提高加强強实實行全标標准準生产產,。、；;，:：()（）]"
)
_PLAUSIBLE = 0.08  # share of common characters; plans have 0.2 to 0.35, wrong decodings under 0.02
_CHINESE = re.compile(r"[\u4e00-\u9fff]{2}")
_FORMATS = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a Word, Excel or zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"{\\rtf", "an RTF file"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def read_text(path: Path, reference: Reference) -> SourceText:
    """The decoded text of a file. Raises SourceError: missing, too large, empty, binary, or in no known encoding."""
    data = _bytes(path)
    encoding, text = _decoded(path, data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    sha256 = hashlib.sha256(data).hexdigest()
    return SourceText(sha256, path.name, encoding, text, reference.normalise(text))


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > SIZE_LIMIT:
            raise SourceError(
                f"{path}: {size / 1e6:.0f} MB is more than the limit of {SIZE_LIMIT / 1e6:.0f} MB; split it."
            )
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(
            f"{path}: cannot be read ({error.strerror or error}); check the path and its rights."
        ) from error
    if not data.strip():
        raise SourceError(f"{path}: the file is empty; save the document again.")
    if kind := _other_format(data):
        raise SourceError(f"{path}: this is {kind}; so far only plain text is read: save the document as text (.txt).")
    return data


def _other_format(data: bytes) -> str:
    head = data[:1000].lstrip().lower()
    if b"<html" in head or head.startswith((b"<!doctype html", b"<?xml", b"<head", b"<div", b"<meta")):
        return "a web page"
    return next((kind for magic, kind in _FORMATS if data.startswith(magic)), "")


def _decoded(path: Path, data: bytes) -> tuple[str, str]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return encoding, data.decode(encoding).removeprefix("\ufeff")
            except UnicodeDecodeError as error:
                raise SourceError(
                    f"{path}: begins as {encoding} but is damaged at byte {error.start}; save it again."
                ) from error
    best = _trial(data, "utf-8")
    if not _CHINESE.search(best[2]):  # what decodes as UTF-8 and holds Chinese is UTF-8
        best = max((_trial(data, encoding) for encoding in _TRIALS), key=lambda trial: trial[0])
        best = best if best[0] >= _PLAUSIBLE else (0.0, "", "")
    if not best[2]:
        raise SourceError(
            f"{path}: no Chinese text in UTF-8, GB18030, Big5 or UTF-16; save the document as UTF-8 text."
        )
    return best[1], best[2]


def _trial(data: bytes, encoding: str) -> tuple[float, str, str]:
    """How plausible the decoding is: share of common characters, 0 where it fails or leaves control characters."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return 0.0, encoding, ""
    sample = "".join(text[:6_000].split())
    if not sample or len(_CONTROL.findall(sample)) * 100 > len(sample):
        return 0.0, encoding, ""
    return len(_COMMON.findall(sample)) / len(sample), encoding, text
