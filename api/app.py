"""The application: routes over the store, errors as problem documents, documentation that needs no network."""

import gc
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute
from fastapi.staticfiles import StaticFiles

from api import pages, problems
from api.answers import problems as problem_responses
from api.deps import OpenedStore
from api.examples import with_examples
from api.guard import Guard, HeadAsGet, Metrics
from api.pages.errors import HtmlProblems
from api.routes import (
    audit,
    comparison,
    cypher,
    decisions,
    departments,
    diff,
    documents,
    echoes,
    graph,
    indicators,
    ledger,
    search,
    service,
    tasks,
    works,
)
from graph.answers.auditing import Auditor
from graph.reference import load_reference
from graph.settings import Settings
from graph.store import GraphStore

STATIC = Path(__file__).parent / "static"
ROUTERS = (
    departments,
    tasks,
    search,
    documents,
    echoes,
    diff,
    indicators,
    comparison,
    works,
    graph,
    ledger,
    audit,
    decisions,
    service,
)
_DOCS_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'"
)
_ABOUT = """质量工作文件的知识图谱:哪个部门牵头什么,依据哪份上级文件,本地指标与国家指标相比如何。
每条事实都带原文和位置。

A knowledge graph of quality governance: every fact carries the words that it rests on, with their place.
Lists give `limit` rows and the `cursor` of the next page; `format=csv` and `format=xlsx` give them as files.
Errors are problem documents (RFC 9457)."""


def create_app(settings: Settings, store: GraphStore | None = None) -> FastAPI:
    """The application for these settings; a store that is given is used as it is, else the settings' one is opened."""
    app = FastAPI(
        title="质图 zhitu",
        version=version("zhitu"),
        description=_ABOUT,
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        generate_unique_id_function=_operation_id,
        responses=problem_responses(400, 421, 422, 503, 504),
    )
    app.state.settings = settings
    app.state.opened = OpenedStore(settings, store)
    app.state.metrics = Metrics()
    app.state.auditor = Auditor()
    app.add_middleware(Guard, hosts=settings.hosts, metrics=app.state.metrics)
    app.add_middleware(HtmlProblems)  # around the guard, whose problems people read too
    app.add_middleware(HeadAsGet)
    problems.install(app)
    for module in ROUTERS:
        app.include_router(module.router)
    if settings.raw_cypher:
        app.include_router(cypher.router)
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=STATIC), "static")
    app.add_api_route("/docs", _docs, include_in_schema=False)
    app.openapi = with_examples(app)  # type: ignore[method-assign]
    return app


def app_of_environment() -> FastAPI:
    """The application as the environment describes it, for `uvicorn --factory api.app:app_of_environment`."""
    return create_app(Settings.gathered(os.environ))


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    load_reference()  # now, not at the first question
    gc.freeze()  # what was loaded stays: the collector need not look through it in the middle of a request
    yield
    app.state.opened.close()


async def _docs(request: Request) -> HTMLResponse:
    """Swagger UI with our own copies of its files."""
    page = get_swagger_ui_html(
        openapi_url="/openapi.json",
        title="质图 API",
        swagger_js_url="/static/vendor/swagger-ui-bundle.js",
        swagger_css_url="/static/vendor/swagger-ui.css",
        swagger_favicon_url="/static/favicon.svg",
        swagger_ui_parameters={"validatorUrl": None, "docExpansion": "list", "defaultModelsExpandDepth": 0},
    )
    page.headers["Content-Security-Policy"] = _DOCS_POLICY
    return page


def _operation_id(route: APIRoute) -> str:
    return route.name
