"""Generated documents read and scored with the project's own scorer; what fails is told by its convention."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.evaluate import Evaluation, evaluate
from graph.model import Part, Reading
from graph.project import project
from graph.reference import Reference
from graph.scoring import Score, Words, total
from ingest.pipeline import read_source
from tests.grammar import Generated
from tests.reading import source_text

_KEYS = {"responsibilities": "names", "targets": "name", "tasks": "name", "cites": "title", "metadata": "field"}


@dataclass(frozen=True)
class Failure:
    """One row that went wrong: of which list, how, by which convention."""

    seed: int
    list: str
    what: str  # missed, invented, mode, reach, comparator, unit
    tag: str
    detail: str


@dataclass(frozen=True)
class Result:
    """The score of one document, and what failed in it."""

    generated: Generated
    evaluation: Evaluation
    failures: tuple[Failure, ...] = field(repr=False)


def score(generated: Generated, reference: Reference) -> Result:
    """Read the document as a text and score it."""
    return score_reading(generated, read_source(source_text(generated.text), reference), reference)


def score_reading(generated: Generated, reading: Reading, reference: Reference) -> Result:
    """Score a reading of the document, from whatever file."""
    part = project(reading, reference)
    evaluation = evaluate(str(generated.seed), generated.gold, part, reference)
    failures = [*_lists(generated, evaluation, reference), *_distinctions(generated, part, reference)]
    return Result(generated, evaluation, tuple(failures))


def totals(results: Iterable[Result]) -> Mapping[str, Score]:
    """The score of each list over all documents."""
    found: dict[str, list[Score]] = defaultdict(list)
    for result in results:
        for name, matched in result.evaluation.lists.items():
            found[name].append(matched.score)
    return {name: total(scores) for name, scores in found.items()}


def wrong_leads(results: Iterable[Result]) -> int:
    """Leads found that the documents do not state."""
    return sum(result.evaluation.wrong_leads for result in results)


def by_convention(results: Iterable[Result]) -> Counter[tuple[str, str, str]]:
    """How many rows of each list went wrong, by convention: the most frequent first."""
    return Counter((one.list, one.what, one.tag) for result in results for one in result.failures)


def stated(results: Iterable[Result]) -> Counter[str]:
    """How often each convention was used."""
    lists = ("responsibilities", "indicators", "cites")
    return Counter(row["tag"] for result in results for name in lists for row in result.generated.gold[name])


def _lists(generated: Generated, evaluation: Evaluation, reference: Reference) -> Iterator[Failure]:
    words = Words(reference)
    for name, matched in evaluation.lists.items():
        for row in matched.missed:
            said = row["role"][0][0] + " " + row["names"][0] if "role" in row else row.get(_KEYS.get(name, ""), "")
            yield Failure(generated.seed, name, "missed", row.get("tag", ""), f"{said} | {row.get('quote', row)}")
        for row in matched.invented:
            said = f"{row.get('role', ' ')[0]} {row.get('id') or row.get('name')} | {row.get('quote') or row.get('name') or row}"
            yield Failure(generated.seed, name, "invented", _tag_of(row, generated, words), said)


def _tag_of(row: Mapping[str, Any], generated: Generated, words: Words) -> str:
    """The convention of the words that something was made of which is not there."""
    quote = row.get("quote") or row.get("name") or row.get("title") or ""
    for one in generated.gold["responsibilities"]:
        if "quote" in row and any(words.overlap(quote, one[key]) for key in ("quote", "marker")):
            return str(one["tag"])
    return next((tag for text, tag in generated.distractors if words.overlap(quote, text)), "prose")


def _distinctions(generated: Generated, part: Part, reference: Reference) -> Iterator[Failure]:
    """What the scorer does not weigh: modes, stretches that reach too far, comparators and units."""
    words = Words(reference)
    yield from _modes(generated, part, words)
    yield from _figures(generated, part, words)


def _modes(generated: Generated, part: Part, words: Words) -> Iterator[Failure]:
    nodes = {node.id: node.properties for node in part.nodes}
    edges = [edge for edge in part.edges if edge.label in ("LEADS", "COOPERATES")]
    for row in generated.gold["responsibilities"]:
        begun = words.plain(row["covers"])[:8]
        for edge in edges:
            work, body = nodes[edge.target], nodes[edge.source]
            text = words.plain(f"{work.get('text', '')}{work['name']}")
            if begun not in text or (
                not words.overlap(row["marker"], edge.properties["quote"]) and not row.get("table")
            ):
                continue
            if row["before"] and words.plain(row["before"]) in text:
                yield Failure(generated.seed, "responsibilities", "reach", row["tag"], row["marker"])
            yield from _mode(generated.seed, row, body, edge.properties, words)


def _mode(
    seed: int, row: Mapping[str, Any], body: Mapping[str, Any], told: Mapping[str, Any], words: Words
) -> Iterator[Failure]:
    names = {words.plain(name) for name in (body["name"], *body.get("aliases", ()))}
    for name, modes in row["modes"].items():
        if words.plain(name) in names and told.get("mode") not in modes.split("|"):
            detail = f"{name} {told.get('mode')} for {modes} | {row['marker']}"
            yield Failure(seed, "responsibilities", "mode", row["tag"], detail)


def _figures(generated: Generated, part: Part, words: Words) -> Iterator[Failure]:
    targets = [node.properties for node in part.nodes if node.label == "Target"]
    for row in generated.gold["indicators"]:
        same = [one for one in targets if one.get("value") == row["value"] and words.overlap(row["name"], one["name"])]
        for key in ("comparator", "unit"):
            if same and row[key] not in {one.get(key) for one in same}:
                detail = f"{same[0].get(key)} for {row[key]} | {row['quote']}"
                yield Failure(generated.seed, "targets", key, row["tag"], detail)
