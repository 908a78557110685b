"""Tasks, and the chain of responsibility from the outline's clause down to departments."""

from typing import Annotated, Any

import fastapi
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field, create_model

from api.answers import WantedDep, as_json, listed, listing, one, problems
from api.deps import StoreDep, answer, ask
from api.known import StrictRoute
from api.missing import missing, the_one
from api.models import ChainModel, many, model_of, told
from api.params import Id, InDocuments, OfDocument, TaskKind
from api.parsed import documented, parsed
from graph import parameters as p
from graph.analysis.peers import PeerRow
from graph.answers.chain import SUBJECTS, chain_of
from graph.answers.peers import peers_of
from graph.errors import NotFound
from graph.queries import MEASURES_OF_TASK, RESPONSIBLE_FOR_TASK, TARGETS_OF_TASK, TASK, TASKS, TASKS_WITHOUT_LEAD
from graph.query import Query
from graph.reference import load_reference
from graph.rows import ResponsibilityRow, TargetRow, TaskRow
from graph.store import GraphStore

router = APIRouter(route_class=StrictRoute, tags=["任务 · Tasks"])


PeersModel = create_model(
    "Peers",
    __doc__="A task, who leads it and its counterparts, and what that comes to in sentences.",
    task=(model_of(TaskRow), ...),
    summary=(list[str], ...),
    items=many(PeerRow),
)


class ChainQuestion(BaseModel, extra="ignore"):
    """What a chain is asked for."""

    id: Annotated[str, Field(min_length=1, max_length=300, description="编号 · id of a task, department or document")]
    limit: Annotated[int, Field(ge=1, le=1000, description="最多几项任务 · tasks at most")] = 100
    downstream: Annotated[int, Field(ge=0, le=1000, description="每项任务列几项下级任务 · derived tasks of each")] = 0


@router.get("/tasks", summary="任务 · Tasks", **listing(TaskRow))
async def tasks(
    request: Request,
    store: StoreDep,
    want: WantedDep,
    chosen: InDocuments,
    kind: TaskKind | None = None,
) -> Response:
    """Tasks of all documents or some: items (numbered headings) and measures (what one phrase answers for)."""
    asked = p.TaskFilter(kind=kind, **chosen)
    return await listed(request, store, TASKS, asked, want)


@router.get("/tasks/without-lead", summary="无人牵头的任务 · Tasks that nobody leads", **listing(TaskRow))
async def tasks_without_lead(
    request: Request, store: StoreDep, want: WantedDep, document: OfDocument = None
) -> Response:
    """Items that no department leads: neither the item itself nor one of its measures."""
    return await listed(request, store, TASKS_WITHOUT_LEAD, p.PerDocument(document_id=document), want)


@router.get(
    "/tasks/{task_id}",
    summary="一项任务 · One task",
    **one(
        TaskRow,
        responsibilities=many(ResponsibilityRow),
        measures=many(TaskRow),
        targets=many(TargetRow),
    ),
)
async def task(request: Request, store: StoreDep, task_id: Id) -> Response:
    """One task: its words, who answers for it, its measures, the figures that it sets."""
    asked = p.TaskId(task_id)
    row = await the_one(store, await ask(store, TASK, asked), "Task", task_id)
    parts: dict[str, Query[p.TaskId, Any]] = {
        "responsibilities": RESPONSIBLE_FOR_TASK,
        "measures": MEASURES_OF_TASK,
        "targets": TARGETS_OF_TASK,
    }
    found = {name: [told(each) for each in await ask(store, query, asked)] for name, query in parts.items()}
    return as_json(request, {**told(row), **found})


@router.get(
    "/tasks/{task_id}/peers",
    summary="同一任务别处由谁牵头 · Who leads the counterpart elsewhere",
    response_model=PeersModel,
    responses={304: {"description": "unchanged"}, **problems(404)},
)
async def peers_of_task(request: Request, store: StoreDep, task_id: Id) -> Response:
    """Tasks of other documents on the same matter, by one upstream clause or one heading, by the function that leads.

    The place that asks (`here`) is not counted. `standing` is majority or outlier where at least three other places
    name a lead and two thirds of them agree, else null. One of mode shared does not lead: its function is null.
    """
    row = await the_one(store, await ask(store, TASK, p.TaskId(task_id)), "Task", task_id)
    found = await answer(peers_of, store, row.task_id, load_reference())
    items = [told(each) for each in found.rows]
    return as_json(request, {"task": told(found.task), "summary": found.summary, "items": items})


@router.get(
    "/chain",
    summary="责任链 · The chain of responsibility",
    response_model=ChainModel,
    responses={304: {"description": "unchanged"}, **problems(404)},
    openapi_extra=documented(ChainQuestion),
)
async def chain(
    request: Request,
    store: StoreDep,
    asked: Annotated[ChainQuestion, fastapi.Depends(parsed(ChainQuestion))],
) -> Response:
    """From the outline's clause over the documents between to the task and its departments, in one call.

    `id` is a task, a department (all that it answers for) or a document (all its tasks); `total` counts the tasks. In
    `upstream` and `downstream` each clause or task is followed by who answers for it (LEADS, COOPERATES).
    """
    quick = store.in_process and asked.id.startswith("task:") and not asked.downstream
    try:
        return await answer(_chain, request, store, asked, inline=quick)
    except NotFound as error:
        raise await missing(store, SUBJECTS, asked.id) from error


def _chain(request: Request, store: GraphStore, asked: ChainQuestion) -> Response:
    return as_json(request, chain_of(store, asked.id, asked.limit, asked.downstream))
