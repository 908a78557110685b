"""What stands on a page of a PDF: its characters with their boxes, its ruling lines, and how much pictures cover.

All places are as a reader sees the page: x to the right, y downwards, turned so that most of the text is upright.
"""

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as api

from ingest.readers.pdf.signs import character, is_undecodable

_MOST_CHARACTERS = 50_000  # of one page; a dense one has 3,000
_MOST_OBJECTS = 20_000  # of one page that are looked through for lines; what has more is a map or a drawing
_MOST_SEGMENTS = 1_000  # of one path; what has more is a drawing
_DEEPEST = 4  # forms within forms
_THIN = 3.0  # points; a filled rectangle that is thinner is a line
_SHORTEST = 4.0  # points of a line
_STRAIGHT = 0.8  # points that a straight line may lean
_QUARTER = math.pi / 2

Matrix = tuple[float, float, float, float, float, float]
_UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Glyph(NamedTuple):
    """A character and its box."""

    char: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    upright: bool


class Ruling(NamedTuple):
    """A straight line, level or upright."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def level(self) -> bool:
        """Whether it runs from left to right."""
        return self.x1 - self.x0 > self.bottom - self.top


@dataclass(slots=True)
class Sheet:
    """A page as it lies there: nothing put in order yet."""

    width: float
    height: float
    glyphs: list[Glyph]
    rulings: list[Ruling] = field(default_factory=list)
    covered: float = 0.0  # share of the page under pictures, which may be cut into strips
    drawn: int = 0  # paths drawn: a page of letters turned into outlines has thousands
    undecodable: int = 0  # characters whose font does not say what they mean
    overfull: bool = False  # more characters than any page has: not all are taken


class _Turn:
    """Turns places of the page so that its text is upright."""

    def __init__(self, box: tuple[float, float, float, float], quarter: int) -> None:
        self._quarter = quarter
        corners = [self._turned(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        self._left = min(x for x, _ in corners)
        self._top = max(y for _, y in corners)
        self.width = max(x for x, _ in corners) - self._left
        self.height = self._top - min(y for _, y in corners)

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        x, y = self._turned(x, y)
        return x - self._left, self._top - y

    def _turned(self, x: float, y: float) -> tuple[float, float]:
        return ((x, y), (y, -x), (-x, -y), (-y, x))[self._quarter]


def sheet_of(page: pdfium.PdfPage) -> Sheet:
    """The characters, lines and pictures of a page."""
    text = page.get_textpage()
    try:
        raw, overfull = list(_characters(text)), text.count_chars() > _MOST_CHARACTERS
    finally:
        text.close()
    quarters = Counter(round(angle / _QUARTER) % 4 for *_, angle in raw)
    main = quarters.most_common(1)[0][0] if quarters else page.get_rotation() // 90 % 4
    turn = _Turn(page.get_bbox(), main)
    sheet = Sheet(turn.width, turn.height, [], overfull=overfull)
    for char, left, bottom, right, top, base_x, base_y, angle in raw:
        lean = abs((angle - main * _QUARTER + math.pi / 4) % _QUARTER - math.pi / 4)
        if lean > 0.1:  # slanting over the page: a watermark
            continue
        (xa, ya), (xb, yb), (_, base) = turn(left, bottom), turn(right, top), turn(base_x, base_y)
        glyph = Glyph(
            char, min(xa, xb), max(xa, xb), min(ya, yb), max(ya, yb), base, round(angle / _QUARTER) % 4 == main
        )
        if 0 <= glyph.x0 + glyph.x1 <= 2 * turn.width and 0 <= glyph.top + glyph.bottom <= 2 * turn.height:
            sheet.glyphs.append(glyph)
            sheet.undecodable += is_undecodable(char)
    _look_through(page, turn, sheet)
    return sheet


def _characters(text: pdfium.PdfTextPage) -> Iterator[tuple[str, float, float, float, float, float, float, float]]:
    """Each character, its box (left, bottom, right, top), origin and angle; blanks and line ends made up stay out."""
    box, x, y = api.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    for index in range(min(text.count_chars(), _MOST_CHARACTERS)):
        code = api.FPDFText_GetUnicode(text, index)
        if api.FPDFText_IsGenerated(text, index) == 1 or not (char := character(code)):
            continue
        api.FPDFText_GetLooseCharBox(text, index, box)
        api.FPDFText_GetCharOrigin(text, index, x, y)
        angle = -api.FPDFText_GetCharAngle(text, index)  # it counts clockwise
        yield char, box.left, box.bottom, box.right, box.top, x.value, y.value, angle


def _look_through(page: pdfium.PdfPage, turn: _Turn, sheet: Sheet) -> None:
    """Takes the lines that a page draws, and the share that its pictures cover."""
    matrix, left = api.FS_MATRIX(), _MOST_OBJECTS
    forms: list[tuple[Any, Matrix, int]] = [(None, _UNIT, 0)]
    while forms:
        form, outer, depth = forms.pop()
        count = api.FPDFFormObj_CountObjects(form) if form else api.FPDFPage_CountObjects(page)
        for index in range(count):
            left -= 1
            if left < 0:
                sheet.rulings = []
                return
            item = api.FPDFFormObj_GetObject(form, index) if form else api.FPDFPage_GetObject(page, index)
            kind = api.FPDFPageObj_GetType(item)
            if kind not in (api.FPDF_PAGEOBJ_PATH, api.FPDF_PAGEOBJ_IMAGE, api.FPDF_PAGEOBJ_FORM):
                continue
            api.FPDFPageObj_GetMatrix(item, matrix)
            placed = _times((matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f), outer)
            if kind == api.FPDF_PAGEOBJ_PATH:
                sheet.rulings.extend(_rulings(item, placed, turn))
                sheet.drawn += 1
            elif kind == api.FPDF_PAGEOBJ_IMAGE:
                area = abs(placed[0] * placed[3] - placed[1] * placed[2])
                sheet.covered += area / (turn.width * turn.height or 1.0)
            elif depth < _DEEPEST:
                forms.append((item, placed, depth + 1))


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _rulings(path: Any, matrix: Matrix, turn: _Turn) -> Iterator[Ruling]:
    """The straight lines of a path: those it strokes, and filled rectangles that are as thin as a line."""
    count = api.FPDFPath_CountSegments(path)
    if not 1 < count <= _MOST_SEGMENTS:
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    api.FPDFPath_GetDrawMode(path, fill, stroke)
    for part in _parts(path, count, matrix, turn):
        xs, ys = [x for x, _ in part], [y for _, y in part]
        outline = Ruling(min(xs), min(ys), max(xs), max(ys))
        if min(outline.x1 - outline.x0, outline.bottom - outline.top) <= _THIN:
            yield from _straight(outline, thin=_THIN)
        elif stroke.value:
            for (xa, ya), (xb, yb) in pairwise(part):
                yield from _straight(Ruling(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)), thin=_STRAIGHT)


def _straight(line: Ruling, thin: float) -> Iterator[Ruling]:
    """The line through the middle, where it is long and straight enough."""
    x, y = (line.x0 + line.x1) / 2, (line.top + line.bottom) / 2
    if line.x1 - line.x0 >= _SHORTEST and line.bottom - line.top <= thin:
        yield Ruling(line.x0, y, line.x1, y)
    elif line.bottom - line.top >= _SHORTEST and line.x1 - line.x0 <= thin:
        yield Ruling(x, line.top, x, line.bottom)


def _parts(path: Any, count: int, matrix: Matrix, turn: _Turn) -> Iterator[list[tuple[float, float]]]:
    """The corners of each part of a path, closed where it is; a part with curves is none."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    part: list[tuple[float, float]] = []
    curved = False
    for index in range(count):
        segment = api.FPDFPath_GetPathSegment(path, index)
        kind = api.FPDFPathSegment_GetType(segment)
        if kind == api.FPDF_SEGMENT_MOVETO:
            if len(part) > 1 and not curved:
                yield part
            part, curved = [], False
        curved = curved or kind == api.FPDF_SEGMENT_BEZIERTO
        api.FPDFPathSegment_GetPoint(segment, x, y)
        part.append(turn(a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if api.FPDFPathSegment_GetClose(segment) and len(part) > 2:
            part.append(part[0])
    if len(part) > 1 and not curved:
        yield part
