"""Documents read anew and scored against their gold annotations: the rows of `zhitu eval`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.evaluate import Evaluation, Gold, evaluate, read_gold, summary
from graph.project import project
from graph.reference import Reference
from ingest.pipeline import read_file


@dataclass(frozen=True, slots=True)
class Scored:
    """The score of one list, in one document or over ALL; the list `macro` is the mean F1 of the lists."""

    document: str
    list: str
    precision: float | None = None
    recall: float | None = None
    f1: float | None = None
    right: int | None = None
    invented: int | None = None
    missed: int | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that was missed or invented."""

    document: str
    list: str
    what: str  # missed or invented
    row: dict[str, Any]


def evaluations(gold: Path, documents: Path, reference: Reference) -> list[Evaluation]:
    """Read and score each annotated document of the folder. Raises SourceError where one cannot be read."""
    return [_evaluated(name, told, documents, reference) for name, told in read_gold(gold)]


def scores(found: Sequence[Evaluation]) -> list[Scored]:
    """The scores of each document and list, then over all; then the leads that no gold row supports."""
    leads, wrong = sum(one.leads for one in found), sum(one.wrong_leads for one in found)
    rows = [Scored(**{name: row[name] for name in row}) for row in summary(found)]
    return [*rows, Scored("ALL", "wrong leads", right=leads - wrong, invented=wrong)]


def differences(found: Sequence[Evaluation]) -> Iterator[Difference]:
    """What was missed and what was invented, list by list."""
    for one in found:
        for name, matched in one.lists.items():
            for what, rows in (("missed", matched.missed), ("invented", matched.invented)):
                yield from (Difference(one.name, name, what, dict(row)) for row in rows)


def _evaluated(name: str, gold: Gold, documents: Path, reference: Reference) -> Evaluation:
    file = documents / str(gold.get("source", f"{name}.txt"))
    if "text" in gold and not file.exists():  # where the source is not at hand, the text that was read in it
        file = documents / str(gold["text"])
    reading = read_file(file, reference)
    return evaluate(name, gold, project(reading, reference), reference)
