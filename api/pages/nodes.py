"""Pictures as pages of their own, and the way from any node to the page that tells of it."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.deps import StoreDep, answer, ask
from api.missing import missing
from api.pages.edges import address_of_edge
from api.pages.view import address, edge_link, node_link
from api.params import Id
from api.problems import Problem
from graph import parameters as p
from graph.queries import NEIGHBOURS, NODE
from graph.schema import load_schema
from graph.store import GraphStore
from visualize.pictures import PICTURES, drawn

router = APIRouter(include_in_schema=False)
_PICTURE_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
_PAGES = ("Department", "Task", "Document", "Indicator")
_TELLING = {"Target": "SETS", "Project": "PLANS", "Award": "NAMES"}  # the edge that shows where a node was read


@router.get("/ui/pictures/{name}")
async def picture(request: Request, store: StoreDep, name: str) -> Response:
    """A picture; its script stands in the page, so it has a policy of its own and may load nothing."""
    if name not in PICTURES:
        raise Problem(
            404,
            f"没有名为 {name!r} 的图;有:{'、'.join(PICTURES)}。",
            f"There is no picture {name!r}: it is one of {', '.join(PICTURES)}.",
        )
    values = {key: value for key, value in request.query_params.items() if key != "lang"}
    html = await answer(drawn, store, name, values, slow=True)
    return HTMLResponse(html, headers={"Content-Security-Policy": _PICTURE_POLICY, "Cache-Control": "no-cache"})


@router.get("/ui/nodes/{node_id}")
async def node(store: StoreDep, node_id: Id, edge: Annotated[str | None, Query(max_length=64)] = None) -> Response:
    """Lead to the page of a node, or of one of its edges; of what has none, to the place where it was read."""
    found = await ask(store, NODE, p.NodeId(node_id))
    if not found:
        raise await missing(store, tuple(load_schema().labels), node_id)
    [row] = found
    if edge and row.label != "Document":
        where = address_of_edge(edge)
    elif row.label in _PAGES:
        where = node_link(row.label, row.id)
        if edge:
            where = f"{address(where, edge=edge)}#quote"
    elif row.label == "Region":
        where = address("/ui/departments", region=row.id)
    else:
        where = await _place(store, row.label, row.id)
    return RedirectResponse(where, 303)


async def _place(store: GraphStore, label: str, node_id: str) -> str:
    """The indicator of a figure, else the document at the words that name the node."""
    if label == "Target":
        for edge in await ask(store, NEIGHBOURS, p.Neighbours((node_id,), ("MEASURES",), 1)):
            return node_link("Indicator", edge.target_id)
    for edge in await ask(store, NEIGHBOURS, p.Neighbours((node_id,), (_TELLING[label],), 1)):
        if edge.document_id:
            return f"{address(f'/ui/documents/{quote(edge.document_id)}', edge=edge.key)}#quote"
        return edge_link(edge.key)
    raise await missing(store, (label,), node_id)
