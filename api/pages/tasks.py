"""One task: its words, who answers for it, its measures and figures, and its line up to the outline."""

from collections.abc import Iterable
from itertools import groupby

from fastapi import APIRouter, Request, Response

from api.deps import StoreDep, answer, ask
from api.missing import the_one
from api.pages.departments import regions_of
from api.pages.paging import GivenId, GivenState, PageNumber, cut, paged
from api.pages.view import address, shown
from api.params import Id
from graph import parameters as p
from graph.answers.chain import branches, chain_of
from graph.answers.matrix import MARKS, mark_of
from graph.queries import DOCUMENTS, MEASURES_OF_TASK, RESPONSIBLE_FOR_TASK, TARGETS_OF_TASK, TASK, TASKS
from graph.rows import ResponsibilityRow

router = APIRouter(include_in_schema=False)
_MOST = 200  # measures, figures
_DOCUMENTS = 300  # to choose from


@router.get("/ui/tasks")
async def tasks(
    request: Request,
    store: StoreDep,
    document: GivenId = None,
    region: GivenId = None,
    state: GivenState = None,
    page: PageNumber = 1,
) -> Response:
    """Tasks of all documents or of one; those that a person reviewed if wanted."""
    asked = p.TaskFilter(document_id=document, region_id=region, state=state)
    documents = await ask(store, DOCUMENTS, p.DocumentFilter(limit=_DOCUMENTS))
    return await shown(
        request,
        "tasks.html",
        tasks=await paged(store, TASKS, asked, page),
        documents=[row for row in documents if row.tasks],
        regions=[row for row in await regions_of(store) if row.documents],
        chosen={"document": document, "region": region, "state": state},
    )


@router.get("/ui/tasks/{task_id}")
async def task(request: Request, store: StoreDep, task_id: Id) -> Response:
    """One task with its chain: the clauses above it, the task, its departments, what derives from it."""
    asked = p.TaskId(task_id)
    row = await the_one(store, await ask(store, TASK, asked), "Task", task_id)
    chain = await answer(chain_of, store, task_id, 1, _MOST + 1)
    duties = await ask(store, RESPONSIBLE_FOR_TASK, asked)
    measures = cut(await ask(store, MEASURES_OF_TASK, asked), 1, _MOST)
    link = chain.links[0]
    below = [step for step in link.downstream if step.step == "downstream"]
    return await shown(
        request,
        "task.html",
        task=row,
        duties=_by_phrase(duties),
        of_measures={
            one.task_id: await ask(store, RESPONSIBLE_FOR_TASK, p.TaskId(one.task_id)) for one in measures.rows
        },
        measures=measures,
        targets=cut(await ask(store, TARGETS_OF_TASK, asked), 1, _MOST),
        documents=chain.documents,
        link=link,
        upstream=[list(one) for _, one in groupby(branches(link.upstream), key=lambda one: one.step.document_id)],
        downstream=branches(link.downstream),
        more_downstream=len(below) > _MOST,
        picture=address("/ui/pictures/chain", id=row.task_id),
    )


def _by_phrase(duties: Iterable[ResponsibilityRow]) -> list[list[ResponsibilityRow]]:
    """Duties by the phrase that they rest on, in the order of the text; the strongest mark first."""
    phrases: dict[tuple[int, str], list[ResponsibilityRow]] = {}
    for duty in sorted(duties, key=lambda one: (one.start_char or 0, MARKS.index(mark_of(one.role, one.mode)))):
        phrases.setdefault((duty.start_char or 0, duty.quote or ""), []).append(duty)
    return list(phrases.values())
