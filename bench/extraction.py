"""Extraction beside jieba on the same text: characters a second, taking turns.

The text is converted to simplified characters first: on traditional ones jieba.posseg collapses, all else looks fast.
"""

import logging
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import jieba
import jieba.posseg
import opencc

from bench.timing import DOCUMENTS, medians
from graph.reference import load_reference
from ingest.pipeline import read_file

COPIES = 50


def measure() -> Iterator[str]:
    jieba.setLogLevel(logging.WARNING)
    simplify = opencc.OpenCC("t2s").convert
    texts = [simplify(path.read_text("utf-8-sig")) for path in sorted(DOCUMENTS.glob("*.txt"))]
    with tempfile.TemporaryDirectory() as folder:
        once, copies = _written(texts, Path(folder) / "1", 1), _written(texts, Path(folder) / str(COPIES), COPIES)
        characters = sum(map(len, texts))
        rates = _rates(texts, once, characters)
        [many] = medians({"copies": _reader(copies)}, rounds=1).values()
    for name in ("jieba.posseg", "jieba.cut"):
        ours, theirs = rates["extraction"], rates[name]
        yield f"extraction {ours / 1e6:.2f} M chars/s = {ours / theirs:.1f} × {name} ({theirs / 1e6:.2f} M chars/s)"
    yield f"on {COPIES} copies: {COPIES * characters / many / rates['extraction']:.2f} × that rate"


def _rates(texts: Sequence[str], files: Sequence[Path], characters: int) -> dict[str, float]:
    runs = {
        "extraction": _reader(files),
        "jieba.posseg": lambda: [list(jieba.posseg.cut(text)) for text in texts],
        "jieba.cut": lambda: [list(jieba.cut(text)) for text in texts],
    }
    return {name: characters / seconds for name, seconds in medians(runs, rounds=5).items()}


def _reader(files: Sequence[Path]) -> Callable[[], object]:
    """The whole way from bytes to a Reading, reference data loaded."""
    reference = load_reference()
    return lambda: [read_file(path, reference) for path in files]


def _written(texts: Sequence[str], folder: Path, copies: int) -> list[Path]:
    folder.mkdir()
    files = [folder / f"{n}.txt" for n in range(len(texts))]
    for path, text in zip(files, texts, strict=True):
        path.write_text("\n".join([text] * copies), "utf-8")
    return files
