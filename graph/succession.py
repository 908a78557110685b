"""Which office took over from one that a document names, by the reference data: 质监局 → 市场监管局, 2018."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from graph.decisions.rulings import UNDECIDED, Rulings, absorbed
from graph.departments import Succession
from graph.model import Edge, Node, Part, Value
from graph.reference import Reference
from graph.resolution import row_of
from graph.resolve_departments import office_of


def with_successors(part: Part, reference: Reference, decisions: Rulings = UNDECIDED) -> Part:
    """The part with SUCCEEDED_BY from each office that was abolished to those of its region that took over, and later.

    They stand there whether or not a document names them, so that no other document makes a difference. The edge of a
    later reform leads from the office that is named too: 卫生局 → 卫计局 (2013), 卫生局 → 卫健局 (2018).
    """
    nodes = {(node.label, node.id): node for node in part.nodes}
    edges = {(edge.label, edge.key): edge for edge in part.edges}
    for node, joined in _successors(part, reference, decisions):
        nodes.setdefault((node.label, node.id), node)
        for edge in joined:
            edges.setdefault((edge.label, edge.key), edge)
    return replace(part, nodes=tuple(nodes.values()), edges=tuple(edges.values()))


def _successors(part: Part, reference: Reference, decisions: Rulings) -> Iterator[tuple[Node, tuple[Edge, ...]]]:
    reforms = _Reforms(reference)
    offices = {node.id: node.properties.get("function") for node in part.nodes if node.label == "Department"}
    for edge in part.edges:
        if edge.label != "BELONGS_TO" or "~" in edge.target:
            continue
        region = reference.regions.get(edge.target)
        for rows in reforms.lines(str(offices.get(edge.source)), region.level):
            office = office_of(reforms.functions[rows[-1].successor], region, reference)
            node = Node("Department", office.id, office.properties)
            if kept := decisions.same.get(office.id):
                node = absorbed(node, kept, office.id)
            if node.id == edge.source:  # a person says that both are one
                continue
            succeeded = Edge("SUCCEEDED_BY", "Department", edge.source, "Department", node.id, _told(rows))
            belongs = Edge("BELONGS_TO", "Department", node.id, "Region", region.id, row_of(region))
            yield node, (succeeded, belongs) if node.id.startswith(office.id.rpartition(":")[0] + ":") else (succeeded,)


class _Reforms:
    """The functions by name, and what is known of the end of each."""

    def __init__(self, reference: Reference) -> None:
        self.functions = {function.function: function for function in reference.departments}
        self._rows: defaultdict[str, list[Succession]] = defaultdict(list)
        for row in reference.reforms:
            if row.ends:
                self._rows[row.former].append(row)

    def lines(self, function: str, level: str, before: tuple[Succession, ...] = ()) -> Iterator[tuple[Succession, ...]]:
        """The reforms that lead to each function that took over at this level, the nearest first."""
        for row in self._rows.get(function, ()):
            if row.holds_at(level) and row.successor not in {each.former for each in before}:
                yield (*before, row)
                yield from self.lines(row.successor, level, (*before, row))


def _told(rows: tuple[Succession, ...]) -> dict[str, Value]:
    last = rows[-1]
    quotes = (
        f"{row.former},{row.successor},{row.year},{row.extent},{'|'.join(row.levels)},{row.source}" for row in rows
    )
    source = f"seeds/succession.csv#/{last.former}-{last.successor}"
    return {"year": last.year, "source": source, "quote": ";".join(quotes)}
