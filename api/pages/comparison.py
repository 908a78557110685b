"""How local figures stand beside the upstream ones: pairs with both quotes, and measures by places."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BeforeValidator, Field

from api.deps import StoreDep, answer, ask
from api.missing import refuse_unknown
from api.pages.departments import regions_of
from api.pages.paging import GivenBool, GivenId, PageNumber, cut
from api.pages.view import address, shown
from api.params import Upstream, Verdict
from graph import parameters as p
from graph.analysis.comparison import UPSTREAM_LEVELS, VERDICTS
from graph.answers.compared import Asked, by_place, compared
from graph.queries import DOCUMENTS
from graph.reference import load_reference
from graph.rows import DocumentRow
from graph.store import GraphStore
from visualize.comparison import shown as figure_shown

router = APIRouter(include_in_schema=False)
_DOCUMENTS = 300  # to choose from
_PLACES = 40  # columns of a page

_GIVEN = BeforeValidator(lambda value: value or None)
GivenVerdict = Annotated[Verdict | None, _GIVEN, Query()]
GivenWith = Annotated[Upstream, BeforeValidator(lambda value: value or "country"), Query(alias="with")]
GivenWords = Annotated[str, Field(max_length=100), Query()]


async def _asked(
    upstream: GivenWith = "country",
    document: GivenId = None,
    region: GivenId = None,
    verdict: GivenVerdict = None,
    near: GivenBool = None,
    words: GivenWords = "",
) -> Asked:
    """What both pages are narrowed by."""
    return Asked(upstream=upstream, document_id=document, region_id=region, verdict=verdict, near=near, words=words)


AskedDep = Annotated[Asked, Depends(_asked)]


@router.get("/ui/comparison")
async def comparison(request: Request, store: StoreDep, asked: AskedDep, page: PageNumber = 1) -> Response:
    """Each local figure with its verdict and the words on both sides."""
    every = await answer(compared, store, replace(asked, verdict=None), load_reference(), slow=True)
    if not every:
        await refuse_unknown(store, asked)
    counts = Counter(row.verdict for row in every)
    rows = [row for row in every if asked.verdict in (None, row.verdict)]
    told = _told(asked)
    return await shown(
        request,
        "comparison.html",
        rows=cut(sorted(rows, key=lambda row: row.national_key is None), page),  # what can be compared comes first
        total=len(rows),
        verdicts=[(verdict, counts[verdict]) for verdict in VERDICTS],
        choices=await _to_choose_from(store),
        chosen=told,
        sheet=address("/comparison", **told, format="xlsx"),
        csv=address("/comparison", **told, format="csv"),
        matrix=address("/ui/comparison/matrix", **told),
    )


@router.get("/ui/comparison/matrix")
async def comparison_matrix(request: Request, store: StoreDep, asked: AskedDep, page: PageNumber = 1) -> Response:
    """Measures down, places across; each figure coloured by how it stands and linked to its words."""
    matrix, rows = await answer(by_place, store, asked, load_reference(), slow=True)
    if not rows:
        await refuse_unknown(store, asked)
    measures = cut(matrix.measures, page)
    set_here = {place for row in measures.rows for place in row.cells}
    places = [place for place in matrix.places if place.region_id in set_here]
    told = _told(asked)
    return await shown(
        request,
        "comparison_matrix.html",
        measures=measures,
        total=len(matrix.measures),
        places=places[:_PLACES],
        left_out=len(places) - _PLACES,
        figure_shown=figure_shown,
        choices=await _to_choose_from(store),
        chosen=told,
        sheet=address("/comparison/matrix", **told),
        pairs=address("/ui/comparison", **told),
    )


def _told(asked: Asked) -> Mapping[str, str | None]:
    """The choice as parameters of an address; the level that is compared with unless told otherwise is left out."""
    near = {None: None, True: "true", False: "false"}[asked.near]
    told = {"document": asked.document_id, "region": asked.region_id, "verdict": asked.verdict, "near": near}
    return {"with": asked.upstream if asked.upstream != "country" else None, **told, "words": asked.words or None}


async def _to_choose_from(store: GraphStore) -> Mapping[str, object]:
    """The documents that set figures, the places, and the levels to compare with."""
    rows = await ask(store, DOCUMENTS, p.DocumentFilter(limit=_DOCUMENTS))
    documents: Sequence[DocumentRow] = [row for row in rows if row.targets and row.region_level != "country"]
    regions = [row for row in await regions_of(store) if row.documents]
    return {"documents": documents, "regions": regions, "levels": UPSTREAM_LEVELS}
