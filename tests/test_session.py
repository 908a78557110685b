"""Who may read documents in through the pages: keys, sessions, tokens, and what strangers are refused."""

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio
import httpx
import pytest
from fastapi import FastAPI, Request

from api import session
from api.problems import Problem
from graph.settings import Settings
from tests.browsing import HTML, browsing
from tests.conftest import run_command
from tests.serving import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

KEY = "一个很长的密钥-a-long-key"
EVIL = "<script>alert(1)</script>关于质量强市的实施意见\n\n根据《质量发展纲要(2011-2020年)》,制定本意见。\n\n一、主要任务\n\n(一)提升产品质量。加强<img src=x onerror=alert(2)>监管。(市市场监管局负责)\n\n江油市人民政府\n2021年3月1日\n"


@pytest.fixture
def writable(tmp_path: Path) -> Iterator[str]:
    """A server that may be written to, over one document."""
    source = tmp_path / "first.txt"
    source.write_text(EVIL.replace("<script>alert(1)</script>", "四平市"), "utf-8")
    assert run_command("ingest", source, "--store", tmp_path / "store").code == 0
    with serving(Settings(store=str(tmp_path / "store"), api_key=KEY)) as base:
        yield base


def test_reading_in_needs_key_page_and_token(
    chromium: "Browser", writable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "_PAUSE", 0.05)
    evil = tmp_path / "evil.txt"
    evil.write_text(EVIL, "utf-8")
    files = {"files": ("evil.txt", EVIL.encode(), "text/plain")}
    with httpx.Client(base_url=writable, timeout=30, headers=HTML) as client:
        before = client.get("/documents").json()
        assert client.get("/ui/upload").headers["location"] == "/ui/login"
        assert client.post("/ui/login", data={"key": "wrong"}).status_code == 401
        assert client.post("/ui/login", data={"key": KEY}, headers={"Origin": "http://evil.example"}).status_code == 403
        assert not client.cookies
        opened = client.post("/ui/login", data={"key": KEY}, headers={"Origin": writable})
        assert opened.status_code == 303
        given = opened.headers["set-cookie"].lower()
        assert all(word in given for word in ("httponly", "samesite=strict", "path=/")) and KEY not in given
        token = re.findall(r'name="csrf" value="([^"]+)', client.get("/ui/upload").text)[0]
        refused: list[dict[str, Any]] = [
            {"data": {}},
            {"data": {"csrf": token[::-1]}},
            {"data": {"csrf": token}, "headers": {"Origin": "http://evil.example"}},
            {"data": {"csrf": token}, "headers": {"Sec-Fetch-Site": "cross-site"}},
        ]
        for one in refused:
            assert client.post("/ui/upload", files=files, **one).status_code == 403
        assert client.post("/ui/logout", data={}).status_code == 403
        assert client.post("/ui/upload", data={"csrf": token}).status_code == 422
        assert client.get("/documents").json() == before
    _read_in_by_hand(chromium, writable, evil)


def _read_in_by_hand(chromium: "Browser", base: str, evil: Path) -> None:
    with browsing(chromium, base) as (page, _):
        page.goto("/ui/upload")
        page.get_by_label("密钥").fill(KEY)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url("**/ui/upload")
        page.locator("#files").set_input_files(evil)
        page.get_by_role("button", name="读入", exact=True).click()
        page.get_by_role("heading", name="读入结果").wait_for()
        page.locator("a.document", has_text="alert(1)").click()
        assert "<script>alert(1)</script>" in page.locator("h1").inner_text()
        assert "<img src=x onerror=alert(2)>" in page.locator("[data-text]").inner_text()
        for address in (
            "/",
            "/ui/documents",
            "/ui/search?q=alert",
            "/ui/matrix",
            "/ui/lineage",
            "/ui/pictures/lineage",
        ):
            page.goto(address, wait_until="load")
            assert page.locator("img[src=x]").count() == 0
        page.goto("/ui/upload")
        page.get_by_role("button", name="退出登录").click()
        page.goto("/ui/upload")
        assert page.url.endswith("/ui/login")


def test_a_session_ends_and_cannot_be_made_up() -> None:
    now = 1_000_000.0
    value = session.opened(KEY, now)

    def of(cookie: str, key: str = KEY, at: float = now) -> session.Session | None:
        request = _request({"cookie": f"{session.COOKIE}={cookie}"})
        return session.session_of(request, key, at)

    known = of(value)
    assert known is not None and known.csrf not in value
    assert of(value, at=now + session.HOURS * 3600) is None
    assert of(value, key="another") is None and of(value, key="") is None
    ends, rest = value.split(".", 1)
    assert of(f"{int(ends) + 1}.{rest}") is None
    assert of("") is None and of("..") is None and of(value.rpartition(".")[0]) is None


def _request(headers: dict[str, str], app: FastAPI | None = None, client: str = "10.0.0.1") -> Request:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    told = {"app": app or FastAPI(), "client": (client, 1)}
    return Request({"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": raw, **told})


def test_a_copied_cookie_is_worth_nothing_after_signing_out(writable: str) -> None:
    with httpx.Client(base_url=writable, timeout=30, headers=HTML) as client:
        client.post("/ui/login", data={"key": KEY})
        form = client.get("/ui/upload")
        assert form.status_code == 200 and form.headers["cache-control"] == "no-store"
        copied = {"Cookie": f"{session.COOKIE}={client.cookies[session.COOKIE]}"}
        token = re.findall(r'name="csrf" value="([^"]+)', form.text)[0]
        assert client.post("/ui/logout", data={"csrf": token}).status_code == 303
        assert session.COOKIE not in client.cookies
    assert httpx.get(f"{writable}/ui/upload", headers=copied).headers["location"] == "/ui/login"
    sent = {"files": {"files": ("one.txt", EVIL.encode(), "text/plain")}, "data": {"csrf": token}}
    assert httpx.post(f"{writable}/ui/upload", headers=copied, **sent).status_code == 403


def test_many_wrong_keys_are_refused_in_our_words(writable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "_PAUSE", 0.0)
    with httpx.Client(base_url=writable, timeout=30, headers=HTML) as client:
        answers = [client.post("/ui/login", data={"key": f"wrong {number}"}) for number in range(11)]
        assert [one.status_code for one in answers] == [401] * 10 + [429]
        assert "秒后再试" in answers[-1].text and 0 < int(answers[-1].headers["retry-after"]) <= 60
        assert client.post("/ui/login", data={"key": KEY}).status_code == 429  # else a guesser would learn of a hit


def test_who_errs_waits_for_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "_PAUSE", 0.2)
    app, refused = FastAPI(), []

    async def wrong(client: str) -> None:
        try:
            await session.check_key(_request({}, app, client), "wrong", KEY)
        except Problem as problem:
            refused.append(problem.status)

    async def many() -> float:
        began = time.monotonic()
        async with anyio.create_task_group() as group:
            for number in range(14):
                group.start_soon(wrong, f"2001:db8::{number + 1:x}" if number < 12 else f"10.0.0.{number}")
        await session.check_key(_request({}, app, "10.0.0.99"), KEY, KEY)
        return time.monotonic() - began

    with ThreadPoolExecutor() as aside:  # the browser's driver has a loop in this thread
        assert aside.submit(anyio.run, many).result() < 1.0
    assert sorted(refused) == [401] * 12 + [429] * 2  # one IPv6 network counts as one client
    assert len(app.state.sessions.wrong) == 3


def test_little_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "_MOST_KNOWN", 5)
    app = FastAPI()
    for number in range(9):
        known = session.Session(f"{int(time.time()) + 60 - 100 * (number == 3)}.{number}.signature", "")
        session.end(_request({}, app), known)
    assert [told.rpartition(".")[2] for told in app.state.sessions.ended] == ["4", "5", "6", "7", "8"]
