"""The first page: looking things up, what is held, what waits for a person; results of a look-up; help."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.deps import StoreDep, answer, ask
from api.pages.paging import Paged, PageNumber, cut, paged
from api.pages.view import shown
from api.pages.waiting import Held, held
from api.params import Label
from graph import parameters as p
from graph.answers.named import near, places
from graph.queries import CITED_DOCUMENTS, DOCUMENTS, SEARCH, SUMMARY
from graph.reference import load_reference
from graph.rows import FoundRow
from graph.store import GraphStore

router = APIRouter(include_in_schema=False)
_LABELS: tuple[Label, ...] = (
    "Department", "Task", "Document", "Indicator", "Target", "Project", "Award", "Region",
)  # fmt: skip
_COUNTED = ("Document", "Task", "Department", "Target", "Project", "Award", "LEADS", "COOPERATES")
_ON_HOME = 20  # documents, and cited ones that are not held
_OF_A_KIND = 8  # results of each kind beside the others
_CITED = 1000  # cited documents that are looked through


@router.get("/")
async def home(request: Request, store: StoreDep, page: PageNumber = 1) -> Response:
    """What there is, and where to begin."""
    counts = {row.name: row.count for row in await ask(store, SUMMARY, p.Nothing()) if row.name in _COUNTED}
    documents = await paged(store, DOCUMENTS, p.DocumentFilter(ingested=True), page, _ON_HOME)
    accounts: list[Held] = await answer(held, store, documents.rows, slow=True)
    cited = await ask(store, CITED_DOCUMENTS, p.Page(limit=_CITED))
    return await shown(
        request,
        "home.html",
        counts=counts,
        documents=documents,
        accounts=accounts,
        places=None if documents.more else cut(await answer(places, store, slow=True), 1, _ON_HOME),
        cited=len(cited),
        cited_more=len(cited) == _CITED,
        cited_held=sum(row.held for row in cited),
        not_held=cut([row for row in cited if not row.held], 1, _ON_HOME),
    )


@router.get("/ui/search")
async def search(
    request: Request,
    store: StoreDep,
    q: Annotated[str, Query(max_length=100)] = "",
    label: Label | None = None,
    page: PageNumber = 1,
) -> Response:
    """What a look-up found, by kind; of one kind page by page."""
    words = load_reference().normalise(q)
    found: list[tuple[str, Paged[FoundRow]]] = []
    nearly: Sequence[FoundRow] = ()
    if words.split():
        labels, size = ((label,), 50) if label else (_LABELS, _OF_A_KIND)
        found = await answer(_found, store, words, labels, page, size)
        if not found:
            nearly = await answer(near, store, words, _LABELS, load_reference())
    return await shown(request, "search.html", q=q, label=label, found=found, nearly=nearly, asked=bool(words.split()))


@router.get("/ui/places")
async def by_place(request: Request, store: StoreDep, page: PageNumber = 1) -> Response:
    """All places with their documents, and who leads most there."""
    found = await answer(places, store, slow=True)
    return await shown(request, "places.html", places=cut(found, page), total=len(found))


@router.get("/ui/help")
async def help_page(request: Request) -> Response:
    """How to read marks and quotes."""
    return await shown(request, "help.html")


def _found(
    store: GraphStore, words: str, labels: Sequence[Label], number: int, size: int
) -> list[tuple[str, Paged[FoundRow]]]:
    """The results of each kind that has any."""
    told: list[tuple[str, Paged[FoundRow]]] = []
    for label in labels:
        asked = p.Words.of(words, (label,), skip=(number - 1) * size, limit=size + 1)
        if rows := store.run(SEARCH, asked):
            told.append((label, Paged(rows[:size], number, size, len(rows) > size)))
    return told
