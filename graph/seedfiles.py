"""Reading the files of seeds/: rows of a CSV, mappings of a YAML, each complaint with file and line."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from graph.errors import ReferenceDataError

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster where libyaml is built in


@dataclass(frozen=True, slots=True)
class SeedRow:
    """One row of a CSV of seeds/: its cells by column, and where it stands."""

    place: str
    cells: dict[str, str]

    def text(self, column: str) -> str:
        """The cell; empty where nothing is written."""
        return self.cells[column]

    def texts(self, column: str) -> tuple[str, ...]:
        """The parts of a cell that holds several, parted by |."""
        return tuple(part for part in self.cells[column].split("|") if part)

    def year(self, column: str) -> int | None:
        """The year in the cell, or None; raises ReferenceDataError where it is no year."""
        cell = self.cells[column]
        if not cell:
            return None
        if not (cell.isdigit() and len(cell) == 4):
            raise self.error(f"{column} is no year: {cell!r}")
        return int(cell)

    def error(self, problem: str) -> ReferenceDataError:
        """A complaint that says file and line."""
        return ReferenceDataError(f"{self.place}: {problem}")


def seed_rows(name: str, columns: Sequence[str]) -> Iterator[SeedRow]:
    """Yield the rows of seeds/<name>; raises ReferenceDataError where the columns are others or a row is short."""
    reader = csv.reader(_seed(name).read_text("utf-8").splitlines())
    if next(reader, None) != list(columns):
        raise ReferenceDataError(f"seeds/{name}:1: the columns must be {','.join(columns)}")
    for cells in reader:
        place = f"seeds/{name}:{reader.line_num}"
        if len(cells) != len(columns):
            raise ReferenceDataError(f"{place}: {len(cells)} cells, {len(columns)} columns")
        yield SeedRow(place, dict(zip(columns, cells, strict=True)))


def seed_mappings(folder: str) -> tuple[tuple[str, dict[str, Any]], ...]:
    """The YAML files of seeds/<folder>, by name; raises ReferenceDataError where one holds no mapping."""
    directory = _seed(folder)
    names = sorted(file.name for file in directory.iterdir()) if directory.is_dir() else []
    return tuple((f"seeds/{folder}/{name}", _mapping(folder, name)) for name in names if name.endswith(".yaml"))


def _mapping(folder: str, name: str) -> dict[str, Any]:
    try:
        content = yaml.load(_seed(f"{folder}/{name}").read_text("utf-8"), Loader=_LOADER)
    except yaml.YAMLError as error:
        raise ReferenceDataError(f"seeds/{folder}/{name}: {error}") from error
    if not isinstance(content, dict):
        raise ReferenceDataError(f"seeds/{folder}/{name}:1: no mapping")
    return content


@cache
def _seed(name: str) -> Traversable:
    return files("seeds").joinpath(name)
