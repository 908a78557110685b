"""Rows as people and programs want them: a table whose Chinese aligns, JSON, or CSV."""

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from functools import cache
from typing import Any, TextIO

from graph.exports.quotes import shown_quote
from graph.rows import Evidence
from graph.seedfiles import seed_rows

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")  # a document must not steer the terminal it is shown on
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_EVIDENCE = tuple(field.name for field in fields(Evidence))
_WIDEST = 120  # columns of the screen for a cell of a table that is not folded; json and csv hold it whole


def write_rows(rows: Sequence[Any], row_type: type, form: str, out: TextIO) -> None:
    """Write the rows, dataclasses of row_type, as `table`, `json` or `csv`; without rows there is still a head.

    A type of row may name the columns that people see, in its TABLE.
    """
    _WRITERS[form](
        rows, getattr(row_type, "TABLE", columns_of(row_type)) if form == "table" else columns_of(row_type), out
    )


def columns_of(row_type: type) -> tuple[str, ...]:
    """The columns of a type of row: what is told first, where it was read after it."""
    names = [field.name for field in fields(row_type)]
    return tuple(sorted(names, key=lambda name: issubclass(row_type, Evidence) and name in _EVIDENCE))


def cell_text(value: Any) -> str:
    """A value on one line: nothing for None, no .0 behind whole numbers, a blank bar between the members of a list."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return " | ".join(cell_text(part) for part in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {cell_text(part)}" for name, part in value.items() if part is not None)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _CONTROL.sub(" ", str(value))


def label_of(name: str) -> str:
    """A column, or `column=value`, in Chinese; itself where seeds/labels.csv has no word for it."""
    return _labels().get(name, name)


@cache
def _labels() -> dict[str, str]:
    return {row.text("name"): row.text("label") for row in seed_rows("labels.csv", ("name", "label"))}


def _write_json(rows: Sequence[Any], columns: Sequence[str], out: TextIO) -> None:
    import orjson

    listed = [{column: getattr(row, column) for column in columns} for row in rows]
    out.write(orjson.dumps(listed, option=orjson.OPT_INDENT_2).decode() + "\n")


def csv_bytes(rows: Sequence[Any], row_type: type, links: Callable[[Any], str | None]) -> bytes:
    """Any rows as a CSV file that Excel opens with its Chinese whole; `links` gives the address in the last column."""
    columns = [column for column in columns_of(row_type) if column != "link"]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*columns, "link"])
    writer.writerows([*(_csv_cell(getattr(row, column)) for column in columns), links(row) or ""] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _write_csv(rows: Sequence[Any], columns: Sequence[str], out: TextIO) -> None:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_csv_cell(getattr(row, column)) for column in columns] for row in rows)


def _csv_cell(value: Any) -> str:
    """A text that a spreadsheet would take for a formula gets an apostrophe in front, which keeps it a text."""
    text = cell_text(value)
    return f"'{text}" if text.startswith(_FORMULA) and not isinstance(value, int | float) else text


def _write_table(rows: Sequence[Any], columns: Sequence[str], out: TextIO) -> None:
    """For people: columns that say something, under Chinese heads."""
    shown = _shown(rows, columns)
    head = [label_of(column) for column in shown]
    cells = [[_table_cell(column, getattr(row, column)) for column in shown] for row in rows]
    (_write_folded if out.isatty() else _write_plain)(head, cells, out)


def _shown(rows: Sequence[Any], columns: Sequence[str]) -> list[str]:
    """Not those that are empty in every row or that have an empty label; of several ids only the first one."""
    told = [column for column in columns if label_of(column) and any(getattr(row, column) is not None for row in rows)]
    ids = [column for column in told if column == "id" or column.endswith("_id")]
    return [column for column in told if column not in ids[1:]] if rows else [c for c in columns if label_of(c)]


def _table_cell(column: str, value: Any) -> str:
    return cell_text(value_told(column, value))


def value_told(column: str, value: Any) -> Any:
    """A value as people read it: a word that has a Chinese one as that, a quoted row of the reference data in words."""
    if column.endswith("quote") and isinstance(value, str):
        return shown_quote(value)
    labelled = label_of(f"{column}={value}")
    return value if labelled == f"{column}={value}" else labelled


def _write_folded(head: Sequence[str], cells: Sequence[Sequence[str]], out: TextIO) -> None:
    """For a terminal: folded to its width."""
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE, pad_edge=False)
    for name in head:
        table.add_column(Text(name), overflow="fold")
    for row in cells:
        table.add_row(*map(Text, row))
    Console(file=out).print(table)


def _write_plain(head: Sequence[str], cells: Sequence[Sequence[str]], out: TextIO) -> None:
    """For files and pipes: one line a row, padded by the width that a character takes on the screen."""
    from rich.cells import cell_len, set_cell_size

    def shortened(text: str) -> str:
        return text if cell_len(text) <= _WIDEST else set_cell_size(text, _WIDEST - 1).rstrip() + "…"

    lines = [list(head), *([shortened(cell) for cell in row] for row in cells)]
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        padded = (cell + " " * (width - cell_len(cell)) for cell, width in zip(line, widths, strict=True))
        out.write("  ".join(padded).rstrip() + "\n")


_WRITERS: Mapping[str, Callable[[Sequence[Any], Sequence[str], TextIO], None]] = {
    "table": _write_table,
    "json": _write_json,
    "csv": _write_csv,
}
