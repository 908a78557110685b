"""The supervision ledger (督办台账) of a document, a place, a department or all, as of a day."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import date
from typing import Any, Final

from graph.analysis.ledger import WITHIN, LedgerRow, Status, ledger_rows
from graph.answers.matrix import documents_of, existing
from graph.errors import ParameterError
from graph.parameters import (
    DepartmentResponsibilities,
    InDocuments,
    ResponsibilityFilter,
    SomeEdges,
    TargetFilter,
    TaskFilter,
)
from graph.phrase_order import in_order
from graph.queries import RESPONSIBILITIES, RESPONSIBILITIES_OF_DEPARTMENT, TARGETS, TASKS, edges_of_triple
from graph.rows import ResponsibilityRow, TargetRow, TaskRow
from graph.store import GraphStore

MOST_WITHIN: Final = 36_500
MOST = 20_000  # rows: more than a sheet that people look at
_ALL = 1_000_000  # rows: more than any answer has
_PATIENCE = 60.0  # seconds for a look at everything


def day_of(text: str) -> date:
    """The day that is written so: 2015-12-31; ParameterError for anything else."""
    with suppress(ValueError):
        day = date.fromisoformat(text)
        if day.isoformat() == text:
            return day
    raise ParameterError(f"{text!r} is no date: write a real one, such as 2015-12-31 · 不是真实的日期,例如 2015-12-31")


def ledger(
    store: GraphStore,
    as_of: date,
    *,
    within: int = WITHIN,
    document_id: str | None = None,
    region_id: str | None = None,
    department_id: str | None = None,
    status: Status | None = None,
    state: str | None = None,
) -> list[LedgerRow]:
    """The ledger of a document, of the documents of a region, of what a department answers for, or of all.

    With `state` (certified, corrected) only of what a person has reviewed so.

    Raises NotFound for an unknown id, ParameterError where it would be longer than anybody can read.
    """
    if not 0 <= within <= MOST_WITHIN:
        raise ParameterError(
            f"within is a number of days from 0 to {MOST_WITHIN}, not {within} · 天数应为 0 到 {MOST_WITHIN}"
        )
    for node_id, label in ((document_id, "Document"), (region_id, "Region"), (department_id, "Department")):
        if node_id is not None:
            existing(store, node_id, label)
    tasks: list[TaskRow] = []
    targets: list[TargetRow] = []
    duties: list[ResponsibilityRow] = []
    for each in _documents(store, document_id, region_id, department_id):
        region = region_id if each is None else None
        of = InDocuments(document_id=each, region_id=region, state=state)
        tasks += store.run(TASKS, TaskFilter(**_named(of, MOST + 1)), _PATIENCE)
        targets += store.run(TARGETS, TargetFilter(**_named(of, MOST + 1), status="target"), _PATIENCE)
        every = replace(of, state=None)
        duties += store.run(RESPONSIBILITIES, ResponsibilityFilter(**_named(every, _ALL)), _PATIENCE)
        if len(tasks) + len(targets) > MOST:
            raise ParameterError(
                f"a ledger holds {MOST} tasks and figures at most: name a document, a region or a department"
                f" · 督办台账最多 {MOST} 行,请指定文件、地区或部门"
            )
    held = store.run(edges_of_triple("SETS", "Task", "Target"), SomeEdges(document_id), _PATIENCE)
    documents = documents_of(store, (row.document_id for row in (*tasks, *targets) if row.document_id))
    holding = {edge.target: edge.source for edge in held}
    reviewed = [duty for duty in duties if state in (None, duty.state)]
    rows = ledger_rows(tasks, targets, in_order(store, reviewed), holding, documents, as_of, within)
    others = {duty.task_id for duty in duties} - {duty.task_id for duty in reviewed}
    return [
        row
        for row in rows
        if row.id not in others  # somebody answers, by a duty of another state
        and (status is None or row.status == status)
        and (department_id is None or department_id in (*row.lead_ids, *row.shared_ids, *row.cooperate_ids))
    ]


def _named(of: InDocuments, limit: int) -> dict[str, Any]:
    return {**asdict(of), "limit": limit}


def _documents(
    store: GraphStore, document_id: str | None, region_id: str | None, department_id: str | None
) -> Iterator[str | None]:
    """The documents to look through, one after the other; None for all that the other filters leave."""
    if document_id or not department_id:
        yield document_id
        return
    asked = DepartmentResponsibilities(department_id, None, None, region_id, limit=_ALL)
    own = store.run(RESPONSIBILITIES_OF_DEPARTMENT, asked, _PATIENCE)
    yield from sorted({row.document_id for row in own if row.document_id})
