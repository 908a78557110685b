"""Plain text: bytes -> SourceText, whatever encoding an office saved it in."""

import codecs
import hashlib
import re
import stat
from pathlib import Path

from graph.errors import SourceError
from graph.reference import Reference
from ingest.document import SourceText

SIZE_LIMIT = 5_000_000  # bytes; the longest plan met has 300,000, and what is longer is a whole archive in one file
_BOMS = (  # that of UTF-32 LE begins as that of UTF-16 LE does
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
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
_DAMAGE = 1_000  # one bad character in so many is read over; U+FFFD stands in its place
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
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            kind = "a directory" if stat.S_ISDIR(status.st_mode) else "a device or pipe"
            raise SourceError(f"{path}: this is {kind}, no file; name a file of text.")
        _refuse_large(path, status.st_size)
        with path.open("rb") as file:
            data = file.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise SourceError(
            f"{path}: cannot be read ({error.strerror or error}); check the path and its rights."
        ) from error
    _refuse_large(path, len(data))  # files that tell no size: /proc
    if not data.strip():
        raise SourceError(f"{path}: the file is empty; save the document again.")
    if kind := _other_format(data):
        raise SourceError(f"{path}: this is {kind}; so far only plain text is read: save the document as text (.txt).")
    return data


def _refuse_large(path: Path, size: int) -> None:
    if size > SIZE_LIMIT:
        raise SourceError(f"{path}: {size / 1e6:.1f} MB is more than the limit of {SIZE_LIMIT / 1e6:.0f} MB; split it.")


def _other_format(data: bytes) -> str:
    head = data[:1000].lstrip().lower()
    if b"<html" in head or head.startswith((b"<!doctype html", b"<?xml", b"<head", b"<div", b"<meta")):
        return "a web page"
    return next((kind for magic, kind in _FORMATS if data.startswith(magic)), "")


def _decoded(path: Path, data: bytes) -> tuple[str, str]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return encoding, _marked(path, data, encoding)
    best = _trial(data, "utf-8")
    if not _CHINESE.search(best[2]):  # what decodes as UTF-8 and holds Chinese is UTF-8
        best = max((_trial(data, encoding) for encoding in _TRIALS), key=lambda trial: trial[0])
        best = best if best[0] >= _PLAUSIBLE else _mended(path, data)
    if not best[2]:
        raise SourceError(
            f"{path}: no Chinese text in UTF-8, GB18030, Big5 or UTF-16; save the document as UTF-8 text."
        )
    return best[1], best[2]


def _marked(path: Path, data: bytes, encoding: str) -> str:
    """A file whose first bytes say its encoding. Raises SourceError: more than few of its bytes are bad."""
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        text = data.decode(encoding, "replace").removeprefix("\ufeff")
        if _few_bad(text) and _plausible(text) >= _PLAUSIBLE:
            return text
        raise SourceError(
            f"{path}: begins as {encoding} but is damaged at byte {error.start}; save it again."
        ) from error


def _trial(data: bytes, encoding: str) -> tuple[float, str, str]:
    """How plausible the decoding is, 0 where it fails."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return 0.0, encoding, ""
    share = _plausible(text)
    return share, encoding, text if share else ""


def _mended(path: Path, data: bytes) -> tuple[float, str, str]:
    """The decoding that reads best over a few bad bytes, nothing where none reads as Chinese.

    Raises SourceError: it reads as Chinese but for too many bad bytes.
    """
    texts = [(encoding, data.decode(encoding, "replace")) for encoding in ("utf-8", *_TRIALS)]
    trials = [(_plausible(text), encoding, text) for encoding, text in texts if _CHINESE.search(text)]
    share, encoding, text = max(trials, key=lambda trial: trial[0], default=(0.0, "", ""))
    if share < _PLAUSIBLE:
        return 0.0, "", ""
    if not _few_bad(text):
        raise SourceError(f"{path}: reads as {encoding} but is damaged at byte {_bad(data, encoding)}; save it again.")
    return share, encoding, text


def _few_bad(text: str) -> bool:
    """Whether at most one character in a thousand is damaged; one alone (up to three signs) may be in any text."""
    return text.count("\ufffd") <= max(3, len(text) // _DAMAGE)


def _bad(data: bytes, encoding: str) -> int:
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return error.start
    return 0  # pragma: no cover - only asked of what does not decode


def _plausible(text: str) -> float:
    """The share of common characters; 0 where control characters are left, as in wrong decodings."""
    sample = "".join(text[:6_000].split())
    if not sample or len(_CONTROL.findall(sample)) * 100 > len(sample):
        return 0.0
    return len(_COMMON.findall(sample)) / len(sample)
