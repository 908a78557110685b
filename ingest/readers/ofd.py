"""OFD, the fixed layout of Chinese offices (GB/T 33190-2016): XML in a zip file, text by its place on the page."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from graph.errors import SourceError
from ingest.readers.archive import opened, refuse_bombs, unpacked
from ingest.readers.composed import Composed, Composer
from ingest.readers.xml_parts import xml_part

_LARGEST = 300_000_000  # bytes, of all parts unpacked: scanned pages
_MOST_READ = 100_000_000  # bytes of pages and their templates, each as often as it is named
_MOST_PAGES = 2_000
_MOST_MARKS = 2_000_000  # of one part
_SAME_LINE, _APART, _COLUMN = 0.5, 0.2, 2.0  # in heights of a character
_FULL, _INDENT, _SAME_SIZE, _SPACING = 1.6, 0.5, 0.1, 3.0


@dataclass(frozen=True, slots=True)
class Run:
    """Characters written in one go, in millimetres from the upper left corner of the page."""

    left: float
    right: float
    base: float
    size: float
    text: str


@dataclass(slots=True)
class Line:
    """Runs at one height."""

    runs: list[Run] = field(default_factory=list)

    def text(self) -> str:
        """The runs from left to right: a blank where they stand apart, a tab where a column begins."""
        pieces: list[str] = []
        for before, run in zip([None, *self.runs], self.runs, strict=False):
            gap = (run.left - before.right) / run.size if before else 0
            pieces += ["\t" if gap > _COLUMN else " " if gap > _APART else "", run.text]
        return "".join(pieces).strip()


def read_ofd(path: Path, data: bytes) -> Composed:
    """The text of each page in lines, those of a paragraph joined; a row of a table is a line with tabs.

    Turned text stays out: watermarks. So do annotations and seals, which are no text of the page.
    Raises SourceError: damaged, too large unpacked, or without text (scanned pages).
    """
    composer = Composer("ofd", path)
    with opened(path, io.BytesIO(data)) as archive:
        package = _Package(path, archive)
        for number, page in enumerate(package.pages()):
            if number == _MOST_PAGES:
                raise SourceError(f"{path}: more than {_MOST_PAGES} pages; split it.")
            composer.page()
            for paragraph in _paragraphs(_lines(package.runs(page))):
                composer.line(paragraph)
    composed = composer.composed()
    if not composed.text.strip():
        raise SourceError(f"{path}: no text in this OFD file, only pictures or outlines; save it as PDF and name that.")
    return composed


class _Package:
    """The parts of an OFD file and how they refer to each other."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        refuse_bombs(path, archive.infolist(), _LARGEST)
        self._path, self._archive = path, archive
        self._infos = {info.filename.lstrip("/"): info for info in archive.infolist()}
        self._templates: dict[str, str] = {}
        self._room = _MOST_READ

    def pages(self) -> Iterator[str]:
        """The names of the parts that hold the pages, in their order; templates are noted on the way."""
        for root in self._part("OFD.xml").iterfind(".//{*}DocRoot"):
            name = self._name("", root.text or "")
            document = self._part(name)
            for template in document.iterfind(".//{*}TemplatePage"):
                self._templates[template.get("ID", "")] = self._name(name, template.get("BaseLoc", ""))
            for page in document.iterfind(".//{*}Pages/{*}Page"):
                yield self._name(name, page.get("BaseLoc", ""))

    def runs(self, page: str) -> list[Run]:
        """The text of a page with that of its templates."""
        content = self._part(page)
        names = [self._templates.get(one.get("TemplateID", ""), "") for one in content.iterfind(".//{*}Template")]
        sources = [*(self._part(name) for name in dict.fromkeys(names) if name), content]
        return [run for source in sources for text in source.iter("{*}TextObject") for run in _runs(text)]

    def _name(self, base: str, told: str) -> str:
        """The part that another one names: from the root, or from where that one stands."""
        beside = posixpath.normpath(posixpath.join("/", posixpath.dirname(base), told.strip())).lstrip("/")
        return beside if beside in self._infos else told.strip().lstrip("/")

    def _part(self, name: str) -> etree._Element:
        if name not in self._infos:
            raise SourceError(
                f"{self._path}: the part {name or '?'} of this OFD file is missing; save or send it again."
            )
        part = unpacked(self._path, self._archive, self._infos[name], self._room)
        self._room -= len(part)
        return xml_part(self._path, name, part, _MOST_MARKS)


def _runs(text: etree._Element) -> Iterator[Run]:
    """The runs of a text object that is shown; a code without a place of its own goes on from the one before."""
    if text.get("Visible", "true").strip() in ("false", "0"):
        return
    box, turn = _numbers(text.get("Boundary"), 4), _numbers(text.get("CTM", "1 0 0 1 0 0"), 6)
    size = _numbers(text.get("Size"), 1)[0]
    if abs(turn[1]) > 0.1 * abs(turn[0]) or size <= 0 or turn[0] <= 0:
        return
    x = y = 0.0
    for code in text.iterfind("{*}TextCode"):
        x, y = _numbers(code.get("X", str(x)), 1)[0], _numbers(code.get("Y", str(y)), 1)[0]
        if words := (code.text or "").strip("\r\n"):
            width = _width(words, code.get("DeltaX"), size)
            left, base = box[0] + turn[0] * x + turn[2] * y + turn[4], box[1] + turn[1] * x + turn[3] * y + turn[5]
            yield Run(left, left + turn[0] * width, base, size * abs(turn[3] or 1), words)


def _width(words: str, told: str | None, size: float) -> float:
    """How far the characters reach; DeltaX tells the steps between them, "g 3 5" for three of 5."""
    steps: list[float] = []
    numbers = iter((told or "").split())
    for number in numbers:
        many, step = (int(_number(next(numbers, "0"))), next(numbers, "0")) if number == "g" else (1, number)
        steps += [_number(step)] * min(many, len(words) - 1 - len(steps))
    own = [size if character > "\xff" else size / 2 for character in words]
    return sum(steps) + sum(own[len(steps) :])


def _lines(runs: list[Run]) -> list[Line]:
    """The runs line by line, from top to bottom; what is drawn twice to look bold counts once."""
    lines: list[Line] = []
    height = 0.0
    for run in sorted(runs, key=lambda run: (run.base, run.left)):
        if not lines or run.base - height > _SAME_LINE * run.size:
            lines.append(Line())
            height = run.base
        if not any(abs(one.left - run.left) < 0.1 * run.size and one.text == run.text for one in lines[-1].runs[-3:]):
            lines[-1].runs.append(run)
    for line in lines:
        line.runs.sort(key=lambda run: run.left)
    return [line for line in lines if line.text()]


def _paragraphs(lines: list[Line]) -> Iterator[str]:
    """The lines of a page, one that fills its line joined with the next where that is not indented."""
    left = min((line.runs[0].left for line in lines), default=0.0)
    right = max((line.runs[-1].right for line in lines), default=0.0)
    told = ""
    for before, line in zip([None, *lines], lines, strict=False):
        joined = before is not None and _goes_on(before, line, left, right)
        if told and not joined:
            yield told
        told = told + line.text() if joined else line.text()
    if told:
        yield told


def _goes_on(before: Line, line: Line, left: float, right: float) -> bool:
    last, first = before.runs[-1], line.runs[0]
    return (
        last.right > right - _FULL * last.size
        and first.left < left + _INDENT * first.size
        and abs(first.size - last.size) < _SAME_SIZE * last.size
        and first.base - last.base < _SPACING * last.size
        and "\t" not in before.text() + line.text()
    )


def _numbers(told: str | None, count: int) -> list[float]:
    """That many numbers; 0 for those that are missing or none."""
    return [_number(one) for one in [*(told or "").split()[:count], *["0"] * count][:count]]


def _number(told: str) -> float:
    try:
        number = float(told)
    except ValueError:
        return 0.0
    return min(max(number, -1e6), 1e6) if number == number else 0.0  # nan is none
