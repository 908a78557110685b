"""What waits for a person, and the forms with which people decide; each decision is signed."""

import re
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from api import session
from api.decisions import decided
from api.deps import SettingsDep, StoreDep, answer
from api.pages.view import shown
from graph.decisions.decided import rows_of
from graph.decisions.deciding import Said
from graph.decisions.review import review as found_in
from graph.reference import load_reference

router = APIRouter(include_in_schema=False)
SECRET = {"Cache-Control": "no-store"}  # the page holds the token of a session
PAGE = "/ui/review"
_ROWS = 50  # of a kind
_DECISIONS = 200
_BETWEEN = re.compile(r"[、,,;;\n]+")
_Text = Annotated[str, Form(max_length=2000)]


@router.get(PAGE)
async def review(
    request: Request,
    store: StoreDep,
    settings: SettingsDep,
    made: Annotated[str | None, Query(max_length=64)] = None,
) -> Response:
    """Pairs that may be one, phrases, decisions that no longer apply, and all decisions."""
    known = session.session_of(request, settings.api_key)
    found = await answer(found_in, store, load_reference(), _ROWS, slow=True)
    rows = rows_of(await answer(store.decisions))
    return await shown(
        request,
        "review.html",
        headers=SECRET if known else None,
        session=known,
        has_key=bool(settings.api_key),
        found=found,
        decisions=rows[::-1][:_DECISIONS],
        total=len(rows),
        made=next((row for row in rows if row.id == made), None),
    )


@router.post("/ui/decisions")
async def decide(
    request: Request,
    settings: SettingsDep,
    verdict: Annotated[str, Form(max_length=40)] = "",
    about: Annotated[list[str], Form(max_length=2)] = [],  # noqa: B006  the framework copies it
    who: _Text = "",
    why: _Text = "",
    right: _Text = "",
    role: Annotated[str, Form(max_length=40)] = "",
    back: _Text = PAGE,
    csrf: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Keep what the form says and lead back; not before it is clear who sends it and from which page."""
    session.check_origin(request)
    session.check_form(session.session_of(request, settings.api_key), csrf)
    names = tuple(name.strip() for name in _BETWEEN.split(right) if name.strip())
    none = role == "none"
    said = Said(verdict, tuple(about), who, why, "", () if none else names, "" if none else role, none)
    row = await answer(decided, settings, said, lane="upload")
    where = session.way_back(back)
    return RedirectResponse(where if where not in ("", PAGE) else f"{PAGE}?made={row.id}", 303)
