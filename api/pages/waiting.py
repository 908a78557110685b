"""What waits for a person in each document; a Reading is opened once and its account kept for a while."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from api.pages.mentions import waiting_in
from graph.errors import NotFound
from graph.model import Waiting
from graph.rows import DocumentRow
from graph.store import GraphStore

_KEPT = 300.0  # seconds: a file may be read anew by a newer version
_MOST = 5000  # accounts


@dataclass(frozen=True, slots=True)
class Held:
    """A document, and what waits in it with the rule that met it."""

    document: DocumentRow
    waiting: Sequence[tuple[str, Waiting]]


_accounts: dict[tuple[str, int, int, int], tuple[float, list[tuple[str, Waiting]]]] = {}
_lock = threading.Lock()


def held(store: GraphStore, documents: Sequence[DocumentRow]) -> list[Held]:
    """The documents with what waits in each."""
    return [Held(row, _waiting(store, row)) for row in documents]


def _of_reading(store: GraphStore, sha256: str) -> list[tuple[str, Waiting]]:
    """What waits in a Reading; nothing is known of one that is not kept."""
    try:
        return waiting_in(store.reading(sha256))
    except NotFound:
        return []


def _waiting(store: GraphStore, row: DocumentRow) -> list[tuple[str, Waiting]]:
    if not row.sha256:
        return []
    told = (row.sha256, row.tasks, row.targets, row.projects)
    known = _accounts.get(told)
    if known is None or known[0] < time.monotonic():
        known = (time.monotonic() + _KEPT, _of_reading(store, row.sha256))
        with _lock:
            if len(_accounts) >= _MOST:
                _accounts.clear()
            _accounts[told] = known
    return known[1]
