"""The parts of an Excel file: checked before they are parsed, and how each sheet is laid out."""

import io
import posixpath
import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from graph.errors import SourceError
from ingest.readers.archive import opened, refuse_bombs, unpacked
from ingest.readers.xml_parts import refuse_hostile

_LARGEST = 150_000_000  # bytes, of all parts unpacked
_MOST_TAGS = 4_000_000  # in all parts: half a million cells have two million
_MOST_MARKS = 3 * _MOST_TAGS  # of one part: attributes too
_MEDIA = "xl/media/"
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_WORKBOOK = "xl/workbook.xml"
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_MOST_COLUMNS, _MOST_MERGED = 16_384, 100_000  # of a sheet: as many columns as there are, merged cells far beyond any


@dataclass(slots=True)
class Layout:
    """Where a sheet holds something, what of it is hidden, and what is merged: row, column, last row, last column."""

    rows: list[int] = field(default_factory=list)
    columns: set[int] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def hides(self, column: int) -> bool:
        """Whether the column is hidden."""
        return any(first <= column <= last for first, last in self.hidden_columns)


def parts_of(path: Path, data: bytes) -> Mapping[str, bytes]:
    """The parts without pictures. Raises SourceError: damaged, too large unpacked, with entities, strict."""
    with opened(path, io.BytesIO(data)) as archive:
        infos = archive.infolist()
        refuse_bombs(path, infos, _LARGEST)
        parts = {
            info.filename: unpacked(path, archive, info, _LARGEST)
            for info in infos
            if not info.filename.startswith(_MEDIA)
        }
    for name, part in parts.items():
        refuse_hostile(path, name, part, _MOST_MARKS)
    if sum(part.count(b"<") for part in parts.values()) > _MOST_TAGS:
        raise SourceError(f"{path}: millions of cells, most of them empty; copy the table into a new workbook.")
    if _STRICT in parts.get(_WORKBOOK, b""):
        raise SourceError(f"{path}: saved as Strict Open XML; save it in Excel as Excel Workbook (.xlsx).")
    return parts


def sheet_parts(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The sheets that are not hidden, by name, in their order."""
    targets = {
        one.get("Id"): posixpath.normpath(posixpath.join("/xl", one.get("Target", "")))[1:]
        for one in _parsed(parts["xl/_rels/workbook.xml.rels"]).iter("{*}Relationship")
    }
    found = {}
    for sheet in _parsed(parts[_WORKBOOK]).iter("{*}sheet"):
        relation = next((value for key, value in sheet.items() if key.endswith("}id")), None)
        target = targets.get(relation, "")
        if sheet.get("state", "visible") == "visible" and "/worksheets/" in f"/{target}":
            found[sheet.get("name", "")] = parts[target]
    return found


def layout_of(path: Path, part: bytes) -> Layout:
    """How a sheet is laid out, in one pass over its cells. Raises SourceError: endless lists in it."""
    layout = Layout()
    row, column, used = 0, 0, False
    events = etree.iterparse(
        io.BytesIO(part), events=("start", "end"), tag=("{*}row", "{*}c", "{*}col", "{*}mergeCell"), no_network=True,
        resolve_entities=False,
    )  # fmt: skip
    for event, element in events:
        kind = etree.QName(element).localname
        if event == "start" and kind == "row":
            row, column, used = int(element.get("r", row + 1)), 0, False
        elif event == "end" and kind == "c":
            column = _place(element.get("r"))[1] if element.get("r") else column + 1
            if _holds(element):
                layout.columns.add(column)
                used = True
            element.clear()
        elif event == "end" and kind == "row":
            _note_row(layout, element, row, used)
        elif event == "end":
            _note_shape(layout, element, kind)
            _refuse_endless(path, layout)
    layout.rows = sorted(set(layout.rows))
    return layout


def places(numbers: list[int], first: int, last: int) -> range:
    """The indexes of the sorted numbers from first to last."""
    return range(bisect_left(numbers, first), bisect_right(numbers, last))


def _note_row(layout: Layout, element: etree._Element, row: int, used: bool) -> None:
    if used:
        layout.rows.append(row)
    if _true(element.get("hidden")):
        layout.hidden_rows.add(row)
    element.clear()


def _note_shape(layout: Layout, element: etree._Element, kind: str) -> None:
    if kind == "mergeCell":
        first, _, last = element.get("ref", "").partition(":")
        layout.merged.append((*_place(first), *_place(last or first)))
    elif _true(element.get("hidden")):
        layout.hidden_columns.append((int(element.get("min", "0")), int(element.get("max", "0"))))
    element.clear()


def _refuse_endless(path: Path, layout: Layout) -> None:
    if len(layout.hidden_columns) > _MOST_COLUMNS or len(layout.merged) > _MOST_MERGED:
        raise SourceError(f"{path}: too many hidden columns or merged cells; copy the table into a new workbook.")


def _holds(cell: etree._Element) -> bool:
    """Whether the cell has a value, or a text of its own; a formula never calculated has neither."""
    return any(child.text or len(child) for child in cell.iterchildren("{*}v", "{*}is"))


def _place(reference: str) -> tuple[int, int]:
    """C5 as (5, 3)."""
    match = _REFERENCE.fullmatch(reference.replace("$", ""))
    if not match:
        raise ValueError(f"{reference!r} is no cell")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


def _true(value: str | None) -> bool:
    return value in ("1", "true")


def _parsed(part: bytes) -> etree._Element:
    return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))
