"""What queries take: a type of parameters for each way of asking, checked when it is made."""

import re
from dataclasses import dataclass
from datetime import date

from graph.errors import ParameterError

_YEAR = re.compile(r"[\[(](\d{4})[\])](?=第?\d)")
MAX_DEPTH = 8  # the bound written into the lineage queries


STATES = ("certified", "corrected")  # what a person may have made of a fact


@dataclass(frozen=True, slots=True)
class Nothing:
    """No parameters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Which rows of a long answer: `limit` of them after `skip`."""

    skip: int = 0
    limit: int = 100

    def __post_init__(self) -> None:
        for name in ("skip", "limit"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or value < 0:
                raise ParameterError(f"{name} is a number from 0 up, not {value!r}")


@dataclass(frozen=True, slots=True)
class SomeNodes:
    """Nodes with these ids, or all."""

    ids: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class SomeEdges:
    """Relationships that one document states, or from some nodes, or all."""

    document_id: str | None = None
    sources: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class NodeId:
    """One node of any label."""

    id: str


@dataclass(frozen=True, slots=True)
class DocumentId:
    """One document."""

    document_id: str


@dataclass(frozen=True, slots=True)
class DepartmentId:
    """One department."""

    department_id: str


@dataclass(frozen=True, slots=True)
class TaskId:
    """One task; a project or target where the query says so."""

    task_id: str


@dataclass(frozen=True, slots=True)
class IndicatorId:
    """One indicator."""

    indicator_id: str


@dataclass(frozen=True, slots=True)
class Key:
    """One relationship."""

    key: str


@dataclass(frozen=True, slots=True)
class OfIndicator(Page):
    """The figures for one indicator, of all documents or some; `year` is the one that the figure is set for."""

    indicator_id: str
    document_id: str | None = None
    region_id: str | None = None
    level: str | None = None
    year: int | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True)
class OfTask(Page):
    """What is said of one task."""

    task_id: str


@dataclass(frozen=True, slots=True)
class RegionFilter(Page):
    """Regions of a level, or right below another."""

    level: str | None = None
    parent_id: str | None = None


@dataclass(frozen=True, slots=True)
class DepartmentFilter(Page):
    """Departments of a kind, of one region, of a level."""

    kind: str | None = None
    region_id: str | None = None
    level: str | None = None


@dataclass(frozen=True, slots=True)
class PerRegion(Page):
    """Of one region, or of all."""

    region_id: str | None = None


@dataclass(frozen=True, slots=True)
class PerDocument(Page):
    """Of one document, or of all."""

    document_id: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentFilter(Page):
    """Documents of a region, of a level, issued in a year, of a kind; read ones, only cited ones, or both."""

    region_id: str | None = None
    level: str | None = None
    year: int | None = None
    kind: str | None = None
    ingested: bool | None = None


@dataclass(frozen=True, slots=True)
class InDocuments(Page):
    """What documents say: one document, those of a region or of its level, those issued in a year; or all.

    `state` keeps what a person has reviewed: certified or corrected.
    """

    document_id: str | None = None
    region_id: str | None = None
    level: str | None = None
    year: int | None = None
    state: str | None = None

    def __post_init__(self) -> None:
        Page.__post_init__(self)
        _check_state(self.state)


@dataclass(frozen=True, slots=True)
class ResponsibilityFilter(InDocuments):
    """Responsibilities with a role, LEADS or COOPERATES; in some documents, or all."""

    role: str | None = None


@dataclass(frozen=True, slots=True)
class DepartmentResponsibilities(Page):
    """Of one department: role LEADS or COOPERATES, one document, the documents of a region, valid on an ISO date.

    `state` keeps what a person has reviewed: certified or corrected.
    """

    department_id: str
    role: str | None = None
    document_id: str | None = None
    region_id: str | None = None
    as_of: str | None = None
    state: str | None = None

    def __post_init__(self) -> None:
        Page.__post_init__(self)
        if self.as_of is not None and not _is_day(self.as_of):
            raise ParameterError(f"as_of is a date such as 2015-12-31, not {self.as_of!r} · 日期不对")
        _check_state(self.state)


def _check_state(state: str | None) -> None:
    if state not in (None, *STATES):
        raise ParameterError(f"state is one of {', '.join(STATES)}, not {state!r} · 人工核对状态不对")


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class TaskFilter(InDocuments):
    """Tasks of a kind, item or measure; in some documents, or all."""

    kind: str | None = None


@dataclass(frozen=True, slots=True)
class TargetFilter(InDocuments):
    """Targets of a status (target, observation); `year` is here the one that the figure is set for."""

    status: str | None = None


@dataclass(frozen=True, slots=True)
class OneDocument:
    """One document, or all."""

    document_id: str | None = None


@dataclass(frozen=True, slots=True)
class Lineage:
    """A document, and how many steps to go."""

    document_id: str
    depth: int = MAX_DEPTH

    def __post_init__(self) -> None:
        if isinstance(self.depth, bool) or not isinstance(self.depth, int) or not 1 <= self.depth <= MAX_DEPTH:
            raise ParameterError(f"depth is a number from 1 to {MAX_DEPTH}, not {self.depth!r}")


@dataclass(frozen=True, slots=True)
class Words(Page):
    """Words to look up, normalised and in lower case: the first is looked for, the others narrow; labels to keep."""

    first: str
    others: tuple[str, ...] = ()
    labels: tuple[str, ...] | None = None

    @classmethod
    def of(cls, text: str, labels: tuple[str, ...] | None = None, skip: int = 0, limit: int = 20) -> "Words":
        """From what a person typed, normalised by the caller: the longest word selects best, so it goes first.

        The year of a document number may stand in any brackets: 国发(2012)9号 finds 国发〔2012〕9号 (GB/T 9704-2012).
        """
        text = _YEAR.sub(r"〔\1〕", text.casefold())
        words = sorted(dict.fromkeys(text.split()), key=len, reverse=True)
        if not words:
            raise ParameterError("there is no word to look up")
        return cls(words[0], tuple(words[1:]), labels, skip=skip, limit=limit)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Nodes, the types of relationship to follow (None: all), and how many at most."""

    ids: tuple[str, ...]
    relations: tuple[str, ...] | None = None
    limit: int = 300
