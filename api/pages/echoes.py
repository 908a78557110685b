"""The page of what becomes of the upstream documents in a local one."""

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BeforeValidator

from api.deps import StoreDep, answer
from api.documents import document_of
from api.pages.paging import PageNumber, cut
from api.pages.view import address, node_link, shown
from api.params import Id
from graph.answers.echoes import ECHOES, Echo, echoes
from graph.reference import load_reference

router = APIRouter(include_in_schema=False)
_ROWS = 100  # of a page
_GIVEN = BeforeValidator(lambda value: value or None)


@router.get("/ui/documents/{document_id}/echoes")
async def echoes_of_document(
    request: Request,
    store: StoreDep,
    document_id: Id,
    echo: Annotated[Echo | None, _GIVEN, Query()] = None,
    page: PageNumber = 1,
) -> Response:
    """Clause by clause, with the words on both sides."""
    row = await document_of(store, document_id)
    rows = await answer(echoes, store, row.document_id, load_reference(), slow=True)
    counts = Counter(one.echo for one in rows)
    wanted = [one for one in rows if echo in (None, one.echo)]
    here = f"{node_link('Document', row.document_id)}/echoes"
    files = {form: address(f"/documents/{row.document_id}/echoes", format=form, echo=echo) for form in ("xlsx", "csv")}
    return await shown(
        request,
        "echoes.html",
        document=row,
        echoes=cut(wanted, page, _ROWS),
        total=len(wanted),
        counts=[(name, counts[name]) for name in ECHOES if counts[name]],
        chosen=echo,
        here_link=here,
        files=files,
    )
