"""A thousand invented documents read and scored: F1 of each list, wrong leads, and what fails by convention."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence

from graph.reference import load_reference
from graph.reliability import reliability
from tests.grammar import generate
from tests.grammar_scoring import Result, by_convention, score, stated, totals, wrong_leads

DOCUMENTS = 1_000
FIRST = 10_000  # not the documents of the tests
SHOWN = 12  # of each


def measure() -> Iterator[str]:
    reference = load_reference()
    generated = [generate(seed) for seed in range(FIRST, FIRST + DOCUMENTS)]
    started = time.perf_counter()
    results = [score(one, reference) for one in generated]
    seconds = time.perf_counter() - started
    characters = sum(len(one.text) for one in generated)
    yield f"generated: {DOCUMENTS} documents, {characters / 1e6:.2f} M characters, read and scored in {seconds:.1f} s"
    for name, one in totals(results).items():
        counts = f"{one.right} right, {one.invented} invented, {one.missed} missed"
        yield f"generated {name}: F1 {one.f1:.4f} ({counts})"
    yield f"generated wrong leads: {wrong_leads(results)}"
    for row in reliability([one.evaluation for one in results]):
        told = f"{row.right} of {row.stated} right ({row.share:.3f})"
        yield f"generated {row.list} stated with {row.least} to {row.below}: {told}, confidence {row.mean:.3f}"
    yield from _conventions(results)


def _conventions(results: Sequence[Result]) -> Iterator[str]:
    """The wordings and the places that fail most, with how often each was used; what was missed twice is told once."""
    wrong, used = by_convention(results), stated(results)
    for part in ("wording", "place"):
        failed: Counter[tuple[str, str, str]] = Counter()
        for (name, what, tag), count in wrong.items():
            if name != "attachment" or what != "missed":
                failed[name, what, _part(tag, part)] += count
        uses: Counter[str] = Counter()
        for tag, count in used.items():
            uses[_part(tag, part)] += count
        for (name, what, tag), count in failed.most_common(SHOWN):
            if tag:
                yield f"  by {part}: {name} {what} {count} × {tag} (rows; stated in {uses[tag]})"


def _part(tag: str, part: str) -> str:
    """The wording or the place of a convention: role:A牵头,B配合+elided @ end of item."""
    wording, _, place = tag.partition(" @ ")
    return place if part == "place" else wording.partition("+elided")[0].partition("+等")[0]
