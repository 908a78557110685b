"""Who leads the counterpart of a task elsewhere, as a table with the words of each place."""

from fastapi import APIRouter, Request, Response

from api.deps import StoreDep, answer, ask
from api.missing import the_one
from api.pages.view import shown
from api.params import Id
from graph import parameters as p
from graph.answers.peers import peers_of
from graph.queries import TASK
from graph.reference import load_reference

router = APIRouter(include_in_schema=False)


@router.get("/ui/tasks/{task_id}/peers")
async def peers(request: Request, store: StoreDep, task_id: Id) -> Response:
    """The functions that lead, in how many other places, and who stands apart; who shares duties; who says nothing."""
    row = await the_one(store, await ask(store, TASK, p.TaskId(task_id)), "Task", task_id)
    found = await answer(peers_of, store, row.task_id, load_reference())
    return await shown(
        request,
        "peers.html",
        task=found.task,
        summary=found.summary,
        leading=[one for one in found.rows if one.function],
        sharing=[one for one in found.rows if one.department and not one.function],
        silent=[one for one in found.rows if not one.department],
    )
