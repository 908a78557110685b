"""Plain text: bytes -> text, whatever encoding an office saved it in."""

import codecs
import re
from pathlib import Path

from graph.errors import SourceError
from ingest.readers.composed import Composed

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
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def read_text(path: Path, data: bytes) -> Composed:
    """The text of a plain file. Raises SourceError: in no known encoding, or damaged."""
    encoding, text = decoded(path, data)
    return Composed(encoding, text.replace("\r\n", "\n").replace("\r", "\n"))


def decoded(path: Path, data: bytes) -> tuple[str, str]:
    """The encoding of the bytes and their text. Raises SourceError: none is plausible, or too much is damaged."""
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
