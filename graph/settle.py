"""Shared nodes after a change: each says what is now stated of it, and goes where nobody mentions it any more."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.batches import Run, ask, ask_nodes, by_label, drop, grouped, put
from graph.checked import Found
from graph.schema import Schema
from graph.shared import facts_of, searchable, united


@dataclass(frozen=True, slots=True)
class _Told:
    """A shared node that is there: what the documents that mention it state, and what holds without them."""

    label: str
    id: str
    base: str | None
    states: list[tuple[str, int]]

    @property
    def row(self) -> dict[str, object] | None:
        """The node with all its properties, ready to be written; None where nothing is known of it."""
        properties = self._properties()
        if not properties:
            return None
        kept = {"base": self.base} if self.base else {}
        return {
            "id": self.id,
            "properties": {**properties, **kept, "id": self.id, "search": searchable(properties)},  # type: ignore[arg-type]
        }

    def _properties(self) -> dict[str, object]:
        """A document's own text comes before what others state of it, the reference data after."""
        if self.label == "Document":
            return united(self.states, self.base)
        return united(self.states) if self.states else united((), self.base)


def settle(run: Run, touched: set[Found], schema: Schema) -> None:
    """Unite what is stated of each touched node, drop the facts and the nodes that no document brings any more."""
    loose: set[Found] = set()
    for label, ids in by_label(touched):
        told = list(_told(run, label, ids))
        put(run, "put_nodes", [row for node in told if (row := node.row)], label=label)
        if label != "Document":
            rows = [{"id": node.id, "facts": facts_of(node.states)} for node in told if node.states]
            ends = ask_nodes(run, "drop_stale_facts", {"rows": rows}, label=label)
            loose |= {(end, name) for end, name in ends if schema.labels[end].reference}
        loose |= {(label, node.id) for node in told if not node.states and not (label == "Document" and node.base)}
    _let_go(run, loose, schema)


def _told(run: Run, label: str, ids: Sequence[str]) -> Iterator[_Told]:
    for name, rows in grouped(ask(run, "states", {"ids": ids}, label=label), key=lambda row: str(row["id"])):
        states = [(row["states"], row["mentions"]) for row in rows if row["states"] is not None]
        yield _Told(label, name, rows[0]["base"], states)


def _let_go(run: Run, loose: set[Found], schema: Schema) -> None:
    """Drop nodes that nobody mentions, save those that a fact of the reference data still points to; then those that
    only they pointed to, and so on upwards: county, prefecture, province.
    """
    while loose:
        gone: set[Found] = set()
        for label, ids in by_label(loose):
            if schema.labels[label].reference:
                ids = [row["id"] for row in ask(run, "unreferenced", {"ids": ids}, label=label)]
            gone |= {(label, name) for name in ids}
        beyond: set[Found] = set()
        for label, ids in by_label(gone):
            beyond |= ask_nodes(run, "reference_beyond", {"ids": ids}, label=label)
        drop(run, gone)
        loose = beyond - gone
