"""What routes rest on: the store, opened when it is first asked for, and the one place that decides how it is asked."""

import hmac
import threading
import time
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, TypeVar

import anyio.to_thread
from anyio import CapacityLimiter
from fastapi import Depends, Request
from fastapi.security import APIKeyHeader

from api.problems import Problem
from graph.errors import StoreAway
from graph.query import Query
from graph.settings import Settings
from graph.store import GraphStore, open_store

P = TypeVar("P")
R = TypeVar("R")

PATIENCE = 5.0  # seconds for one query
_MOMENT = 1.0  # seconds in which a server that is away is not tried again
Lane = Literal["file", "raw", "upload"]
AT_ONCE: Mapping[Lane, int] = {  # how many run at the same time; the others of that lane wait their turn
    "file": 4,  # files, exports, matrices, pages over the whole graph
    "raw": 2,  # what somebody writes in Cypher
    "upload": 1,  # the store has one writer
}

_key_header = APIKeyHeader(name="X-API-Key", auto_error=False, description="ZHITU_API_KEY of the server")


class OpenedStore:
    """The store for reading, opened at the first request: a server may start before the first document is read."""

    def __init__(self, settings: Settings, store: GraphStore | None = None) -> None:
        self._settings = settings
        self.checked = False  # whether its labels have been compared with the schema
        self.store = store
        self._failed: tuple[float, StoreAway] | None = None
        self._lock = threading.Lock()

    def __call__(self) -> GraphStore:
        """The open store; raises StoreError with the command that mends it."""
        with self._lock:
            if self.store is None:
                self.store = self._opened()
            return self.store

    def _opened(self) -> GraphStore:
        """The store; that its server is away is told to all who wait, without trying again for each."""
        if self._failed and time.monotonic() < self._failed[0] + _MOMENT:
            raise self._failed[1]
        try:
            return open_store(self._settings.store, self._settings.login, read_only=True)
        except StoreAway as error:
            self._failed = time.monotonic(), error
            raise

    def close(self) -> None:
        """Let it go."""
        if self.store is not None:
            self.store.close()
            self.store = None


async def store_of(request: Request) -> GraphStore:
    """The store of the application."""
    opened: OpenedStore = request.app.state.opened
    return opened.store if opened.store is not None else await anyio.to_thread.run_sync(opened)  # it may wait long


async def settings_of(request: Request) -> Settings:
    """The settings of the application."""
    settings: Settings = request.app.state.settings
    return settings


StoreDep = Annotated[GraphStore, Depends(store_of)]
SettingsDep = Annotated[Settings, Depends(settings_of)]


async def ask(store: GraphStore, query: Query[P, R], params: P) -> list[R]:
    """The rows of a query: at once where it is bounded and the store in this process, else in a thread."""
    if query.bounded and store.in_process:
        return store.run(query, params, PATIENCE)
    return await anyio.to_thread.run_sync(store.run, query, params, PATIENCE)


async def answer(
    function: Callable[..., R], *arguments: Any, slow: bool = False, lane: Lane | None = None, inline: bool = False
) -> R:
    """What a function over several queries gives, in a thread; slow ones take turns, each lane by itself.

    `slow` is the lane "file"; `inline` is for a few bounded queries to a store in this process.
    """
    if inline:
        return function(*arguments)
    lane = lane or ("file" if slow else None)
    limiter = _limiter(lane) if lane else None
    return await anyio.to_thread.run_sync(function, *arguments, limiter=limiter)


async def writing(settings: SettingsDep, key: Annotated[str | None, Depends(_key_header)]) -> None:
    """Raise unless the request carries the server's key."""
    if not settings.api_key:
        raise Problem(
            403,
            "这台服务器没有设置密钥,不接受写入;请管理员设置 ZHITU_API_KEY 后重新启动。",
            "This server has no key, so writing is off; set ZHITU_API_KEY and start it again.",
        )
    if key is None or not hmac.compare_digest(key.encode("latin-1"), settings.api_key.encode()):
        raise Problem(
            401,
            "密钥不对:请在请求头 X-API-Key 中给出服务器的密钥。",
            "The key is missing or wrong: give the server's key in the header X-API-Key.",
            headers={"WWW-Authenticate": "ApiKey"},
        )


def _limiter(lane: Lane, _limiters: dict[object, CapacityLimiter] = {}) -> CapacityLimiter:  # noqa: B006  by loop
    from anyio.lowlevel import current_token

    return _limiters.setdefault((current_token(), lane), CapacityLimiter(AT_ONCE[lane]))
