"""A file holds the whole list or there is none: nothing is left out in silence."""

from collections.abc import Iterator

import httpx
import pytest

from graph.settings import Settings
from tests.serving import serving

COMPUTED = ("/ledger", "/audit", "/comparison", "/documents/{document}/echoes")


@pytest.fixture
def api(filled_store: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[httpx.Client]:
    """A server whose files hold three rows at most."""
    monkeypatch.setattr("api.answers.MOST_IN_FILE", 3)
    with serving(Settings(store=filled_store)) as base, httpx.Client(base_url=base, timeout=30) as client:
        yield client


@pytest.mark.parametrize("path", [*COMPUTED, "/tasks", "/responsibilities"])
def test_a_list_that_is_too_long_for_a_file_is_refused(api: httpx.Client, path: str) -> None:
    documents = api.get("/documents", params={"ingested": True}).json()["items"]
    known = {row["document_id"]: row["tasks"] for row in documents}
    path = path.format(document=max(known, key=lambda name: known[name]))
    assert len(api.get(path, params={"limit": 4}).json()["items"]) == 4, "longer than three rows"
    for limit, status in ((None, 413), (4, 413), (3, 200)):
        answer = api.get(path, params={"format": "csv", **({"limit": limit} if limit else {})})
        assert answer.status_code == status, (path, limit, answer.text[:200])
        if status == 413:
            assert "3 rows" in answer.json()["detail"]
        else:
            assert len(answer.text.strip().splitlines()) >= 4
