"""The pages as people meet them: a real server, a real browser, and the source documents."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx
import openpyxl
import pytest

from api import session
from api.pages.marked import KINDS, Piece, Stretch, part, pieces
from graph.settings import Settings
from graph.store import open_store
from tests.conftest import run_command
from tests.serving import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

KEY = "一个很长的密钥-a-long-key"
LEAGUE_BUREAU = "dept:152900:市场监管"
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
HTML = {"Accept": "text/html"}
EVIL = "<script>alert(1)</script>关于质量强市的实施意见\n\n根据《质量发展纲要(2011-2020年)》,制定本意见。\n\n一、主要任务\n\n(一)提升产品质量。加强<img src=x onerror=alert(2)>监管。(市市场监管局负责)\n\n江油市人民政府\n2021年3月1日\n"


@dataclass
class Seen:
    """What went wrong in a browser, and where it asked."""

    base: str
    problems: list[str] = field(default_factory=list)

    def watch(self, page: "Page") -> None:
        page.on("console", lambda one: self.problems.append(one.text) if one.type in ("error", "warning") else None)
        page.on("pageerror", lambda one: self.problems.append(str(one)))
        page.on("dialog", lambda one: self.problems.append(f"dialog {one.message}"))
        page.on("request", lambda one: self.note(one.url))
        page.on("requestfailed", lambda one: self.failed(one.url, str(one.failure)))

    def failed(self, url: str, why: str) -> None:
        if "ERR_ABORTED" not in why:  # the page was left, or what came was saved
            self.problems.append(f"failed {url} {why}")

    def note(self, url: str) -> None:
        if not url.startswith((self.base, "data:", "blob:")):
            self.problems.append(f"left the server: {url}")


@pytest.fixture(scope="module")
def site(filled_store: str) -> Iterator[str]:
    """The pages over the source documents, without a key."""
    with serving(Settings(store=filled_store)) as base:
        yield base


@pytest.fixture(scope="module")
def api(site: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site, timeout=30) as client:
        yield client


@contextmanager
def browsing(browser: "Browser", base: str, size: Any = WIDE, **options: Any) -> "Iterator[tuple[Page, Seen]]":
    """A page of a browser that has never been here; what it complains about fails the test."""
    context = browser.new_context(viewport=size, base_url=base, locale="zh-CN", **options)
    seen, page = Seen(base), context.new_page()
    page.set_default_timeout(10_000)
    seen.watch(page)
    try:
        yield page, seen
    finally:
        context.close()
    assert seen.problems == []


def document_id(api: httpx.Client, words: str) -> str:
    return str(api.get("/search", params={"q": words, "label": "Document"}).json()["items"][0]["id"])


def edges(api: httpx.Client, document: str, **wanted: str) -> list[dict[str, Any]]:
    rows = api.get("/responsibilities", params={"document": document, "limit": 500}).json()["items"]
    return [row for row in rows if all(row[name] == value for name, value in wanted.items())]


def addresses(api: httpx.Client) -> list[str]:
    """One address of each page."""
    league = document_id(api, "强盟")
    key = edges(api, league, mode="scoped")[0]["key"]
    task = edges(api, league, mode="shared")[0]["task_id"]
    indicator = api.get("/search", params={"q": "顾客满意度", "label": "Indicator"}).json()["items"][0]["id"]
    return [
        "/", "/ui/search?q=质量", "/ui/search?q=没有这样的", "/ui/help", "/ui/departments", f"/ui/departments/{LEAGUE_BUREAU}",
        f"/ui/tasks?document={league}", f"/ui/tasks/{task}", "/ui/documents", f"/ui/documents/{league}", f"/e/{key}",
        f"/ui/documents/{document_id(api, '质量发展纲要(2011')}", f"/ui/documents/{document_id(api, '中国制造2025')}",
        "/ui/indicators", f"/ui/indicators/{indicator}", "/ui/matrix", "/ui/lineage", "/ui/login",
        f"/ui/pictures/neighbourhood?id={LEAGUE_BUREAU}",
    ]  # fmt: skip


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1280", "390"])
def test_every_page_is_quiet_fits_and_stays_here(
    chromium: "Browser", site: str, api: httpx.Client, size: dict[str, int]
) -> None:
    with browsing(chromium, site, size) as (page, _):
        for address in addresses(api):
            answered = page.goto(address, wait_until="load")
            assert answered is not None and answered.status == 200, address
            wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wider <= 0, address
            if "/pictures/" not in address:
                assert page.locator("h1").count() == 1, address
                unnamed = page.locator("input:not([type=hidden]):not([aria-label])").evaluate_all(
                    "all => all.filter(one => !one.labels.length).length"
                )
                assert unnamed == 0, address


def test_from_a_search_to_the_words_in_the_document(chromium: "Browser", site: str, api: httpx.Client) -> None:
    with browsing(chromium, site) as (page, _):
        page.goto("/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        for _ in range(15):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.id") == "q":
                break
        page.keyboard.type("阿拉善盟市场监")
        page.locator("#suggestions li").first.wait_for()
        assert page.locator("#q").get_attribute("aria-expanded") == "true"
        page.keyboard.press("ArrowDown")
        assert page.locator("#q").get_attribute("aria-activedescendant") == "suggestion-0"
        page.keyboard.press("Enter")
        page.wait_for_url("**/ui/departments/**")
        assert page.locator("h1").inner_text() == "阿拉善盟市场监督管理局"
        row = page.locator("tr", has_text="工业产品质量监督抽查合格率").first
        assert "负责" in row.inner_text() and "盟市場監管局負責" in row.inner_text()
        key = str(row.locator("a.evidence").get_attribute("href")).rpartition("/")[2]
        row.locator("a.evidence").click()
        page.wait_for_url("**/ui/documents/**")
        told = api.get(f"/e/{key}").json()
        assert page.locator("#quote").evaluate("one => one.textContent") == told["quote"]
        assert page.locator("#quote").bounding_box()["y"] < WIDE["height"]  # type: ignore[index]
        assert page.locator("#quotation").input_value() == told["quotation"]
        assert page.locator(".panel").inner_text().startswith("阿拉善盟市场监督管理局")


def test_suggestions_close_and_the_form_works_without_them(chromium: "Browser", site: str) -> None:
    with browsing(chromium, site) as (page, _):
        page.goto("/ui/help")
        page.keyboard.press("/")
        page.keyboard.type("合格率")
        page.locator("#suggestions li").first.wait_for()
        page.keyboard.press("Escape")
        assert page.locator("#suggestions").is_hidden()
        page.keyboard.press("Enter")
        page.wait_for_url("**/ui/search?q=**")
        assert page.get_by_role("heading", name="指标", exact=True).is_visible()


def test_the_quotation_is_copied_and_said(chromium: "Browser", site: str, api: httpx.Client) -> None:
    key = edges(api, document_id(api, "强盟"), mode="scoped")[0]["key"]
    with browsing(chromium, site, permissions=["clipboard-read", "clipboard-write"]) as (page, _):
        page.goto(f"/e/{key}")
        page.get_by_role("button", name="复制引文").click()
        page.locator("[data-said]", has_text="已复制").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == api.get(f"/e/{key}").json()["quotation"]


def test_a_phrase_leads_to_all_its_duties(chromium: "Browser", site: str, api: httpx.Client) -> None:
    league = document_id(api, "强盟")
    told = edges(api, league, mode="scoped")[0]
    same = [one for one in edges(api, league) if one["start_char"] == told["start_char"]]
    with browsing(chromium, site) as (page, _):
        page.goto(f"/ui/documents/{league}")
        page.locator("a.m-duty", has_text="全國知名品牌").first.click()
        page.wait_for_url("**edge=**")
        listed = page.locator(".panel details li").all_inner_texts()
    assert len(listed) == len(same)
    assert any("腾格里" in one and "全国知名品牌创建示范区工作" in one for one in listed)


def test_the_whole_text_stands_in_the_page(chromium: "Browser", site: str, api: httpx.Client) -> None:
    for words in ("江油市“十三五”", "强盟"):
        document = document_id(api, words)
        text = api.get(f"/documents/{document}/text").json()["text"]
        with browsing(chromium, site) as (page, _):
            page.goto(f"/ui/documents/{document}")
            assert page.locator("[data-text]").evaluate("one => one.textContent") == text


def test_the_legend_switches_marks(chromium: "Browser", site: str, api: httpx.Client) -> None:
    with browsing(chromium, site) as (page, _):
        page.goto(f"/ui/documents/{document_id(api, '江油市“十三五”')}")
        mark = page.locator("[data-text] .m-Target").first
        seen = mark.evaluate("one => getComputedStyle(one).backgroundColor")
        page.locator("[data-kinds] input[value=Target]").uncheck()
        assert mark.evaluate("one => getComputedStyle(one).backgroundColor") != seen
        page.locator("[data-kinds] input[value=Target]").check()
        assert mark.evaluate("one => getComputedStyle(one).backgroundColor") == seen


def test_what_waits_leads_to_its_place(chromium: "Browser", site: str) -> None:
    with browsing(chromium, site) as (page, _):
        page.goto("/")
        page.locator("li", has_text="六合锻造").locator("a.evidence").click()
        page.wait_for_url("**at=**")
        assert "六合锻造" in page.locator("#at").inner_text()


def test_the_language_is_remembered(chromium: "Browser", site: str) -> None:
    with browsing(chromium, site) as (page, _):
        page.goto("/ui/matrix")
        page.get_by_role("link", name="English").click()
        assert page.locator("h1").inner_text() == "Responsibility matrix"
        assert page.locator("html").get_attribute("lang") == "en"
        page.goto("/")
        assert "Home" in page.title()
        page.get_by_role("link", name="中文").click()
        assert page.locator("html").get_attribute("lang") == "zh-CN"


def test_the_matrix_is_filtered_and_saved(chromium: "Browser", site: str, api: httpx.Client) -> None:
    league = document_id(api, "强盟")
    with browsing(chromium, site) as (page, _):
        page.goto("/ui/matrix")
        page.locator("#document").select_option(league)
        page.get_by_role("button", name="筛选", exact=True).click()
        page.wait_for_url("**document=**")
        shown = page.locator("#matrix tbody tr:not(.group)").count()
        page.locator("#rows").fill("计量")
        assert 0 < page.locator("#matrix tbody tr:not(.group):visible").count() < shown
        assert "行" in page.locator("output").inner_text()
        first = page.locator("#matrix td a").first
        assert "盟市場監管局負責" in str(first.get_attribute("title"))
        with page.expect_download() as saved:
            page.get_by_role("link", name="下载 Excel").click()
        book = openpyxl.load_workbook(io.BytesIO(saved.value.path().read_bytes()))
        assert "●" in {cell.value for row in book["责任矩阵"].iter_rows() for cell in row}
        assert book["责任矩阵"].max_row == shown + 1


def test_an_indicator_is_drawn(chromium: "Browser", site: str, api: httpx.Client) -> None:
    found = api.get("/search", params={"q": "生活性服务业顾客满意度", "label": "Indicator"}).json()["items"][0]["id"]
    with browsing(chromium, site) as (page, _):
        page.goto(f"/ui/indicators/{found}")
        page.locator("#chart svg").wait_for()
        assert "国家" in page.locator("#chart").inner_text()
        assert page.locator("tr.national").count() == 1
        assert page.locator("tbody tr").count() == len(api.get(f"/indicators/{found}/targets").json()["items"])


def test_print_has_a_style(chromium: "Browser", site: str) -> None:
    with browsing(chromium, site) as (page, _):
        page.goto("/ui/documents")
        page.emulate_media(media="print")
        assert page.locator("header.site").is_hidden()
        assert page.locator(".printed").is_visible()
        after = "one => getComputedStyle(one, '::after').content"
        assert "/ui/documents/" in page.locator("a.document").first.evaluate(after)


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        (f"/ui/departments/{LEAGUE_BUREAU}局", 404, "没有编号为"),
        ("/ui/matrix?document=doc:1", 404, "没有编号为"),
        ("/ui/departments?level=village", 422, "level"),
        ("/ui/documents?year=12", 422, "year"),
        ("/ui/pictures/none", 404, "没有名为"),
        ("/ui/pictures/lineage?limit=x", 422, "limit"),
        ("/ui/tasks?page=0", 422, "page"),
        ("/e/nothing", 404, "没有编号为"),
        ("/nowhere", 404, "没有这个地址"),
    ],
)
def test_errors_are_pages_for_people_and_problems_for_programs(
    api: httpx.Client, address: str, status: int, words: str
) -> None:
    seen, problem = api.get(address, headers=HTML), api.get(address)
    assert seen.status_code == problem.status_code == status
    assert seen.headers["content-type"].startswith("text/html") and words in seen.text
    assert problem.headers["content-type"].startswith("application/problem+json")
    assert seen.headers["content-security-policy"] == problem.headers["content-security-policy"]


def test_a_near_name_is_a_link(api: httpx.Client) -> None:
    seen = api.get("/ui/departments/dept:152900:市场监督", headers=HTML)
    assert f"/ui/departments/{quote(LEAGUE_BUREAU, safe='')}" in seen.text


def test_a_former_id_leads_on(api: httpx.Client) -> None:
    outline = api.get(f"/documents/{document_id(api, '质量发展纲要(2011')}").json()
    led = api.get(f"/ui/documents/{outline['former_ids'][0]}?edge=x", headers=HTML)
    assert led.status_code == 308
    assert led.headers["location"] == f"/ui/documents/{quote(outline['document_id'])}?edge=x"


@pytest.mark.parametrize(
    ("words", "label", "where"),
    [
        ("阿拉善盟市场监督", "Department", "/ui/departments/"),
        ("提升产品质量", "Task", "/ui/tasks/"),
        ("强盟", "Document", "/ui/documents/"),
        ("顾客满意度", "Indicator", "/ui/indicators/"),
        ("顾客满意度", "Target", "/ui/indicators/"),
        ("质量", "Award", "/ui/documents/"),
        ("中心", "Project", "/ui/documents/"),
        ("阿拉善盟", "Region", "/ui/departments?region="),
    ],
)
def test_every_node_has_a_page(api: httpx.Client, words: str, label: str, where: str) -> None:
    found = api.get("/search", params={"q": words, "label": label}).json()["items"][0]["id"]
    led = api.get(f"/ui/nodes/{found}", headers=HTML)
    assert led.status_code == 303 and led.headers["location"].startswith(where)
    assert api.get(led.headers["location"], headers=HTML).status_code == 200


def test_pages_forbid_what_they_do_not_need(api: httpx.Client) -> None:
    policy = api.get("/", headers=HTML).headers["content-security-policy"]
    assert "default-src 'self'" in policy and "script-src" not in policy
    drawn = api.get("/ui/pictures/lineage").headers["content-security-policy"]
    assert "default-src 'none'" in drawn and "frame-ancestors 'self'" in drawn
    for address in ("/", "/ui/matrix", "/ui/lineage"):
        inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>|\son\w+=|javascript:", api.get(address, headers=HTML).text)
        assert inline == []


def test_a_page_that_is_known_is_not_sent_again(api: httpx.Client) -> None:
    tag = api.get("/ui/help", headers=HTML).headers["etag"]
    assert api.get("/ui/help", headers={**HTML, "If-None-Match": tag}).status_code == 304


def test_long_lists_are_paged(api: httpx.Client) -> None:
    first = api.get("/ui/departments", headers=HTML).text
    assert "后面还有" in first and "page=2" in first
    names = [
        re.findall(r'<th scope="row"><a href="([^"]+)', api.get(f"/ui/departments?page={n}").text) for n in (1, 2, 3)
    ]
    listed = [name for each in names for name in each]
    assert len(listed) == len(set(listed)) == len(api.get("/departments?limit=1000").json()["items"])


def test_without_a_store_the_first_page_says_how_to_begin(tmp_path: Path) -> None:
    with serving(Settings(store=str(tmp_path / "none"))) as base:
        seen = httpx.get(base, headers=HTML, timeout=20)
    assert seen.status_code == 503 and "zhitu ingest" in seen.text
    open_store(tmp_path / "empty").close()
    with serving(Settings(store=str(tmp_path / "empty"))) as base:
        seen = httpx.get(base, headers=HTML, timeout=20)
        assert httpx.get(f"{base}/ui/lineage", timeout=20).status_code == 200
        assert httpx.get(f"{base}/ui/matrix", timeout=20).status_code == 200
    assert seen.status_code == 200 and "zhitu ingest" in seen.text


def test_without_a_key_nothing_is_read_in(api: httpx.Client) -> None:
    assert "ZHITU_API_KEY" in api.get("/ui/upload", headers=HTML).text
    assert "ZHITU_API_KEY" in api.get("/ui/login", headers=HTML).text
    assert api.post("/ui/login", data={"key": ""}).status_code == 401
    assert api.post("/ui/upload", data={"csrf": ""}).status_code == 403


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
            {"data": {"csrf": token[:-1] + "0"}},
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


def _request(headers: dict[str, str]) -> Any:
    from fastapi import Request

    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": raw})


def nested(found: list[Piece]) -> str:
    """The markup of pieces; an element is closed by its own end."""
    out, stack = io.StringIO(), []
    for piece in found:
        if piece.words:
            out.write(piece.words)
        elif piece.opens:
            stack.append(piece.tag)
            out.write(f"[{piece.opens.kind[0]}")
        else:
            assert stack.pop() == piece.tag
            out.write("]")
    assert not stack
    return out.getvalue()


def test_stretches_that_overlap_come_out_nested() -> None:
    text = "0123456789"
    both = [Stretch(2, 6, "Target"), Stretch(4, 8, "Award"), Stretch(4, 5, "Region")]
    assert nested(list(pieces(text, both))) == "01[T23[A[R4]5]][A67]89"
    quoted = [Stretch(3, 7, "quote"), *both]
    assert nested(list(pieces(text, quoted))) == "01[T2][q[T3[A[R4]5]][A6]][A7]89"
    assert nested(list(pieces(text, both, 5, 7))) == "[A[T5]6]"


def test_any_stretches_keep_the_text() -> None:
    import random

    chance = random.Random(7)
    text = "质量强市🏭" * 12
    for _ in range(300):
        spans = [sorted(chance.sample(range(len(text) + 1), 2)) for _ in range(chance.randint(0, 12))]
        stretches = [Stretch(start, end, chance.choice(KINDS[2:])) for start, end in spans]
        quote_span = sorted(chance.sample(range(len(text) + 1), 2))
        found = list(pieces(text, [*stretches, Stretch(*quote_span, "quote")]))
        nested(found)
        assert "".join(piece.words for piece in found) == text
        assert sum(piece.opens is not None and piece.opens.kind == "quote" for piece in found) == 1


def test_a_long_text_is_cut_alike_everywhere() -> None:
    text = "".join(f"第{number}条 内容内容内容\n" for number in range(500))
    start, ends = 0, []
    while start < len(text):
        begin, end = part(text, start, 1000)
        assert begin == start and part(text, end - 1, 1000) == (begin, end)
        ends.append(end)
        start = end
    assert ends[-1] == len(text) and all(text[end - 1] == "\n" for end in ends)
