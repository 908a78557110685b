"""One store copied into another, of whichever engine: what was read, and the graph made of it again.

The graph is a projection of the Readings, so that a copy is made by projecting them; equal exports prove it.
"""

from dataclasses import dataclass
from hashlib import sha256

from graph.answers.named import totals
from graph.build import Build, Step, shown_readings
from graph.errors import StoreError
from graph.exports.jsonl import lines_of_store
from graph.readings import ReadingHead
from graph.reference import Reference
from graph.store import GraphStore

_PATIENCE = 600.0  # seconds for a look at the whole store


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy holds: equal in both stores."""

    readings: int
    decisions: int
    nodes: int
    relationships: int
    export_sha256: str


def steps_of_copy(source: GraphStore) -> int:
    """How often copy calls `step` at most: each file kept, each document written, the comparison, the end."""
    return 2 * len(source.readings()) + 2


def copy(source: GraphStore, target: GraphStore, reference: Reference, step: Step = lambda _: None) -> Copied:
    """Make the target a copy of the source; what is there already of an earlier try is not written again.

    Raises StoreError where the target holds other documents, or where both graphs do not come out equal.
    """
    for head in _missing(source, target):
        step(head.source)
        target.put_reading(source.reading(head.sha256))
    for decision in source.decisions():
        target.put_decision(decision)
    counted = shown_readings(source)
    Build(target, reference).show(counted, step=step)
    step("对照 · comparing")
    wanted, found = _held(source), _held(target)
    if wanted != found:  # a try that broke off may have left a link out that leads back
        Build(target, reference).show(counted, everything=True)
        found = _held(target)
    if wanted != found:
        raise StoreError(
            "the copy differs from the store copied: was its graph made by another version of zhitu? "
            "run `zhitu store rebuild` on it, then copy again · 副本与原图谱不一致"
        )
    step("完成 · done")
    return found


def _held(store: GraphStore) -> Copied:
    """What a store holds, counted, and its graph as a hash."""
    counts = totals(store, _PATIENCE)
    kept = len(store.readings()), len(store.decisions())
    return Copied(*kept, counts["node"], counts["relationship"], exported(store))


def exported(store: GraphStore) -> str:
    """The sha256 of the graph's export, without its bytes ever being together."""
    digest = sha256()
    for line in lines_of_store(store):
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()


def _missing(source: GraphStore, target: GraphStore) -> list[ReadingHead]:
    """The Readings that the target lacks; StoreError where it has others."""
    wanted = source.readings()
    there = {head.sha256: head.source for head in target.readings()}
    strangers = (there.keys() | shown_readings(target)) - {head.sha256 for head in wanted}
    strangers |= {each.id for each in target.decisions()} - {each.id for each in source.decisions()}
    if strangers:
        raise StoreError(
            f"the store to copy into holds {len(strangers)} other documents or decisions: give an empty one, or one "
            "that this copy was begun in · 目标图谱中已有其他文件"
        )
    return [head for head in wanted if there.get(head.sha256) != head.source]
