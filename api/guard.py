"""What every request passes: host check, size limit, request id, log line, metrics, headers that keep pages safe."""

import ipaddress
import logging
import time
import uuid
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request

from api.problems import MAX_BODY, TOO_LARGE, Problem, response, unexpected

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

PAGE_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
}
_LOCAL = ("localhost", "localhost.localdomain")

log = logging.getLogger("zhitu.api")


class Metrics:
    """Counts and times of requests by route, for Prometheus; of this process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "zhitu_requests",
            "Requests by route, method and status",
            ("route", "method", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram("zhitu_request_seconds", "Seconds of a request", ("route",), registry=self.registry)


class Guard:
    """The layer around all routes (plain ASGI: a wrapper that costs little); what it refuses is told as by a route."""

    def __init__(self, app: App, hosts: tuple[str, ...], metrics: Metrics) -> None:
        self._app = app
        self._hosts = frozenset((*_LOCAL, *hosts))
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        request_id = scope["zhitu.request_id"] = uuid.uuid4().hex[:12]
        status: int | None = None

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = request_id
                for name, value in _ALWAYS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Content-Security-Policy", PAGE_POLICY)
            await send(message)

        try:
            await self._passed(scope, receive, sent)
        except Exception as error:  # whatever a route did not foresee: one request fails, the server goes on
            log.error("%s unexpected", request_id, exc_info=error)
            if status is None:
                await response(Request(scope), unexpected(request_id))(scope, receive, sent)
        finally:
            self._note(scope, status, time.perf_counter() - started)

    async def _passed(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        if problem := self._wrong_host(headers.get("host", "")) or _too_large(headers.get("content-length")):
            await response(Request(scope), problem)(scope, receive, send)
            return
        await self._app(scope, _limited(receive) if scope["method"] == "POST" else receive, send)

    def _wrong_host(self, host: str) -> Problem | None:
        """A name that is not ours means that a foreign page leads a browser here (DNS rebinding)."""
        name = _host_name(host)
        if name in self._hosts or _is_address(name):
            return None
        return Problem(
            421,
            f"不认识主机名 {name!r};如确是本服务器,请在 ZHITU_HOSTS 中加上。",
            f"The host name {name!r} is not known here; if it is this server's, add it to ZHITU_HOSTS.",
        )

    def _note(self, scope: Scope, status: int | None, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "other")
        self._metrics.requests.labels(route, scope["method"], status).inc()
        self._metrics.seconds.labels(route).observe(seconds)
        if log.isEnabledFor(logging.INFO):
            where = scope.get("raw_path", b"").decode("latin-1")
            log.info("%s %s %s %s %.1f ms", scope["zhitu.request_id"], scope["method"], where, status, seconds * 1000)


class HeadAsGet:
    """HEAD for whatever answers GET: the same headers, nothing behind them."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ask for GET, and keep the content back."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def without_content(message: Message) -> None:
            if message["type"] != "http.response.body":
                await send(message)
            elif not message.get("more_body", False):
                await send({"type": "http.response.body"})

        await self._app({**scope, "method": "GET"}, receive, without_content)


def _host_name(host: str) -> str:
    """The name of a Host header without its port, in lower case; [::1] without its brackets."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.rpartition(":")[0].lower() if ":" in host else host.lower()


def _is_address(name: str) -> bool:
    """A plain address cannot be made to point elsewhere."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _too_large(length: str | None) -> Problem | None:
    if length is None or not length.isdecimal() or int(length) <= MAX_BODY:
        return None
    return Problem(413, *TOO_LARGE)


def _limited(receive: Receive) -> Receive:
    """Counts what arrives, for a request that did not say its length or lied."""
    total = 0

    async def counted() -> Message:
        nonlocal total
        message = await receive()
        total += len(message.get("body", b""))
        if total > MAX_BODY:
            raise HTTPException(413)
        return message

    return counted
