"""Which documents a decision touches: those, and no others, are projected again."""

from collections.abc import Iterable

from graph.decisions.decision import PAIRS, Decision
from graph.decisions.rulings import Rulings
from graph.identity import possible_ids
from graph.parameters import DocumentFilter, Neighbours, NodeId
from graph.queries import DOCUMENTS, NEIGHBOURS, NODE
from graph.store import GraphStore

_ALL = 10**9  # rows
_PATIENCE = 600.0  # seconds for a look at the whole store


def concerned(store: GraphStore, decisions: Iterable[Decision], before: Rulings, after: Rulings) -> set[str]:
    """The ids of the documents that name what was decided about, or whose duties or text it is about.

    Documents that are one or two from now on are found by what they call themselves, when the graph is compared.
    """
    nodes: set[str] = set()
    documents: set[str] = set()
    texts: set[str] = set()
    for decision in decisions:
        if decision.verdict in PAIRS:
            nodes |= {kept for name in decision.about for kept in (name, before.kept(name), after.kept(name))}
        elif decision.verdict == "correct":
            keys = decision.told.get("keys")
            documents |= {decision.about[0], *(possible_ids(keys) if isinstance(keys, tuple) else ())}
        elif decision.verdict == "certified":
            texts |= set(decision.about)
    return documents | _mentioning(store, nodes) | _of_texts(store, texts)


def _mentioning(store: GraphStore, nodes: set[str]) -> set[str]:
    """The documents that name one of the nodes, or an office that one of them followed, or that a task is of."""
    if not nodes:
        return set()
    found: set[str] = set()
    followed = store.run(NEIGHBOURS, Neighbours(tuple(sorted(nodes)), ("SUCCEEDED_BY",), _ALL), _PATIENCE)
    ids = nodes | {edge.source_id for edge in followed}
    mentions = store.run(NEIGHBOURS, Neighbours(tuple(sorted(ids)), ("MENTIONS",), _ALL), _PATIENCE)
    found |= {edge.source_id for edge in mentions} | {name for name in nodes if name.startswith("doc:")}
    for name in sorted(nodes):
        if name.startswith(("task:", "target:")):
            found |= {str(row.properties["document_id"]) for row in store.run(NODE, NodeId(name))}
    return found


def _of_texts(store: GraphStore, texts: set[str]) -> set[str]:
    if not texts:
        return set()
    rows = store.run(DOCUMENTS, DocumentFilter(ingested=True, limit=_ALL), _PATIENCE)
    return {row.document_id for row in rows if row.sha256 in texts}
