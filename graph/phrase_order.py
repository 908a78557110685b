"""Duties in the order in which their phrases name the bodies: who stands first matters to offices."""

from collections.abc import Iterable, Sequence

from graph.parameters import SomeNodes
from graph.queries import nodes_of_label
from graph.reference import load_reference
from graph.rows import ResponsibilityRow
from graph.store import GraphStore

_SHORTEST = 2  # characters of a name: less stands anywhere
_NOWHERE = 1_000_000
_PATIENCE = 60.0  # seconds for a look at everything


def in_order(store: GraphStore, duties: Iterable[ResponsibilityRow]) -> list[ResponsibilityRow]:
    """The duties by document and phrase, within a phrase as it names the bodies."""
    rows = list(duties)
    ids = tuple(sorted({row.department_id for row in rows}))
    nodes = store.run(nodes_of_label("Department"), SomeNodes(ids), _PATIENCE) if ids else []
    names = {node.id: (node.properties["name"], *(node.properties.get("aliases") or ())) for node in nodes}
    normalise = load_reference().normalise
    quotes = {quote: normalise(quote) for quote in {row.quote for row in rows if row.quote}}

    def place(row: ResponsibilityRow) -> tuple[str, int, int, str]:
        at = place_in(quotes.get(row.quote or "", ""), names.get(row.department_id, (row.department,)))
        return row.document_id or "", row.start_char or 0, at, row.key

    return sorted(rows, key=place)


def place_in(phrase: str, names: Sequence[str]) -> int:
    """Where a phrase names a body: by the longest end of one of its names, for a level said once is not repeated.

    盟科技局 stands in (盟发改委、科技局负责) as 科技局.
    """
    found = [(-size, at) for name in names for size, at in [_longest_end(phrase, name)] if at >= 0]
    return min(found)[1] if found else _NOWHERE


def _longest_end(phrase: str, name: str) -> tuple[int, int]:
    for size in range(len(name), _SHORTEST - 1, -1):
        if (at := phrase.find(name[-size:])) >= 0:
            return size, at
    return 0, -1
