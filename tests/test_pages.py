"""The pages as people meet them: a real server, a real browser, and the source documents."""

import io
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx
import openpyxl
import pytest

from graph.settings import Settings
from graph.store import open_store
from tests.browsing import HTML, PHONE, WIDE, browsing
from tests.serving import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LEAGUE_BUREAU = "dept:152900:市场监管"


@pytest.fixture(scope="module")
def site(filled_store: str) -> Iterator[str]:
    """The pages over the source documents, without a key."""
    with serving(Settings(store=filled_store)) as base:
        yield base


@pytest.fixture(scope="module")
def api(site: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site, timeout=30) as client:
        yield client


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
    [succession] = [one for one in without_document(api) if one["label"] == "SUCCEEDED_BY"]
    return [
        "/", "/ui/search?q=质量", "/ui/search?q=没有这样的", "/ui/help", "/ui/departments", f"/ui/departments/{LEAGUE_BUREAU}",
        f"/ui/tasks?document={league}", f"/ui/tasks/{task}", "/ui/documents", f"/ui/documents/{league}", f"/e/{key}",
        f"/ui/documents/{document_id(api, '质量发展纲要(2011')}", f"/ui/documents/{document_id(api, '中国制造2025')}",
        "/ui/indicators", f"/ui/indicators/{indicator}", "/ui/matrix", "/ui/lineage", "/ui/login",
        "/ui/ledger?as_of=2016-03-01", "/ui/review",
        f"/ui/pictures/neighbourhood?id={LEAGUE_BUREAU}", f"/ui/edges/{succession['properties']['key']}",
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
        for _ in range(25):  # past the navigation
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


def test_a_duty_is_quoted_with_its_task(api: httpx.Client) -> None:
    league = document_id(api, "强盟")
    text = api.get(f"/documents/{league}/text").json()["text"]
    quoted = {row["key"]: api.get(f"/e/{row['key']}").json()["quotation"] for row in edges(api, league)}
    for row in edges(api, league):
        words = quoted[row["key"]].partition(":“")[2].removesuffix("”").replace("‘", "“").replace("’", "”")
        assert words.endswith(row["quote"]) and len(words) > len(row["quote"])
        begin, _, rest = words.partition("……")
        at = text.rindex(begin, 0, row["end_char"])
        assert text[at : row["end_char"]].endswith(rest) and ("……" in words or text[at : row["end_char"]] == words)
        assert len(words) <= max(120, len(row["quote"]) + 20)
    [short] = [row for row in edges(api, league) if row["task"] == "工业产品质量监督抽查合格率达到90%以上"]
    assert quoted[short["key"]].endswith("1.产品质量:“工業產品質量監督抽查合格率達到90%以上,(盟市場監管局負責)”")


def without_document(api: httpx.Client) -> list[dict[str, Any]]:
    """One edge of reference data of each relation and kind of source."""
    told = (json.loads(line) for line in api.get("/exports/jsonl").text.splitlines())
    found = {
        (one["label"], one["source"].split(":")[0]): one
        for one in told
        if one["type"] == "edge" and "document_id" not in one["properties"]
    }
    return list(found.values())


def test_reference_data_is_shown_and_never_quoted(api: httpx.Client) -> None:
    shown = without_document(api)
    assert {"SETS", "SUCCEEDED_BY", "BELONGS_TO", "PART_OF", "MEASURES"} <= {one["label"] for one in shown}
    for one in shown:
        told = api.get(f"/e/{one['properties']['key']}").json()
        assert told["quotation"] is None
        page = api.get(f"/e/{told['key']}", headers=HTML, follow_redirects=True)
        assert page.status_code == 200
        panel = unescape(page.text.partition('<section class="panel"')[2].partition("</section>")[0])
        assert "参考数据,非文件原文" in panel and "复制引文" not in panel and "《" not in panel
        for words in (told["source_name"], told["target_name"], told["source"], told["quote"], told["year"] or ""):
            assert str(words) in panel
        if told["relation"] in ("SETS", "MEASURES"):
            assert re.search(r"<dd>\S+:(不低于|高于)? ?\d+( 分|%)\(2015 年\)</dd>", panel)


def test_a_page_of_an_edge_leads_to_the_text_that_states_it(api: httpx.Client) -> None:
    key = edges(api, document_id(api, "强盟"))[0]["key"]
    led = api.get(f"/ui/edges/{key}", headers=HTML, follow_redirects=True)
    assert led.status_code == 200 and str(led.url).endswith(f"?edge={key}#quote")
    assert api.get("/ui/edges/nothing", headers=HTML, follow_redirects=True).status_code == 404


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


UNMARKED = """() => {
  const han = /[\\u3000-\\u9fff\\uff00-\\uffef]/, unmarked = (one) => !one.closest("[lang]").lang.startsWith("zh");
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT), found = [];
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    if (!parentElement.closest("script, style, svg") && han.test(data) && unmarked(parentElement)) found.push(data);
  }
  const titled = [...document.querySelectorAll("[title]")].filter((one) => han.test(one.title) && unmarked(one));
  return found.concat(titled.map((one) => one.title));
}"""
SAME_NAME = """() => {
  const names = new Map();
  for (const one of document.querySelectorAll("a.evidence")) {
    const name = one.getAttribute("aria-label") || one.textContent;
    names.set(name, (names.get(name) || new Set()).add(one.getAttribute("href")));
  }
  return [...names].filter(([, all]) => all.size > 1).map(([name]) => name);
}"""


def test_chinese_on_english_pages_is_marked_and_links_have_names(
    chromium: "Browser", site: str, api: httpx.Client
) -> None:
    reference = [f"/ui/edges/{one['properties']['key']}" for one in without_document(api)]
    with browsing(chromium, site) as (page, _):
        for address in [*addresses(api), *reference]:
            if "/pictures/" in address:
                continue
            page.goto(f"{address}#")
            assert page.evaluate(SAME_NAME) == [], address
            page.goto(re.sub("#.*", "", page.url) + ("&" if "?" in page.url else "?") + "lang=en")
            assert page.locator("html").get_attribute("lang") == "en"
            assert page.evaluate(UNMARKED) == [], address
            page.context.clear_cookies()


def test_kinds_of_figures_have_english_words(api: httpx.Client) -> None:
    jiangyou = f"/ui/documents/{document_id(api, '江油市“十三五”')}"
    assert "预期性" in api.get(jiangyou, headers=HTML).text
    english = api.get(jiangyou, headers={**HTML, "Cookie": "zhitu_lang=en"}).text
    assert '<span class="faint">expected</span>' in english and '<span class="faint">binding</span>' in english


def test_one_word_for_one_thing(api: httpx.Client) -> None:
    for address in addresses(api):
        if "/pictures/" not in address:
            seen = api.get(address, headers=HTML, follow_redirects=True).text
            told = re.sub(r"<textarea.*?</textarea>|<q .*?</q>|<div class=.text.*?</div>", "", seen, flags=re.S)
            assert not re.search("脉络|等待人工|导入文件", told), address
    duty = api.get(f"/e/{edges(api, document_id(api, '强盟'))[0]['key']}", headers=HTML, follow_redirects=True).text
    assert 'title="responsibility/' in duty and not re.search(">[^<]*responsibility/", duty)


DRAWN = """(one) => {
  const { data } = one.getContext("2d").getImageData(0, 0, one.width, one.height);
  let drawn = 0;
  for (let at = 0; at < data.length; at += 4) drawn += data[at + 3] > 0 && data[at] + data[at + 1] + data[at + 2] < 720;
  return drawn;
}"""


@pytest.mark.parametrize("address", ["/ui/lineage", f"/ui/pictures/neighbourhood?id={LEAGUE_BUREAU}"])
def test_a_picture_on_a_phone_is_drawn_and_keeps_its_height(chromium: "Browser", site: str, address: str) -> None:
    with browsing(chromium, site, PHONE) as (page, _):
        page.goto(address)
        if frames := page.locator("iframe.picture").all():
            frames[0].scroll_into_view_if_needed()
        canvas = (page.frame_locator("iframe.picture") if frames else page).locator("#mynetwork canvas")
        canvas.wait_for()
        page.wait_for_timeout(500)
        before = canvas.bounding_box()
        page.wait_for_timeout(1000)
        after = canvas.bounding_box()
        assert before and after and 150 < after["height"] == before["height"] <= PHONE["height"]
        assert canvas.evaluate(DRAWN) > 500


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
        drawn = page.locator("#chart").inner_text()
        assert "国家 80 分 (2015)" in drawn and "80%" in drawn  # each figure in its own unit
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
    assert led.status_code == 307  # a 308 would be kept for good, and ids may change again
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
    assert "网页、Word、PDF" in seen.text


def test_without_a_key_nothing_is_read_in(api: httpx.Client) -> None:
    assert "ZHITU_API_KEY" in api.get("/ui/upload", headers=HTML).text
    assert "ZHITU_API_KEY" in api.get("/ui/login", headers=HTML).text
    assert api.post("/ui/login", data={"key": ""}).status_code == 401
    assert api.post("/ui/upload", data={"csrf": ""}).status_code == 403
