"""What may stand in the graph: labels, relationships and their properties, loaded from seeds/schema.yaml."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from graph.errors import ReferenceDataError

Pair = tuple[str, str]
Kind = str | tuple[str, ...]  # the name of a kind of value, or the words allowed

_FILE = "seeds/schema.yaml"
_FORBIDDEN = {"title", "type", "label", "node_type", "end", "id", "name", "search", "base", "states"}


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value and abs(value) < 1e308


def _is_strings(value: object) -> bool:
    return isinstance(value, tuple | list) and all(isinstance(item, str) for item in value)


_KINDS: Mapping[str, Callable[[object], bool]] = {
    "string": lambda value: isinstance(value, str),
    "strings": _is_strings,
    "integer": _is_integer,
    "number": _is_number,
    "boolean": lambda value: isinstance(value, bool),
    "when": lambda value: isinstance(value, str) or _is_integer(value),
}


@dataclass(frozen=True, slots=True)
class Label:
    """A label, its properties beside id and name, and whether its nodes are shared or from the reference data."""

    name: str
    properties: Mapping[str, Kind]
    shared: bool = False
    reference: bool = False


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship type: the pairs of labels it joins, its properties; provenance is among them."""

    name: str
    between: tuple[Pair, ...]
    elsewhere: tuple[Pair, ...]
    properties: Mapping[str, Kind]


@dataclass(frozen=True, slots=True)
class Schema:
    """All that the graph may hold, by name."""

    labels: Mapping[str, Label]
    relationships: Mapping[str, Relationship]

    @property
    def triples(self) -> Iterator[tuple[str, str, str]]:
        """Each allowed (type, source label, target label), in the order of the file."""
        return (
            (name, source, target)
            for name, relationship in self.relationships.items()
            for source, target in relationship.between
        )

    @property
    def shared(self) -> tuple[str, ...]:
        """The labels whose nodes many documents mention."""
        return tuple(name for name, label in self.labels.items() if label.shared)


def misfit(kind: Kind, value: object) -> str:
    """What is wrong with a value of this kind; "" where it fits."""
    if isinstance(kind, tuple):
        return "" if value in kind else f"{value!r} is none of {', '.join(kind)}"
    return "" if _KINDS[kind](value) else f"{value!r} is no {kind}"


@cache
def load_schema() -> Schema:
    """The schema; raises ReferenceDataError where the file says what it may not."""
    import yaml

    text = files("seeds").joinpath("schema.yaml").read_text("utf-8")
    try:
        return parse_schema(yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    except yaml.YAMLError as error:
        raise ReferenceDataError(f"{_FILE}: {error}") from error


def statements(engine: str) -> tuple[str, ...]:
    """The statements of cypher/schema/<engine>.cypher, which make the constraints and indexes."""
    text = files("cypher").joinpath("schema", f"{engine}.cypher").read_text("utf-8")
    lines = "\n".join(line for line in text.splitlines() if not line.startswith("//"))
    return tuple(each.strip() for each in lines.split(";") if each.strip())


def parse_schema(content: Mapping[str, Any]) -> Schema:
    """The schema of a mapping as the file holds it; raises ReferenceDataError."""
    labels = {
        name: Label(
            name, _properties(name, told["properties"]), told.get("shared", False), told.get("reference", False)
        )
        for name, told in content["labels"].items()
    }
    provenance = _properties("provenance", content["provenance"])
    relationships = {
        name: Relationship(
            name,
            _pairs(name, told["between"], labels),
            _pairs(name, told.get("elsewhere", []), labels),
            {**provenance, **_properties(name, told.get("properties", {}))},
        )
        for name, told in content["relationships"].items()
    }
    return Schema(labels, relationships)


def _properties(owner: str, told: Mapping[str, Any]) -> dict[str, Kind]:
    if wrong := sorted(_FORBIDDEN & set(told)):
        raise ReferenceDataError(f"{_FILE}: {owner}: no property may be called {', '.join(wrong)}")
    kinds = {name: tuple(kind) if isinstance(kind, list) else str(kind) for name, kind in told.items()}
    for name, kind in kinds.items():
        if isinstance(kind, str) and kind not in _KINDS:
            raise ReferenceDataError(f"{_FILE}: {owner}.{name}: {kind} is none of {', '.join(_KINDS)}")
    return kinds


def _pairs(owner: str, told: list[list[str]], labels: Mapping[str, Label]) -> tuple[Pair, ...]:
    pairs = tuple((source, target) for source, target in told)
    if unknown := sorted({label for pair in pairs for label in pair} - set(labels)):
        raise ReferenceDataError(f"{_FILE}: {owner}: unknown labels {', '.join(unknown)}")
    return pairs
