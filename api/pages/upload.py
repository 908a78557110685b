"""Reading documents in through the browser: giving the key, the form, what became of each file."""

import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import UploadFile

from api import session
from api.deps import SettingsDep, answer
from api.pages.view import shown
from api.problems import Problem
from api.uploads import MOST_FILES, ingested, saved
from graph.settings import Settings

router = APIRouter(include_in_schema=False)
_FORM = "/ui/upload"
_LOGIN = "/ui/login"
_SECRET = {"Cache-Control": "no-store"}  # the page holds the token of a session


@router.get(_FORM)
async def form(request: Request, settings: SettingsDep) -> Response:
    """The form, for who gave the key."""
    known = session.session_of(request, settings.api_key)
    if settings.api_key and known is None:
        return RedirectResponse(_LOGIN, 303)
    return await shown(request, "upload.html", headers=_SECRET, session=known, files=None, problem=None)


@router.post(_FORM)
async def upload(request: Request, settings: SettingsDep) -> Response:
    """Read the files in; nothing is looked at before it is clear who sends it and from which page."""
    session.check_origin(request)
    known = session.session_of(request, settings.api_key)
    if known is None:
        session.check_form(None, "")
    async with request.form(max_files=MOST_FILES, max_fields=10) as sent:
        session.check_form(known, str(sent.get("csrf", "")))
        files = [one for one in sent.getlist("files") if isinstance(one, UploadFile) and one.filename]
        try:
            told = await _read(settings, files)
        except Problem as problem:
            return await shown(request, "upload.html", problem.status, session=known, files=None, problem=problem)
    return await shown(request, "upload.html", 201, session=known, files=told, problem=None)


@router.get(_LOGIN)
async def login_form(
    request: Request, settings: SettingsDep, back: Annotated[str, Query(max_length=500)] = ""
) -> Response:
    """Ask for the key; `back` is the page that leads here."""
    if session.session_of(request, settings.api_key):
        return RedirectResponse(session.way_back(back) or _FORM, 303)
    way = session.way_back(back)
    return await shown(request, "login.html", has_key=bool(settings.api_key), wrong=None, back=way)


@router.post(_LOGIN)
async def login(
    request: Request,
    settings: SettingsDep,
    key: Annotated[str, Form(max_length=1000)] = "",
    back: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """Open a session for the right key."""
    session.check_origin(request)
    try:
        await session.check_key(request, key.strip(), settings.api_key)
    except Problem as problem:
        told = {"has_key": bool(settings.api_key), "wrong": problem.detail, "back": session.way_back(back)}
        return await shown(request, "login.html", problem.status, problem.headers, **told)
    response = RedirectResponse(session.way_back(back) or _FORM, 303)
    session.remember(request, response, session.opened(settings.api_key))
    return response


@router.post("/ui/logout")
async def logout(request: Request, settings: SettingsDep, csrf: Annotated[str, Form(max_length=200)] = "") -> Response:
    """End the session, in this browser and on the server."""
    session.check_origin(request)
    known = session.session_of(request, settings.api_key)
    session.check_form(known, csrf)
    if known:
        session.end(request, known)
    response = RedirectResponse("/", 303)
    session.forget(response)
    return response


async def _read(settings: Settings, files: list[UploadFile]) -> list[dict[str, object]]:
    """What became of each file."""
    if not files:
        raise Problem(422, "请先选择文件。", "Choose a file first.")
    with tempfile.TemporaryDirectory(prefix="zhitu-") as folder:
        paths = await saved(files, Path(folder))  # type: ignore[arg-type]
        return [asdict(one) for one in await answer(ingested, settings, paths, lane="upload")]
