"""One relationship as a page, for those that no text states: who, what, whom, and the row that says so."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.deps import StoreDep, ask
from api.pages.view import edge_link, language_of, shown
from api.pages.words import Words
from api.params import Key
from graph import parameters as p
from graph.queries import EVIDENCE, NEIGHBOURS, NODE
from graph.rows import EdgeRow
from graph.store import GraphStore

router = APIRouter(include_in_schema=False)
NO_EDGE: Mapping[str, Any] = {"edge": None, "quotation": None, "figure": None}


@router.get("/ui/edges/{key}")
async def edge(request: Request, store: StoreDep, key: Key) -> Response:
    """One relationship of the reference data; its permanent address knows the way to any other, or that it is gone."""
    for row in await ask(store, EVIDENCE, p.Key(key)):
        if not row.document_id:
            return await shown(
                request, "relationship.html", **await of_edge(store, row, None, Words(language_of(request)))
            )
    return RedirectResponse(edge_link(key), 303)


def address_of_edge(key: str) -> str:
    """The page of an edge that no text states."""
    return f"/ui/edges/{quote(key, safe='')}"


async def of_edge(store: GraphStore, row: EdgeRow, quotation: str | None, words: Words) -> dict[str, Any]:
    """What edge.html tells: the edge, its quotation, or else the figure of a row of reference data in words."""
    figure = None if quotation else await _figure(store, row, words)
    return {"edge": row, "quotation": quotation, "figure": figure}


async def _figure(store: GraphStore, row: EdgeRow, words: Words) -> str | None:
    """农业标准化生产普及率:高于 30%(2015 年), for an edge from or to a figure; else None."""
    ends = {row.source_label: row.source_id, row.target_label: row.target_id}
    if "Target" not in ends:
        return None
    measured = await ask(store, NEIGHBOURS, p.Neighbours((ends["Target"],), ("MEASURES",), 1))
    for node in await ask(store, NODE, p.NodeId(ends["Target"])):
        told = node.properties
        spoken = words.spoken(told["value"], told["unit"], told["comparator"], told["year"])
        name = measured[0].target_name if measured else node.name
        return f"{name}{words.t(':', ': ')}{spoken if told['value'] is not None else told['value_text'] or ''}"
    return None
