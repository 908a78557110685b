"""The responsibility matrix: tasks down, departments across, and in each cell the edges behind its mark."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.deadlines import due_of_target
from graph.errors import NotFound, ParameterError
from graph.parameters import (
    DepartmentResponsibilities,
    DocumentFilter,
    DocumentId,
    NodeId,
    ResponsibilityFilter,
    SomeEdges,
    TargetFilter,
    TaskFilter,
    TaskId,
)
from graph.phrase_order import in_order
from graph.queries import (
    DOCUMENT,
    DOCUMENTS,
    NODE,
    RESPONSIBILITIES,
    RESPONSIBILITIES_OF_DEPARTMENT,
    RESPONSIBLE_FOR_TASK,
    TARGETS,
    TASKS,
    edges_of_triple,
)
from graph.rows import DocumentRow, NodeRow, ResponsibilityRow, TargetRow, TaskRow
from graph.store import GraphStore

LEAD, SHARED, COOPERATE = "●", "△", "○"
MARKS = (LEAD, SHARED, COOPERATE)  # the strongest first
MOST = 20_000  # duties: more than a sheet that people look at
_ALL = 1_000_000  # rows: more than any answer has
_PATIENCE = 60.0  # seconds for a look at everything
_FEW = 20  # documents


@dataclass(frozen=True, slots=True)
class MatrixEdge:
    """One edge behind a mark, with the words that it rests on."""

    key: str
    role: str
    mode: str | None
    scope: str | None
    open_list: bool | None
    quote: str | None
    confidence: float | None
    mark: str
    document_id: str | None
    document: str | None
    path: tuple[str, ...]
    start_char: int | None
    end_char: int | None
    link: str | None


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """What one department has to do with one task: the strongest mark, and all edges, the strongest first."""

    mark: str
    edges: tuple[MatrixEdge, ...]


@dataclass(frozen=True, slots=True)
class MatrixTarget:
    """A figure that stands in the words of a task."""

    target_id: str
    target: str
    year: int | None
    quote: str | None
    key: str
    link: str | None


@dataclass(frozen=True, slots=True)
class MatrixTask:
    """A row: a task (project, target) with its clause; no cells where nobody answers for it.

    `deadline` is the date of `deadline_text`; the words `text` are those of the whole task.
    """

    task_id: str
    task: str
    label: str
    number: str | None
    path: tuple[str, ...]
    item: str | None
    document_id: str
    document: str
    text: str | None
    deadline_text: str | None
    deadline: str | None
    recurrence: str | None
    targets: tuple[MatrixTarget, ...]
    cells: Mapping[str, MatrixCell]  # by department, in the order of the phrases


@dataclass(frozen=True, slots=True)
class MatrixDepartment:
    """A column: a department, with how many tasks it leads and takes part in."""

    department_id: str
    department: str
    leads: int
    tasks: int


@dataclass(frozen=True, slots=True)
class MatrixDocument:
    """A document that the matrix rests on."""

    document_id: str
    document: str
    doc_number: str | None
    issuer: str | None
    issue_date: str | None


@dataclass(frozen=True, slots=True)
class Matrix:
    """Tasks in the order of their documents; departments that lead most first."""

    departments: tuple[MatrixDepartment, ...]
    tasks: tuple[MatrixTask, ...]
    documents: tuple[MatrixDocument, ...] = ()


def matrix(
    store: GraphStore,
    document_id: str | None = None,
    region_id: str | None = None,
    department_id: str | None = None,
    state: str | None = None,
) -> Matrix:
    """The matrix of one document, of the documents of a region, of the tasks of a department, or of all.

    With `state` (certified, corrected) only of what a person has reviewed so.

    Of one document, tasks that nobody answers for are told too; not with a `state`: somebody of another one may.
    Raises NotFound for an unknown id, ParameterError where it would be larger than anybody can read.
    """
    for node_id, label in ((document_id, "Document"), (region_id, "Region"), (department_id, "Department")):
        if node_id is not None:
            existing(store, node_id, label)
    duties = _duties(store, document_id, region_id, department_id, state)
    if len(duties) > MOST:
        raise ParameterError(
            f"a matrix holds {MOST} duties at most: name a document, a region or a department"
            f" · 责任矩阵最多 {MOST} 条责任,请指定文件、地区或部门"
        )
    duties = in_order(store, duties)
    read = list(_documents(duties, document_id))
    clauses = [row for each in read for row in _tasks(store, each, state)]
    figures = _Figures(store, read, state)
    whole = document_id is not None and department_id is None and state is None
    told = tuple(_rows(duties, clauses, figures, with_idle=whole))
    return Matrix(tuple(_columns(duties, told)), told, _sources(store, read))


def _duties(
    store: GraphStore, document_id: str | None, region_id: str | None, department_id: str | None, state: str | None
) -> list[ResponsibilityRow]:
    """Who answers for what; of a department, all who answer for one of its tasks (a measure is not its item)."""
    if department_id is None:
        asked = ResponsibilityFilter(document_id=document_id, region_id=region_id, state=state, limit=MOST + 1)
        return store.run(RESPONSIBILITIES, asked, _PATIENCE)
    of_department = DepartmentResponsibilities(department_id, None, document_id, region_id, state=state, limit=MOST + 1)
    own = store.run(RESPONSIBILITIES_OF_DEPARTMENT, of_department, _PATIENCE)
    tasks = dict.fromkeys(row.task_id for row in own)
    answering = (row for task_id in tasks for row in store.run(RESPONSIBLE_FOR_TASK, TaskId(task_id)))
    return list({row.key: row for row in answering if row.task_id in tasks and state in (None, row.state)}.values())


def existing(store: GraphStore, node_id: str, label: str) -> NodeRow:
    """The node of this id and label; NotFound where there is none."""
    for node in store.run(NODE, NodeId(node_id)):
        if node.label == label:
            return node
        raise NotFound(f"{node_id} is no {label.lower()} but a {node.label.lower()}: {node.name}")
    raise NotFound(f"there is no {label.lower()} {node_id}; look with: zhitu query search words=…")


def mark_of(role: str, mode: str | None) -> str:
    """The mark of a duty: by division of duties (按职责分工负责) is neither a lead nor mere cooperation."""
    if mode == "shared":
        return SHARED
    return LEAD if role == "LEADS" else COOPERATE


def _documents(duties: Iterable[ResponsibilityRow], document_id: str | None) -> Iterable[str]:
    return [document_id] if document_id else sorted({row.document_id for row in duties if row.document_id})


def _tasks(store: GraphStore, document_id: str, state: str | None) -> list[TaskRow]:
    return store.run(TASKS, TaskFilter(document_id=document_id, state=state, limit=_ALL), _PATIENCE)


class _Figures:
    """The figures of some documents, and in the words of which task each stands."""

    def __init__(self, store: GraphStore, documents: Iterable[str], state: str | None) -> None:
        self.by_id: dict[str, TargetRow] = {}
        self._of_task: dict[str, list[MatrixTarget]] = {}
        for each in documents:
            asked = TargetFilter(document_id=each, status="target", state=state, limit=_ALL)
            rows = {row.target_id: row for row in store.run(TARGETS, asked, _PATIENCE)}
            holding = store.run(edges_of_triple("SETS", "Task", "Target"), SomeEdges(each), _PATIENCE)
            tasks = {edge.target: edge.source for edge in holding}
            for row in rows.values():
                told = MatrixTarget(row.target_id, row.target, row.year, row.quote, row.key, row.link)
                self._of_task.setdefault(tasks.get(row.target_id, ""), []).append(told)
            self.by_id |= rows

    def of_task(self, task_id: str) -> tuple[MatrixTarget, ...]:
        """The figures in the words of a task, in the order of the text."""
        return tuple(self._of_task.get(task_id, ()))


def documents_of(store: GraphStore, documents: Iterable[str]) -> list[DocumentRow]:
    """The rows of some documents: asked one by one where they are few, for all of them may be thousands."""
    wanted = sorted(set(documents))
    if len(wanted) <= _FEW:
        return [row for each in wanted for row in store.run(DOCUMENT, DocumentId(each), _PATIENCE)]
    rows = {row.document_id: row for row in store.run(DOCUMENTS, DocumentFilter(limit=_ALL), _PATIENCE)}
    return [rows[each] for each in wanted if each in rows]


def _sources(store: GraphStore, documents: Sequence[str]) -> tuple[MatrixDocument, ...]:
    return tuple(
        MatrixDocument(row.document_id, row.document, row.doc_number, row.issuer, row.issue_date)
        for row in documents_of(store, documents)
    )


def _rows(
    duties: Sequence[ResponsibilityRow], clauses: Sequence[TaskRow], figures: _Figures, with_idle: bool
) -> Iterator[MatrixTask]:
    """Rows in the order of the documents: an idle item whose measures have somebody stands in their rows."""
    behind: dict[str, list[ResponsibilityRow]] = {}
    for duty in duties:
        behind.setdefault(duty.task_id, []).append(duty)
    answered = {duty.item_id for duty in duties}
    found: list[tuple[tuple[str, int, str], MatrixTask]] = []
    listed: set[str] = set()
    for clause in clauses:
        own = behind.get(clause.task_id, [])
        if (own or (with_idle and clause.task_id not in answered)) and clause.task_id not in listed:
            listed.add(clause.task_id)
            found.append((_place(clause, clause.task_id), _of_clause(clause, own, figures)))
    others = ((task_id, own) for task_id, own in behind.items() if task_id not in listed)
    found += [(_place(own[0], task_id), _of_duties(own, figures)) for task_id, own in others]
    return (row for _, row in sorted(found, key=lambda pair: pair[0]))


def _place(row: ResponsibilityRow | TaskRow, task_id: str) -> tuple[str, int, str]:
    return row.document_id or "", row.start_char or 0, task_id


def _of_clause(row: TaskRow, duties: Sequence[ResponsibilityRow], figures: _Figures) -> MatrixTask:
    where = (row.number, tuple(row.task_path or ()), row.item, row.document_id or "", row.document or "", row.text)
    due = (row.deadline_text, row.deadline, row.recurrence)
    return MatrixTask(row.task_id, row.task, "Task", *where, *due, figures.of_task(row.task_id), _cells(duties))


def _of_duties(duties: Sequence[ResponsibilityRow], figures: _Figures) -> MatrixTask:
    """A project or a target, which is in no list of tasks."""
    row = duties[0]
    path = tuple(row.task_path or row.path or ())
    where = (None, path, row.item, row.document_id or "", row.document or "", row.task_text)
    figure = figures.by_id.get(row.task_id)
    words, day = due_of_target(figure.text or "", figure.year) if figure and figure.year else (None, None)
    due = (words or (f"{day[:4]}年" if day else None), day, None)
    return MatrixTask(row.task_id, row.task, row.task_label, *where, *due, (), _cells(duties))


def _cells(duties: Iterable[ResponsibilityRow]) -> dict[str, MatrixCell]:
    edges: dict[str, dict[str, MatrixEdge]] = {}
    for row in duties:
        edges.setdefault(row.department_id, {})[row.key] = _edge(row)
    return {department: _cell(list(found.values())) for department, found in edges.items()}


def _edge(row: ResponsibilityRow) -> MatrixEdge:
    return MatrixEdge(
        key=row.key,
        role=row.role,
        mode=row.mode,
        scope=row.scope,
        open_list=row.open_list,
        quote=row.quote,
        confidence=row.confidence,
        mark=mark_of(row.role, row.mode),
        document_id=row.document_id,
        document=row.document,
        path=tuple(row.path or ()),
        start_char=row.start_char,
        end_char=row.end_char,
        link=row.link,
    )


def _cell(edges: list[MatrixEdge]) -> MatrixCell:
    ranked = sorted(edges, key=lambda edge: (MARKS.index(edge.mark), edge.key))
    return MatrixCell(ranked[0].mark, tuple(ranked))


def _columns(duties: Iterable[ResponsibilityRow], tasks: Iterable[MatrixTask]) -> list[MatrixDepartment]:
    names = {row.department_id: row.department for row in duties}
    marked = [(department, cell.mark) for task in tasks for department, cell in task.cells.items()]
    leads = Counter(department for department, mark in marked if mark == LEAD)
    parts = Counter(department for department, _ in marked)
    ranked = sorted(parts, key=lambda department: (-leads[department], department))
    return [MatrixDepartment(one, names[one], leads[one], parts[one]) for one in ranked]
