"""Which office took over from one that a document names, by the reference data: 质监局 → 市场监管局, 2018."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from graph.decisions.rulings import UNDECIDED, Rulings, absorbed
from graph.departments import DepartmentFunction, Succession
from graph.model import Edge, Node, Part, Value
from graph.reference import Reference
from graph.resolution import row_of
from graph.resolve_departments import office_of


def with_successors(part: Part, reference: Reference, decisions: Rulings = UNDECIDED) -> Part:
    """The part with SUCCEEDED_BY from each office that was abolished to the one of its region that took over.

    The successor stands there whether or not a document names it, so that no other document makes a difference.
    """
    nodes = {(node.label, node.id): node for node in part.nodes}
    edges = {(edge.label, edge.key): edge for edge in part.edges}
    for node, joined in _successors(part, reference, decisions):
        nodes.setdefault((node.label, node.id), node)
        for edge in joined:
            edges.setdefault((edge.label, edge.key), edge)
    return replace(part, nodes=tuple(nodes.values()), edges=tuple(edges.values()))


def _successors(part: Part, reference: Reference, decisions: Rulings) -> Iterator[tuple[Node, tuple[Edge, ...]]]:
    functions, rows = _table(reference)
    offices = {node.id: node.properties.get("function") for node in part.nodes if node.label == "Department"}
    for edge in part.edges:
        if edge.label != "BELONGS_TO" or "~" in edge.target:
            continue
        region = reference.regions.get(edge.target)
        for row in rows.get(str(offices.get(edge.source)), ()):
            office = office_of(functions[row.successor], region, reference)
            node = Node("Department", office.id, office.properties)
            if kept := decisions.same.get(office.id):
                node = absorbed(node, kept, office.id)
            if node.id == edge.source:  # a person says that both are one
                continue
            told: dict[str, Value] = {
                "year": row.year,
                "source": f"seeds/succession.csv#/{row.former}-{row.successor}",
                "quote": f"{row.former},{row.successor},{row.year},{row.source}",
            }
            succeeded = Edge("SUCCEEDED_BY", "Department", edge.source, "Department", node.id, told)
            belongs = Edge("BELONGS_TO", "Department", node.id, "Region", region.id, row_of(region))
            yield node, (succeeded, belongs) if node.id.startswith(office.id.rpartition(":")[0] + ":") else (succeeded,)


def _table(reference: Reference) -> tuple[dict[str, DepartmentFunction], dict[str, list[Succession]]]:
    """The functions by name, and what is known of the end of each."""
    rows: defaultdict[str, list[Succession]] = defaultdict(list)
    for row in reference.succession:
        rows[row.former].append(row)
    return {function.function: function for function in reference.departments}, rows
