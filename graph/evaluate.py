"""What was extracted from a document against a gold annotation of it: a score for each list (`zhitu eval`)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.errors import SourceError
from graph.identity import number_key
from graph.model import Edge, Part
from graph.reference import Reference
from graph.resolve_departments import resolve_department
from graph.scoring import Matched, Row, Score, Words, matched, total

Gold = Mapping[str, Any]

LISTS = (
    "metadata",
    "cites",
    "responsibilities",
    "attachment",
    "targets",
    "projects",
    "project_bodies",
    "awards",
    "departments",
    "tasks",
)
PARTIAL = "partial"  # of an annotation that holds some phrases only: what is read elsewhere is not measured
_DUTIES = ("LEADS", "COOPERATES")


@dataclass(frozen=True)
class Evaluation:
    """The lists of one document, and how many of the leads found no gold row supports."""

    name: str
    lists: Mapping[str, Matched]
    leads: int
    wrong_leads: int


def read_gold(folder: Path) -> Iterator[tuple[str, Gold]]:
    """The annotations of a folder by name; raises SourceError where a file is no annotation."""
    if not folder.is_dir():
        raise SourceError(f"{folder} is no folder of annotations")
    for file in sorted(folder.glob("*.json")):
        try:
            gold = json.loads(file.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise SourceError(f"{file} cannot be read as an annotation: {error}") from error
        if not isinstance(gold, dict) or "document" not in gold:
            raise SourceError(f"{file} is no annotation: it has no document")
        yield file.stem, gold


def evaluate(name: str, gold: Gold, part: Part, reference: Reference) -> Evaluation:
    """Score the part made of one document; of an annotation that says `scored` only those lists count."""
    return _Evaluated(gold, part, reference).evaluation(name)


def summary(evaluations: Sequence[Evaluation]) -> list[Row]:
    """A row for each document and list, then one for each list over all documents, then the mean of their F1."""
    rows = [_row(each.name, name, found.score) for each in evaluations for name, found in each.lists.items()]
    overall = {
        name: total(each.lists[name].score for each in evaluations if name in each.lists)
        for name in LISTS
        if any(name in each.lists for each in evaluations)
    }
    rows += [_row("ALL", name, score) for name, score in overall.items()]
    if overall:
        rows.append({"document": "ALL", "list": "macro", "f1": sum(s.f1 for s in overall.values()) / len(overall)})
    return rows


def _row(document: str, name: str, score: Score) -> Row:
    figures = {"precision": score.precision, "recall": score.recall, "f1": score.f1}
    rounded = {figure: round(value, 3) for figure, value in figures.items()}
    counts = {"right": score.right, "invented": score.invented, "missed": score.missed}
    return {"document": document, "list": name, **rounded, **counts}


class _Evaluated:
    """One part beside its annotation."""

    def __init__(self, gold: Gold, part: Part, reference: Reference) -> None:
        self._gold = gold
        self._part = part
        self._reference = reference
        self._words = Words(reference)
        self._nodes: dict[str, Row] = {
            node.id: {"id": node.id, "label": node.label, **node.properties} for node in part.nodes
        }
        self._document: Row = self._nodes.get(part.document_id, {})
        governs = next((edge.target for edge in part.edges if edge.label == "GOVERNS"), "region:~")
        self._home = governs
        self._resolved: dict[str, str] = {}

    def evaluation(self, name: str) -> Evaluation:
        """All lists that the annotation holds whole."""
        duties = self._duties()
        lists = {
            "metadata": self._metadata(),
            "cites": self._cites(),
            "responsibilities": matched(self._wanted_duties(), duties, self._same_duty, 0.5),
            "attachment": self._attachment(duties),
            "targets": matched(self._rows("indicators"), self._targets(), self._same_target, 0.55),
            "awards": self._named("awards", "Award", 0.85),
            "departments": self._departments(),
            "tasks": self._tasks(),
        }
        if self._gold.get("score_projects"):
            lists |= {"projects": self._named("projects", "Project", 0.85), "project_bodies": self._project_bodies()}
        scored = set(self._gold.get("scored", lists))
        scored |= {"attachment"} if "responsibilities" in scored else set()
        leads = [duty for duty in duties if duty["role"] == "LEADS"]
        wrong = [duty for duty in lists["responsibilities"].invented if duty["role"] == "LEADS"]
        return Evaluation(
            name, {key: lists[key] for key in LISTS if key in lists and key in scored}, len(leads), len(wrong)
        )

    def _rows(self, name: str) -> list[Row]:
        return [dict(row) for row in self._gold.get(name, ())]

    def _of_label(self, label: str) -> list[Row]:
        return [node for node in self._nodes.values() if node["label"] == label]

    def _edges(self, *labels: str) -> list[Edge]:
        return [edge for edge in self._part.edges if edge.label in labels]

    def _is_body(self, name: str, department_id: str) -> bool:
        """Whether the annotation's name means this body: as it is written, or by region and function."""
        node = self._nodes[department_id]
        names = {self._words.plain(each) for each in [node["name"], *node.get("aliases", ())]}
        if name not in self._resolved:
            simplified = self._reference.normalise(name)
            self._resolved[name] = resolve_department(simplified, "", self._home, self._reference).id
        return self._words.plain(name) in names or self._resolved[name] == department_id

    def _metadata(self) -> Matched:
        told = self._gold["document"]
        found = dict(
            self._document, title=self._document.get("name"), region=self._nodes.get(self._home, {}).get("name")
        )
        score, missed = Score(), []
        for field in ("title", "doc_number", "issuer", "issue_date", "region"):
            wanted, value = told.get(field), found.get(field)
            right = wanted is not None and self._same_field(field, wanted, value)
            one = Score(int(right), int(bool(value) and not right), int(wanted is not None and not right))
            score += one
            if one.invented or one.missed:
                missed.append({"field": field, "wanted": wanted, "found": value})
        return Matched(score, tuple(missed))

    def _same_field(self, field: str, wanted: object, value: object) -> bool:
        if self._words.plain(wanted) == self._words.plain(value) or not value:
            return bool(value)
        if field == "title":
            return self._words.similar(wanted, value) >= 0.92
        issued = [edge.target for edge in self._edges("ISSUED_BY")]
        return field == "issuer" and any(self._is_body(str(wanted), body) for body in issued)

    def _cites(self) -> Matched:
        found = [
            {
                "title": self._nodes[edge.target]["name"],
                "doc_number": self._nodes[edge.target].get("doc_number"),
                "relation": "derives_from" if edge.label == "DERIVES_FROM" else "mentions",
            }
            for edge in self._edges("DERIVES_FROM", "CITES")
            if edge.source == self._part.document_id
        ]
        return matched(self._rows("cites"), found, self._same_citation, 0.7)

    def _same_citation(self, wanted: Row, found: Row) -> float:
        likeness = self._words.similar(wanted["title"], found["title"])
        numbers = [number_key(str(row["doc_number"])) for row in (wanted, found) if row.get("doc_number")]
        if len(numbers) == 2 and numbers[0] == numbers[1]:
            likeness = max(likeness, 0.95)
        return likeness if found["relation"] in wanted["relation"].split("|") else likeness / 2

    def _duties(self) -> list[Row]:
        """The duties found, each phrase once for each body, without bodies that a table names beside its figures."""
        beside = {name for row in self._rows("indicators") for name in row.get("departments") or ()}
        phrases = [each for row in self._rows("responsibilities") for each in (row["quote"], row.get("marker"))]
        found: dict[tuple[object, ...], Row] = {}
        for edge in self._edges(*_DUTIES):
            work, quote = self._nodes[edge.target], edge.properties["quote"]
            in_phrase = any(self._words.overlap(quote, phrase) for phrase in phrases)
            by_figure = work["label"] == "Target" and any(self._is_body(name, edge.source) for name in beside)
            if work["label"] == "Project" or (by_figure and not in_phrase):
                continue
            place = (edge.label, edge.source, edge.properties.get("start_char"), self._words.plain(quote))
            told: Row = {"role": edge.label, "id": edge.source, "quote": quote, "texts": []}
            duty = found.setdefault(place, told | {"confidence": edge.properties.get("confidence")})
            duty["texts"].append(f"{work.get('text', '')} {work['name']}")
        if self._gold.get(PARTIAL):
            return [duty for duty in found.values() if self._is_annotated(duty)]
        return list(found.values())

    def _is_annotated(self, duty: Row) -> bool:
        """Whether the annotation has a row for its phrase and its work."""
        rows = self._rows("responsibilities")
        return any(self._words.overlap(duty["quote"], row["quote"]) and self._covers(row, duty) for row in rows)

    def _wanted_duties(self) -> list[Row]:
        """A row for each body of each phrase."""
        return [
            {
                **row,
                "role": _DUTIES if name in row.get("either_role", ()) else (role,),
                "names": [name, *row.get("dept_aliases", {}).get(name, ())],
                "optional": row.get("optional") is True or name in row.get("optional_names", ()),
            }
            for row in self._rows("responsibilities")
            for role, bodies in zip(_DUTIES, ("leads", "cooperates"), strict=True)
            for name in row.get(bodies) or ()
        ]

    def _same_duty(self, wanted: Row, found: Row) -> float:
        if found["role"] not in wanted["role"] or not any(self._is_body(name, found["id"]) for name in wanted["names"]):
            return 0.0
        quotes = (wanted["quote"], wanted.get("marker"))
        in_table = wanted.get("table") and any(self._words.overlap(wanted["quote"], text) for text in found["texts"])
        if not in_table and not any(self._words.overlap(found["quote"], quote) for quote in quotes):
            return 0.0
        return 1.0 if self._covers(wanted, found) else 0.9

    def _covers(self, wanted: Row, found: Row) -> bool:
        if wanted.get("table"):
            return any(self._words.overlap(wanted["quote"], text) for text in found["texts"])
        begun = self._words.plain(wanted.get("covers"))[:8]
        return bool(begun) and any(begun in self._words.plain(text) for text in found["texts"])

    def _attachment(self, duties: Sequence[Row]) -> Matched:
        """How many of the duties hang on something that holds what their phrase covers."""
        wanted = self._wanted_duties()
        hung = [any(self._same_duty(row, duty) and self._covers(row, duty) for duty in duties) for row in wanted]
        missed = tuple(row for row, fits in zip(wanted, hung, strict=True) if not fits and not row["optional"])
        return Matched(Score(sum(hung), len(missed), len(missed)), missed)

    def _targets(self) -> list[Row]:
        measured = {edge.source: self._nodes[edge.target]["name"] for edge in self._edges("MEASURES")}
        targets = [node for node in self._of_label("Target") if node.get("status") != "observation"]
        sure = {edge.target: edge.properties.get("confidence") for edge in self._edges("SETS")}
        return [
            {**node, "indicator": measured.get(node["id"], node["name"]), "confidence": sure.get(node["id"])}
            for node in targets
        ]

    def _same_target(self, wanted: Row, found: Row) -> float:
        value, other = wanted.get("value"), found.get("value")
        if (value is None) != (other is None) or (value is not None and abs(value - other) > 1e-6 * max(1, abs(value))):
            return 0.0
        names = (self._words.similar(wanted["name"], name) for name in (found["indicator"], found["name"]))
        years = {int(row["year"]) for row in (wanted, found) if row.get("year")}
        return max(names) * (1.0 if len(years) < 2 else 0.4)

    def _named(self, name: str, label: str, least: float) -> Matched:
        return matched(self._rows(name), self._of_label(label), self._same_name, least)

    def _same_name(self, wanted: Row, found: Row) -> float:
        return self._words.similar(wanted["name"], found["name"])

    def _departments(self) -> Matched:
        """Companies and institutes are no offices: they count only where the annotation names them."""
        wanted = self._rows("departments")
        found = [
            node
            for node in self._of_label("Department")
            if node.get("kind") != "other" or any(self._is_body(row["name"], node["id"]) for row in wanted)
        ]
        return matched(wanted, found, self._same_body, 0.5)

    def _same_body(self, wanted: Row, found: Row) -> float:
        names = (wanted["name"], *wanted.get("aliases", ()))
        return float(any(self._is_body(name, found["id"]) for name in names))

    def _tasks(self) -> Matched:
        items = [node for node in self._of_label("Task") if node.get("kind") != "measure" and node.get("path")]
        wanted = [{**row, "name": row["title"]} for row in self._rows("tasks")]
        return matched(wanted, items, self._same_name, 0.8)

    def _project_bodies(self) -> Matched:
        wanted = [
            {"name": row["name"], "body": body}
            for row in self._rows("projects")
            for body in row.get("departments") or ()
        ]
        found = [
            {"name": self._nodes[edge.target]["name"], "id": edge.source}
            for edge in self._edges(*_DUTIES)
            if self._nodes[edge.target]["label"] == "Project"
        ]
        return matched(wanted, found, self._same_builder, 0.85)

    def _same_builder(self, wanted: Row, found: Row) -> float:
        return self._same_name(wanted, found) if self._is_body(wanted["body"], found["id"]) else 0.0
