"""A script for cypher-shell: constraints, then nodes, then edges; loading it again changes nothing.

Every statement is one line of ASCII. Whatever a document says stands in a string literal, in which quotes, backslashes,
control characters and all that is not ASCII are escaped: so no text can end its literal or begin a line that the shell
takes for a command of its own, and the shell reads it alike in every locale.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TypeVar

from graph.checked import told
from graph.exports.jsonl import Piece, edges_in_order, nodes_in_order, told_of_edge
from graph.model import Edge, Node
from graph.schema import load_schema, statements

T = TypeVar("T")
Row = Mapping[str, object]

HEAD = (
    "// 质图导出的知识图谱。装入: cypher-shell -f graph.cypher",
    "// A graph written by `zhitu export --format cypher`. To load it: cypher-shell -f graph.cypher",
    "// 重复装入结果不变 · Loading it again changes nothing.",
)
_BATCH = 500  # rows a statement: more cost the server memory and save no time


def lines_of_script(pieces: Iterable[Piece]) -> Iterator[str]:
    """The lines of a script that makes these nodes and edges, without line ends."""
    yield from HEAD
    yield from _constraints()
    for nodes, edges in pieces:
        yield from _batched(nodes_in_order(nodes), lambda node: (node.label,), _nodes)
        in_order = sorted(edges_in_order(edges), key=_triple)  # a statement names its triple
        yield from _batched(in_order, _triple, _edges)


def literal(value: object) -> str:
    """A text, number, truth value or list as Cypher writes it: as JSON does, with the same escapes in texts."""
    return json.dumps(value, allow_nan=False)


def _constraints() -> Iterator[str]:
    """Those of the ids, which the statements find their nodes by."""
    starts = tuple(f"CREATE CONSTRAINT {label.lower()}_id IF NOT EXISTS" for label in load_schema().labels)
    return (f"{statement};" for statement in statements("neo4j") if statement.startswith(starts))


def _batched(items: Iterable[T], key: Callable[[T], tuple[str, ...]], statement: Callable[..., str]) -> Iterator[str]:
    for names, group in groupby(items, key):
        members = list(group)
        for start in range(0, len(members), _BATCH):
            yield statement(members[start : start + _BATCH], *names)


def _triple(edge: Edge) -> tuple[str, str, str]:
    return edge.label, edge.source_label, edge.target_label


def _nodes(nodes: Sequence[Node], label: str) -> str:
    rows = [{"id": node.id, **told(node.properties)} for node in nodes]
    return f"{_columns(rows)} MERGE (n:{label} {{id: `id`}}) SET n = {_properties(rows)};"


def _edges(edges: Sequence[Edge], label: str, source: str, target: str) -> str:
    rows = [told_of_edge(edge) for edge in edges]
    ends = [{"_source": edge.source, "_target": edge.target} for edge in edges]
    return (
        f"{_columns([{**end, **row} for end, row in zip(ends, rows, strict=True)])} "
        f"MATCH (a:{source} {{id: `_source`}}) MATCH (b:{target} {{id: `_target`}}) "
        f"MERGE (a)-[r:{label} {{key: `key`}}]->(b) SET r = {_properties(rows)};"
    )


def _columns(rows: Sequence[Row]) -> str:
    """The rows, turned: one list for each name, null where a row has nothing under it.

    The server plans each list as one value: three to six times as fast as maps, of which it plans every part.
    """
    columns = (f"{literal([row.get(name) for row in rows])}[i] AS `{name}`" for name in _names(rows))
    return f"UNWIND range(0, {len(rows) - 1}) AS i WITH {', '.join(columns)}"


def _properties(rows: Sequence[Row]) -> str:
    """The map that gives an element its properties; one that is null is left out by Cypher."""
    return "{" + ", ".join(f"`{name}`: `{name}`" for name in _names(rows)) + "}"


def _names(rows: Sequence[Row]) -> list[str]:
    return sorted({name for row in rows for name in row})
