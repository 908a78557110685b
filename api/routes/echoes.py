"""What becomes of the upstream documents in a local one, clause by clause."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.answers import WantedDep, listing
from api.computed import computed
from api.deps import StoreDep, answer
from api.documents import document_of
from api.known import StrictRoute
from api.params import Id
from graph.answers.echoes import Echo, EchoRow, echoes
from graph.reference import load_reference

router = APIRouter(route_class=StrictRoute, tags=["文件 · Documents"])
OfEcho = Annotated[
    Echo | None,
    Query(
        description="carried_out 有对应任务, not_carried_out 未见对应任务, without_root 未见上级依据, "
        "weakened 措辞减弱, sharpened 措辞加强"
    ),
]


@router.get(
    "/documents/{document_id}/echoes",
    summary="上级文件各条的落实情况 · What becomes of the upstream clauses",
    **listing(EchoRow),
)
async def echoes_of_document(
    request: Request, store: StoreDep, want: WantedDep, document_id: Id, echo: OfEcho = None
) -> Response:
    """Clauses carried out and not, tasks without a root, sentences that bind otherwise; with both quotes.

    Clauses are those of all documents up the line, nearest first (`depth`); a task carries out one by its own words, or
    `by_way_of` the tasks between. Without a root is only what carries out none of them.
    """
    row = await document_of(store, document_id)
    rows = await answer(echoes, store, row.document_id, load_reference(), slow=True)
    return await computed(request, [one for one in rows if echo in (None, one.echo)], EchoRow, "echoes", want)
