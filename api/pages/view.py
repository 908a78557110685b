"""How a page is made: its template, the language of the reader, addresses, and the bytes that go out."""

import hashlib
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from api.answers import tagged
from api.deps import answer
from api.pages.words import Language, Words
from graph.answers.matrix import mark_of
from graph.exports.quotes import shown_quote
from graph.exports.table import cell_text

HOME = Path(__file__).parent.parent
LANGUAGE_COOKIE = "zhitu_lang"
_CHINESE = re.compile("[\u3400-\u9fff]")
_YEAR = 365 * 24 * 3600
_HTML = "text/html; charset=utf-8"
_OWN_PAGE = {"Department": "departments", "Task": "tasks", "Document": "documents", "Indicator": "indicators"}


def language_of(request: Request) -> Language:
    """What the address asks for, else what the reader chose before, else Chinese."""
    asked = request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE)
    return "en" if asked == "en" else "zh"


async def shown(
    request: Request, template: str, status: int = 200, headers: Mapping[str, str] | None = None, **told: object
) -> Response:
    """The page of a template with what it tells; it remembers the language that was asked for."""
    content = await answer(rendered, request, template, told)
    if status == 200:
        response = tagged(request, content, _HTML, {"Vary": "Accept, Cookie", **(headers or {})})
    else:
        response = Response(content, status, {"Cache-Control": "no-store", **(headers or {})}, _HTML)
    if request.query_params.get("lang") in ("zh", "en"):
        response.set_cookie(LANGUAGE_COOKIE, language_of(request), max_age=_YEAR, samesite="lax", httponly=True)
    return response


def rendered(request: Request, template: str, told: Mapping[str, object]) -> bytes:
    """The bytes of a page."""
    words = Words(language_of(request))
    shared = {"w": words, "t": words.t, "lang": words.language, "here": _here(request), "path": request.url.path}
    base = str(request.base_url).rstrip("/")
    return _environment().get_template(template).render(**shared, base=base, **told).encode()


def node_link(label: str, node_id: str) -> str:
    """The address of the page of a node."""
    return f"/ui/{_OWN_PAGE.get(label, 'nodes')}/{quote(node_id, safe='')}"


def edge_link(key: str) -> str:
    """The permanent address of an edge."""
    return f"/e/{quote(key, safe='')}"


def address(path: str, **parameters: object) -> str:
    """A path with the parameters that have a value."""
    given = {name: value for name, value in parameters.items() if value not in (None, "")}
    return f"{path}?{urlencode(given)}" if given else path


def _here(request: Request) -> Callable[..., str]:
    """Gives the address of this very page with some parameters changed."""

    def changed(**parameters: object) -> str:
        return address(request.url.path, **{**request.query_params, **parameters})

    return changed


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HOME / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"node_link": node_link, "edge_link": edge_link, "address": address, "static": _static}
    made.globals |= {"mark_of": mark_of, "shown_quote": shown_quote}
    made.filters |= {"cell": cell_text, "zh": _marked_chinese}
    made.tests["chinese"] = _is_chinese
    return made


@pass_context
def _marked_chinese(context: Context, value: object) -> object:
    """A word of a document, which a page in another language marks as Chinese: screen readers say it so."""
    if value is None:
        return ""
    if context.get("lang") != "zh" and _is_chinese(value):
        return Markup('<span lang="zh-CN">{}</span>').format(value)
    return value


def _is_chinese(value: object) -> bool:
    return _CHINESE.search(str(value)) is not None


@cache
def _static(name: str) -> str:
    """The address of one of our own files, which changes with its content."""
    content: Any = (HOME / "static" / name).read_bytes()
    return f"/static/{name}?v={hashlib.blake2b(content, digest_size=5).hexdigest()}"
