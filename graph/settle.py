"""Shared nodes after a change: each says what is now stated of it, and goes where nobody mentions it any more."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.checked import Found
from graph.engines.batches import Run, ask, ask_nodes, batched, by_label, drop, grouped, put
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

    @property
    def facts(self) -> list[str] | None:
        """The facts of the reference data about it that are still told; None where that is not known.

        Of a node that no document mentions any more those count that hold without a mention: stores of earlier versions
        do not tell them.
        """
        if self.label == "Document":
            return None
        based = facts_of([(self.base, 1)]) if self.base else []
        return sorted({*facts_of(self.states), *based}) if self.states or based else None

    def _properties(self) -> dict[str, object]:
        """A document's own text comes before what others state of it, the reference data after."""
        if self.label == "Document":
            return united(self.states, self.base)
        return united(self.states) if self.states else united((), self.base)


def settle(run: Run, touched: set[Found], schema: Schema) -> None:
    """Unite what is stated of each touched node, drop the facts and the nodes that no document brings any more."""
    told = list(_told(run, [name for _, name in sorted(touched)]))
    put(run, "put_settled", [row for node in told if (row := node.row)])
    rows = [{"id": n.id, "facts": n.facts} for n in told if n.facts is not None]
    ends = {end for some in batched(rows) for end in ask_nodes(run, "drop_stale_facts", {"rows": some})}
    loose = {(label, name) for label, name in ends if schema.labels[label].reference}
    loose |= {(n.label, n.id) for n in told if not n.states and not (n.label == "Document" and n.base)}
    _let_go(run, loose, schema)


def _told(run: Run, ids: Sequence[str]) -> Iterator[_Told]:
    for some in batched(ids):
        found = ask(run, "states", {"ids": some})
        for (label, name), rows in grouped(found, key=lambda row: (row["label"], row["id"])):
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
