"""For those who run the server: is it alive, is the store right, how is it doing."""

from fastapi import APIRouter, Request, Response
from prometheus_client import generate_latest

from api.deps import OpenedStore, StoreDep, answer, ask
from api.known import StrictRoute
from api.models import Health
from api.problems import Problem
from graph.parameters import NodeId, Nothing
from graph.queries import NODE, SUMMARY
from graph.schema import load_schema
from graph.store import GraphStore

_COUNTRY = "region:100000"  # in every graph that holds a document

router = APIRouter(route_class=StrictRoute, tags=["服务 · Service"])


@router.get("/healthz", summary="是否在运行 · Is it alive")
async def healthz() -> Health:
    """The process answers; says nothing of the store."""
    return Health(status="ok")


@router.get("/readyz", summary="图谱是否可用 · Is the store open and its schema right")
async def readyz(request: Request, store: StoreDep) -> Health:
    """The store opens and answers, and holds what the schema knows; the latter is looked through once."""
    opened: OpenedStore = request.app.state.opened
    if not opened.checked:
        await answer(_check, store)
        opened.checked = True
    await ask(store, NODE, NodeId(_COUNTRY))
    return Health(status="ok")


@router.get("/metrics", summary="Prometheus", response_class=Response)
async def metrics(request: Request) -> Response:
    """Requests by route and status, and their times, of this process; text for Prometheus."""
    return Response(generate_latest(request.app.state.metrics.registry), media_type="text/plain; version=0.0.4")


def _check(store: GraphStore) -> None:
    schema = load_schema()
    known = {"node": set(schema.labels), "relationship": set(schema.relationships)}
    strange = [row.name for row in store.run(SUMMARY, Nothing()) if row.name not in known[row.kind]]
    if strange:
        raise Problem(
            503,
            f"图谱中有本版本不认识的类型:{'、'.join(strange)};请运行 zhitu store rebuild。",
            f"The store holds what this version does not know: {', '.join(strange)}; run zhitu store rebuild.",
        )
