"""Every named query: its file in cypher/read, the type of its parameters and the type of its rows."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from graph import parameters as p
from graph import rows
from graph.errors import ParameterError
from graph.query import Query
from graph.schema import load_schema

REGIONS = Query("regions", params=p.RegionFilter, row=rows.RegionRow)
DEPARTMENTS = Query("departments", params=p.DepartmentFilter, row=rows.DepartmentRow)
DEPARTMENT = Query("department", params=p.DepartmentId, row=rows.DepartmentRow, bounded=True)
LEADING_DEPARTMENTS = Query("leading_departments", params=p.PerRegion, row=rows.DepartmentRow)
SUCCESSION_OF_DEPARTMENT = Query(
    "succession_of_department", params=p.DepartmentId, row=rows.SuccessionRow, bounded=True
)

RESPONSIBILITIES = Query("responsibilities", params=p.ResponsibilityFilter, row=rows.ResponsibilityRow)
RESPONSIBILITIES_OF_DEPARTMENT: Query[p.DepartmentResponsibilities, rows.ResponsibilityRow] = Query(
    "responsibilities_of_department", params=p.DepartmentResponsibilities, row=rows.OfficeDutyRow, bounded=True
)
RESPONSIBLE_FOR_TASK = Query("responsible_for_task", params=p.TaskId, row=rows.ResponsibilityRow, bounded=True)

TASKS = Query("tasks", params=p.TaskFilter, row=rows.TaskRow)
TASK = Query("task", params=p.TaskId, row=rows.TaskRow, bounded=True)
MEASURES_OF_TASK = Query("measures_of_task", params=p.TaskId, row=rows.TaskRow, bounded=True)
TASKS_WITHOUT_LEAD = Query("tasks_without_lead", params=p.PerDocument, row=rows.TaskRow)
CHAIN_OF_TASK = Query("chain_of_task", params=p.TaskId, row=rows.ChainRow, bounded=True)
TASK_LINKS = Query("task_links", params=p.DocumentId, row=rows.TaskLinkRow)
TASKS_DERIVING_FROM = Query("tasks_deriving_from", params=p.OfTask, row=rows.ChainRow)

DOCUMENTS = Query("documents", params=p.DocumentFilter, row=rows.DocumentRow)
DOCUMENT = Query("document", params=p.DocumentId, row=rows.DocumentRow)
DOCUMENT_KEYS = Query("document_keys", params=p.Nothing, row=rows.DocumentKeyRow)
LINEAGE_UP = Query("lineage_up", params=p.Lineage, row=rows.LineageRow)
LINEAGE_DOWN = Query("lineage_down", params=p.Lineage, row=rows.LineageRow)
CITED_DOCUMENTS = Query("cited_documents", params=p.Page, row=rows.CitedDocumentRow)
CITATIONS_OF_DOCUMENT = Query("citations_of_document", params=p.DocumentId, row=rows.CitationRow)

INDICATORS = Query("indicators", params=p.Page, row=rows.IndicatorRow)
INDICATOR = Query("indicator", params=p.IndicatorId, row=rows.IndicatorRow, bounded=True)
TARGETS = Query("targets", params=p.TargetFilter, row=rows.TargetRow)
TARGETS_OF_TASK = Query("targets_of_task", params=p.TaskId, row=rows.TargetRow, bounded=True)
TARGETS_OF_INDICATOR = Query("targets_of_indicator", params=p.OfIndicator, row=rows.TargetRow)
TARGET_PAIRS = Query("target_pairs", params=p.OneDocument, row=rows.TargetPairRow)

PROJECTS = Query("projects", params=p.InDocuments, row=rows.ProjectRow)
AWARDS = Query("awards", params=p.InDocuments, row=rows.AwardRow)

SEARCH = Query("search", params=p.Words, row=rows.FoundRow)
NODE = Query("node", params=p.NodeId, row=rows.NodeRow, bounded=True)
NEIGHBOURS = Query("neighbours", params=p.Neighbours, row=rows.EdgeRow)
EDGES_OF_DOCUMENT = Query("edges_of_document", params=p.DocumentId, row=rows.EdgeRow)
EVIDENCE = Query("evidence", params=p.Key, row=rows.EdgeRow, bounded=True)
SUMMARY = Query("summary", params=p.Nothing, row=rows.CountRow)
TASK_CANDIDATES = Query("task_candidates", params=p.DocumentId, row=rows.CandidateRow)

_NODES_OF_LABEL = Query("nodes_of_label", params=p.SomeNodes, row=rows.ExportedNode)
_EDGES_OF_TRIPLE = Query("edges_of_triple", params=p.SomeEdges, row=rows.ExportedEdge)

QUERIES: Mapping[str, Query[Any, Any]] = {
    query.name: query for _, query in sorted(globals().items()) if isinstance(query, Query)
}
TEMPLATES = (_NODES_OF_LABEL.name, _EDGES_OF_TRIPLE.name)  # not to be asked as they stand: a label is to be filled in


def query_named(name: str) -> Query[Any, Any]:
    """The query of this name; raises ParameterError where there is none."""
    if name not in QUERIES or name in TEMPLATES:
        raise ParameterError(
            f"there is no query {name}: it is one of {', '.join(sorted(set(QUERIES) - set(TEMPLATES)))}"
        )
    return QUERIES[name]


@cache
def nodes_of_label(label: str) -> Query[p.SomeNodes, rows.ExportedNode]:
    """Nodes of one label of the schema, with the properties that it allows."""
    names = ("name", *load_schema().labels[label].properties)
    return _NODES_OF_LABEL.filled(label=label, properties=projected("n", names))


@cache
def edges_of_triple(label: str, source: str, target: str) -> Query[p.SomeEdges, rows.ExportedEdge]:
    """Relationships of one triple of the schema, with the properties that it allows."""
    properties = projected("r", load_schema().relationships[label].properties)
    return _EDGES_OF_TRIPLE.filled(type=label, source=source, target=target, properties=properties)


def projected(variable: str, names: Mapping[str, object] | tuple[str, ...]) -> str:
    """Cypher for a map of the named properties: of a relationship there is no shorter form on every engine."""
    return "{" + ", ".join(f"`{name}`: {variable}.`{name}`" for name in names) + "}"
