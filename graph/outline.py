"""The national outlines of the reference data as parts of the graph: facts, each with its row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from graph.assembly import Assembly, Found
from graph.identity import Identity, Keys, number_key, title_key
from graph.model import Attributes, Part, Value, content_id
from graph.places import COUNTRY
from graph.reference import Reference
from graph.resolution import region_properties
from graph.resolve_departments import resolve_department
from graph.seedfiles import seed_mappings


@dataclass(frozen=True)
class Outline:
    """One outline: its file, what is in it, and the keys of the document that it stands for."""

    place: str
    content: Mapping[str, Any]
    keys: Keys


def outlines(reference: Reference) -> Iterator[Outline]:
    """The outlines of seeds/outlines/."""
    for place, content in _contents():
        document = content["document"]
        title = title_key(str(document["title"]), str(document["issuer"]), COUNTRY, reference)
        yield Outline(place, content, frozenset({title, number_key(str(document["doc_number"]))}))


def known_identity(reference: Reference) -> Identity:
    """What is known before anything is read: the numbers and titles of the outlines."""
    identity = Identity()
    for outline in outlines(reference):
        identity.add(outline.keys, head=True)
    return identity


def outline_part(outline: Outline, reference: Reference, identity: Identity) -> Part:
    """The document as far as the reference data knows it: tasks and targets, no text; `ingested` is false."""
    return _OutlinePart(outline, reference, identity).part()


@dataclass(frozen=True, slots=True)
class OutlineTarget:
    """A quantified target of an outline, and the years for which the outline was made."""

    document: str
    period: tuple[int, int]
    name: str
    value: float
    unit: str
    year: int


def outline_targets(reference: Reference) -> Iterator[OutlineTarget]:
    """The quantified targets of the nation that the reference data knows."""
    for outline in outlines(reference):
        document = outline.content["document"]
        started, ended = document["period"]
        for one in outline.content.get("targets", ()):
            named = (str(document["title"]), (int(started), int(ended)), str(one["indicator"]))
            yield OutlineTarget(*named, float(one["value"]), str(one["unit"]), int(one["year"]))


@cache
def subject_words(reference: Reference) -> frozenset[str]:
    """The words by which headings tell that they have the subject of a clause: 计量, 标准, 品牌 …"""
    told = (words for outline in outlines(reference) for words in outline.content.get("subjects", {}).values())
    return frozenset(str(word) for words in told for word in words)


class _OutlinePart:
    """An outline on its way to its part."""

    def __init__(self, outline: Outline, reference: Reference, identity: Identity) -> None:
        self._outline = outline
        self._reference = reference
        self._document_id = identity.id_of(outline.keys)
        self._former_ids = identity.former_ids(self._document_id)
        self._assembly = Assembly(self._document_id)
        self._itself: Found = ("Document", self._document_id)
        self._rows = [line.strip().removeprefix("- ") for line in _lines(outline.place)]

    def part(self) -> Part:
        """The whole part."""
        self._document()
        for section, headings in self._outline.content.get("tasks", {}).items():
            for index, heading in enumerate(headings):
                self._task(str(section), index, str(heading))
        for index, target in enumerate(self._outline.content.get("targets", ())):
            self._target(index, target)
        return self._assembly.part()

    def _document(self) -> None:
        document = self._outline.content["document"]
        started, ended = document["period"]
        told: dict[str, Value] = {
            "name": str(document["title"]),
            "doc_number": str(document["doc_number"]),
            "issuer": str(document["issuer"]),
            "issue_date": str(document["issue_date"]),
            "period_start": int(started),
            "period_end": int(ended),
            "kind": "plan",
            "ingested": False,
            "former_ids": self._former_ids,
        }
        self._assembly.node("Document", self._document_id, told)
        region = self._reference.regions.get(COUNTRY)
        country = self._assembly.node("Region", region.id, region_properties(region))
        self._assembly.edge("GOVERNS", self._itself, country, self._row("document/region", str(document["region"])))
        body = resolve_department(str(document["issuer"]), "", COUNTRY, self._reference)
        issuer = self._assembly.node("Department", body.id, body.properties)
        self._assembly.edge("ISSUED_BY", self._itself, issuer, self._row("document/issuer", str(document["issuer"])))

    def _task(self, section: str, index: int, heading: str) -> None:
        path = (f"{section}、{self._outline.content['sections'][section]}", heading)
        told: dict[str, Value] = {"name": heading, "kind": "item", "text": heading, "path": path}
        task_id = f"task:{content_id(self._document_id, *path)}"
        task = self._assembly.node("Task", task_id, {**told, "document_id": self._document_id})
        self._assembly.edge("HAS_TASK", self._itself, task, self._row(f"tasks/{section}/{index}", heading))

    def _target(self, index: int, figure: Mapping[str, Any]) -> None:
        name = self._reference.indicators.canonical(str(figure["indicator"]))
        written = f"indicator: {figure['indicator']},"
        row = self._row(
            f"targets/{index}", next((line for line in self._rows if written in line), str(figure["indicator"]))
        )
        indicator_id = f"indicator:{content_id(name)}"
        indicator = self._assembly.node("Indicator", indicator_id, {"name": name, "unit": str(figure["unit"])})
        same = (self._document_id, indicator_id, f"{figure['value']:.12g}", figure["unit"], figure["year"], "target", 1)
        told: dict[str, Value] = {
            "name": f"{figure['indicator']}{figure['comparator']}{figure['value']}{figure['unit']}",
            "value": figure["value"],
            "unit": str(figure["unit"]),
            "comparator": str(figure["comparator"]),
            "year": int(figure["year"]),
            "status": "target",
            "text": str(row["quote"]),
            "document_id": self._document_id,
        }
        target = self._assembly.node("Target", f"target:{content_id(*same)}", told)
        self._assembly.edge("SETS", self._itself, target, row)
        self._assembly.edge("MEASURES", target, indicator, row)
        forms: Attributes = {"forms": (str(figure["indicator"]),), "count": 1}
        self._assembly.edge("MENTIONS", self._itself, indicator, {**row, **forms})

    def _row(self, pointer: str, quote: str) -> Attributes:
        """The place of a fact in the file, and what is written there."""
        return {"source": f"{self._outline.place}#/{pointer}", "quote": quote}


@cache
def _contents() -> tuple[tuple[str, Mapping[str, Any]], ...]:
    return seed_mappings("outlines")


def _lines(place: str) -> list[str]:
    return files("seeds").joinpath(place.removeprefix("seeds/")).read_text("utf-8").splitlines()
