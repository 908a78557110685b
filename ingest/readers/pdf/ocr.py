"""Scanned pages: from a picture to lines of text. Needs the extra `ocr`; its models lie within the package."""

import logging
import os
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

from ingest.readers.pdf.lines import Line, evened, head_of, is_wide

# onnxruntime tells its maker of each use from version 1.29 on, unless these are set before it is first imported.
_NO_TELEMETRY = ("ORT_DISABLE_TELEMETRY", "ORT_TELEMETRY_DISABLED")
_TELLING = 5  # characters of a piece whose width tells their size
_FULL = 0.78  # of the height of a piece that its characters fill
_ONE_ROW = 0.5  # of the height that pieces of one row overlap
_GAP = 0.7  # of the size: a blank between two pieces


def is_available() -> bool:
    """Whether the packages of the extra are installed."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def lines_in(picture: Any, scale: float) -> list[Line]:
    """The lines that a picture (an array of pixels, `scale` for each point) shows, from top to bottom."""
    result = _engine()(picture)
    if result is None or result.boxes is None or not result.txts:
        return []
    pieces = [_piece(corners, text, scale) for corners, text in zip(result.boxes, result.txts, strict=True)]
    lines = [_row(row) for row in _rows([piece for piece in pieces if piece.text])]
    return evened(lines)


@lru_cache(maxsize=1)
def _engine() -> Any:
    for name in _NO_TELEMETRY:
        os.putenv(name, "1")
    from rapidocr import RapidOCR  # seconds, and hundreds of megabytes

    engine = RapidOCR(params={"Global.log_level": "critical"})
    logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
    return engine


def _piece(corners: Sequence[Sequence[float]], text: str, scale: float) -> Line:
    xs, ys = [float(x) / scale for x, _ in corners], [float(y) / scale for _, y in corners]
    x0, x1, top, bottom = min(xs), max(xs), min(ys), max(ys)
    text = text.strip()
    widths = sum(_width(char) for char in text)
    size = (x1 - x0) / widths if widths >= _TELLING else _FULL * (bottom - top)
    return Line(
        text, x0, x1, top, bottom, bottom, size, sum(map(_width, text[: head_of(text)])) * size, recognised=True
    )


def _width(char: str) -> float:
    return 1.0 if is_wide(char) or char in "，；：？！（）“”—…％" else 0.5


def _rows(pieces: Sequence[Line]) -> list[list[Line]]:
    """Pieces that stand beside each other, rows from top to bottom."""
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda piece: piece.top + piece.bottom):
        row = rows[-1] if rows else []
        overlap = min(row[0].bottom, piece.bottom) - max(row[0].top, piece.top) if row else 0.0
        if row and overlap > _ONE_ROW * min(row[0].bottom - row[0].top, piece.bottom - piece.top):
            row.append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.x0) for row in rows]


def _row(row: Sequence[Line]) -> Line:
    whole = row[0]
    for piece in row[1:]:
        whole.text += (" " if piece.x0 - whole.x1 > _GAP * whole.size else "") + piece.text
        whole.x1 = max(whole.x1, piece.x1)
        whole.top, whole.bottom = min(whole.top, piece.top), max(whole.bottom, piece.bottom)
    return whole
