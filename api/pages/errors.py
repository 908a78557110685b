"""Errors for people: a browser gets the words of a problem document as a page, whoever raised the problem."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import orjson
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request

from api.pages.view import shown
from api.problems import MEDIA_TYPE

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_OURS_ANEW = ("content-length", "content-type", "cache-control")


class HtmlProblems:
    """A layer around the application that turns problem documents into pages, where a person reads them."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on but problems on their way to a browser."""
        if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self._app(scope, receive, send)
            return
        began: Message | None = None
        body = b""

        async def sent(message: Message) -> None:
            nonlocal began, body
            if message["type"] == "http.response.start" and _is_problem(message) and _is_page(scope):
                began = message
            elif began is None:
                await send(message)
            else:
                body += message.get("body", b"")

        await self._app(scope, receive, sent)
        if began is not None:
            await _send_page(scope, receive, send, began, body)


async def _send_page(scope: Scope, receive: Receive, send: Send, began: Message, body: bytes) -> None:
    """The page of a problem, with its status and headers."""
    kept = {name: value for name, value in Headers(raw=began["headers"]).items() if name not in _OURS_ANEW}
    problem = {"near": None, "errors": None, "instance": None, **orjson.loads(body)}
    answered = await shown(Request(scope), "error.html", began["status"], kept, problem=problem)
    await answered(scope, receive, send)


def _is_problem(message: Message) -> bool:
    return MutableHeaders(scope=message).get("content-type", "").startswith(MEDIA_TYPE)


def _is_page(scope: Scope) -> bool:
    """A page, what leads to pages, and what is nowhere; the addresses of the API answer as they always do."""
    path = scope["path"]
    return path == "/" or path.startswith(("/ui", "/e/")) or "route" not in scope
