"""What queries answer: one type of row for each, a plain list and therefore a long file.

Rows are not frozen: thousands are made for an answer, and a frozen one takes three times as long to make.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True, kw_only=True)
class Evidence:
    """Where a fact was read: the words of a document with their place, or (source) a row of reference data.

    `link` is the permanent address of the edge that shows it, on any server.
    """

    key: str
    document_id: str | None
    document: str | None
    start_char: int | None
    end_char: int | None
    quote: str | None
    path: list[str] | None
    page: int | None
    table: int | None
    row: int | None
    recognised: bool | None
    extractor: str | None
    confidence: float | None
    source: str | None
    state: str | None
    link: str | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.link = f"/e/{self.key}" if self.key else None


@dataclass(slots=True, kw_only=True)
class RegionRow:
    """A region."""

    region_id: str
    region: str
    level: str | None
    adcode: str | None
    aliases: list[str] | None
    parent_id: str | None
    parent: str | None
    documents: int
    departments: int


@dataclass(slots=True, kw_only=True)
class DepartmentRow:
    """A department, with how often it leads and cooperates and how many documents name it."""

    department_id: str
    department: str
    level: str | None
    function: str | None
    kind: str | None
    aliases: list[str] | None
    region_id: str | None
    region: str | None
    leads: int
    cooperates: int
    documents: int


@dataclass(slots=True, kw_only=True)
class SuccessionRow:
    """One department followed another."""

    key: str
    former_id: str
    former: str
    successor_id: str
    successor: str
    year: int | None
    source: str | None
    quote: str | None


@dataclass(slots=True, kw_only=True)
class ResponsibilityRow(Evidence):
    """A department answers for a task; role is LEADS or COOPERATES, task_label Task, Project or Target."""

    department_id: str
    department: str
    role: str
    mode: str | None
    scope: str | None
    open_list: bool | None
    task_id: str
    task: str
    task_label: str
    task_kind: str | None
    task_path: list[str] | None
    task_text: str | None
    deadline: str | None
    deadline_text: str | None
    recurrence: str | None
    item_id: str | None
    item: str | None
    reviewer: str | None
    why: str | None
    decision: str | None


@dataclass(slots=True, kw_only=True)
class OfficeDutyRow(ResponsibilityRow):
    """What one department answers for; where a date is asked, who that is by then: offices, and how they came to be.

    `inherited`: the text names the office that stands here, which the department asked for took over from. It is not
    `certain` where that office was split, or where only some places followed the reform: it may be another's now.
    """

    as_of: str | None
    inherited: bool | None
    certain: bool | None = field(init=False, default=None)
    offices: list[str] | None = field(init=False, default=None)
    succession: list[str] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        ResponsibilityRow.__post_init__(self)
        if self.as_of:
            from graph.decisions.standing import standing  # late: the reference data are for those who ask by date

            found = standing(self.department_id, self.department, self.as_of)
            self.certain, self.offices, self.succession = found.certain, list(found.offices), list(found.succession)


@dataclass(slots=True, kw_only=True)
class TaskRow(Evidence):
    """A task of a document; item is what a measure belongs to."""

    task_id: str
    task: str
    kind: str | None
    number: str | None
    position: int | None
    task_path: list[str] | None
    text: str | None
    deadline: str | None
    deadline_text: str | None
    recurrence: str | None
    item_id: str | None
    item: str | None


@dataclass(slots=True, kw_only=True)
class ChainRow(Evidence):
    """A task on a chain; from_id derives from to_id by the link, which is null for the task that was asked for."""

    depth: int
    task_id: str
    task: str
    kind: str | None
    task_path: list[str] | None
    text: str | None
    issue_date: str | None
    from_id: str | None
    to_id: str | None
    link_key: str | None
    score: float | None
    method: str | None
    link_quote: str | None
    link_start_char: int | None
    link_end_char: int | None


@dataclass(slots=True, kw_only=True)
class TaskLinkRow(Evidence):
    """A task carries out an upstream one: score and method, the words that both share, the words on both sides."""

    task_id: str
    task: str
    task_path: list[str] | None
    text: str | None
    upstream_task_id: str
    upstream_task: str
    upstream_path: list[str] | None
    upstream_text: str | None
    upstream_id: str
    upstream: str
    score: float | None
    method: str | None
    terms: list[str] | None
    upstream_quote: str | None


@dataclass(slots=True, kw_only=True)
class DocumentRow:
    """A document; ingested is false where it is only cited."""

    document_id: str
    document: str
    doc_number: str | None
    issuer: str | None
    issue_date: str | None
    period_start: int | str | None
    period_end: int | str | None
    kind: str | None
    sha256: str | None
    source: str | None
    ingested: bool | None
    former_ids: list[str] | None
    region_id: str | None
    region: str | None
    region_level: str | None
    tasks: int
    targets: int
    projects: int


@dataclass(slots=True, kw_only=True)
class LineageRow(Evidence):
    """A document on the line of descent: from_id derives from to_id; id is the one that the step leads to."""

    depth: int
    from_id: str
    to_id: str
    id: str
    name: str
    doc_number: str | None
    issue_date: str | None
    ingested: bool


@dataclass(slots=True, kw_only=True)
class CitationRow(Evidence):
    """A document that another one cites (CITES) or derives from (DERIVES_FROM)."""

    relation: str
    id: str
    name: str
    doc_number: str | None
    issue_date: str | None
    ingested: bool


@dataclass(slots=True, kw_only=True)
class CitedDocumentRow:
    """A document that others cite or derive from; held where its text was read or it is known as reference data."""

    document_id: str
    document: str
    doc_number: str | None
    held: bool
    cited_by: int


@dataclass(slots=True, kw_only=True)
class DocumentKeyRow:
    """How one document is named, by which other one."""

    document_id: str
    document: str
    doc_number: str | None
    ingested: bool
    former_ids: list[str] | None
    mentioned_by: str | None
    forms: list[str] | None
    quote: str | None


@dataclass(slots=True, kw_only=True)
class TargetRow(Evidence):
    """A figure that a document sets for an indicator."""

    target_id: str
    target: str
    indicator_id: str | None
    indicator: str | None
    value: float | None
    value_text: str | None
    unit: str | None
    comparator: str | None
    year: int | None
    kind: str | None
    status: str | None
    text: str | None
    issue_date: str | None
    region_id: str | None
    region: str | None
    region_level: str | None


@dataclass(slots=True, kw_only=True)
class TargetPairRow(Evidence):
    """A figure beside an upstream one; via is derives_from, same_indicator or comparable (near, not the same)."""

    via: str
    score: float | None
    method: str | None
    target_id: str
    indicator_id: str | None
    indicator: str | None
    value: float | None
    value_text: str | None
    unit: str | None
    comparator: str | None
    year: int | None
    status: str | None
    national_target_id: str
    national_document_id: str
    national_document: str
    national_indicator: str | None
    national_value: float | None
    national_unit: str | None
    national_comparator: str | None
    national_year: int | None
    national_key: str
    national_quote: str | None
    national_source: str | None
    national_start_char: int | None
    national_end_char: int | None


@dataclass(slots=True, kw_only=True)
class IndicatorRow:
    """An indicator, with how many figures are set for it."""

    indicator_id: str
    indicator: str
    aliases: list[str] | None
    unit: str | None
    targets: int
    documents: int


@dataclass(slots=True, kw_only=True)
class ProjectRow(Evidence):
    """A project that a document plans."""

    project_id: str
    project: str
    text: str | None


@dataclass(slots=True, kw_only=True)
class AwardRow(Evidence):
    """An honour that a document names."""

    award_id: str
    award: str
    level: str | None
    region_id: str | None


@dataclass(slots=True, kw_only=True)
class FoundRow:
    """A node that a look-up found; rank 0 is the name itself, 1 begins so, 2 holds the word."""

    label: str
    id: str
    name: str
    kind: str | None
    rank: int
    region: str | None
    document_id: str | None
    document: str | None


@dataclass(slots=True, kw_only=True)
class NodeRow:
    """One node with its properties; those it lacks are None."""

    label: str
    id: str
    name: str
    properties: dict[str, Any]


@dataclass(slots=True, kw_only=True)
class EdgeRow(Evidence):
    """One relationship between two nodes."""

    relation: str
    source_label: str
    source_id: str
    source_name: str
    target_label: str
    target_id: str
    target_name: str
    mode: str | None
    scope: str | None
    open_list: bool | None
    score: float | None
    method: str | None
    year: int | None
    reviewer: str | None
    why: str | None
    decision: str | None


@dataclass(slots=True, kw_only=True)
class CountRow:
    """How many there are; kind is node or relationship."""

    kind: str
    name: str
    count: int


@dataclass(slots=True, kw_only=True)
class CandidateRow:
    """A task or figure that may be linked, with the words that a link would rest on."""

    label: str
    id: str
    name: str
    kind: str | None
    path: list[str] | None
    number: str | None
    text: str | None
    indicator_id: str | None
    indicator: str | None
    value: float | None
    unit: str | None
    comparator: str | None
    year: int | None
    status: str | None
    start_char: int | None
    end_char: int | None
    quote: str | None


@dataclass(slots=True, kw_only=True)
class ExportedNode:
    """A node for an export."""

    id: str
    properties: dict[str, Any]


@dataclass(slots=True, kw_only=True)
class ExportedEdge:
    """A relationship for an export."""

    source: str
    target: str
    properties: dict[str, Any]
