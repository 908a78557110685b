"""The page of the audit: what a person dealt with is marked there, stays so, and can be taken back."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from graph.settings import Settings
from tests.browsing import HTML, PHONE, WIDE, browsing
from tests.conftest import run_command
from tests.serving import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

KEY = "a-long-key"
PLAN = """青禾市质量提升工作方案

根据《青禾市质量发展规划》(青政发〔2014〕5号),制定本方案。

一、主要任务

(一)加强重点产品监督抽查。(市市场监管局牵头,市财政局配合)

(二)推进计量惠民。各有关部门共同负责。

(三)加强重点产品监督抽查。(市农业农村局牵头)

按照《青禾市质量发展规划》(青政发〔2014〕15号)执行。

青禾市人民政府
2016年3月1日
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    (tmp_path / "plan.txt").write_text(PLAN, "utf-8")
    assert run_command("ingest", tmp_path / "plan.txt", "--store", tmp_path / "store").code == 0
    return tmp_path


@pytest.fixture
def site(plan: Path) -> Iterator[str]:
    with serving(Settings(store=str(plan / "store"), api_key=KEY)) as base:
        yield base


@pytest.fixture
def api(site: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site, timeout=30, headers=HTML) as client:
        yield client


def signed_in(api: httpx.Client) -> str:
    """Give the key; the token of the forms."""
    assert api.post("/ui/login", data={"key": KEY}).status_code == 303
    return str(re.findall(r'name="csrf" value="([^"]+)', api.get("/ui/audit").text)[0])


def found(page: str) -> list[str]:
    """The ids of the findings on a page."""
    return re.findall(r'<tr id="f-([^"]+)"', page)


def test_a_kind_that_is_none_is_told(api: httpx.Client) -> None:
    answer = api.get("/ui/audit?kind=foo")
    assert (answer.status_code, "没有“foo”这类问题" in answer.text) == (422, True)


def test_a_finding_is_dealt_with_and_taken_back(api: httpx.Client, plan: Path) -> None:
    before = found(api.get("/ui/audit").text)
    assert len(before) >= 2
    assert 'name="csrf"' not in api.get("/ui/audit").text
    one, token = before[0], signed_in(api)
    told = {"verdict": "dealt_with", "about": one, "csrf": token, "back": f"/ui/audit?done={one}"}
    nameless = api.post("/ui/decisions", data=told)
    assert (nameless.status_code, found(api.get("/ui/audit").text)) == (422, before)
    answer = api.post("/ui/decisions", data={**told, "who": "王芳", "why": "已<b>函告</b>"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/ui/audit?done={one}")
    said = api.get(answer.headers["location"]).text
    assert "已标为已处理" in said
    assert found(said) == before[1:]
    settled = api.get("/ui/audit?standing=settled").text
    assert found(settled) == [one]
    assert "已&lt;b&gt;函告" in settled and "<b>函告" not in settled
    assert f'已处理 (1)</option><option value="all">全部 ({len(before)})' in settled

    (plan / "plan.txt").write_text(PLAN.replace("一、主要任务", "本方案自印发之日起施行。\n\n一、主要任务"), "utf-8")
    assert run_command("ingest", plan / "plan.txt", "--store", plan / "store").code == 0
    rows = api.get("/audit", headers={"Accept": "application/json"}).json()["items"]
    assert [row["finding_id"] for row in rows if row["dealt_with"]] == [one]

    [decision] = re.findall(r'value="withdrawn">\s*<input type="hidden" name="about" value="([^"]+)', settled)
    back = {"verdict": "withdrawn", "about": decision, "csrf": token, "who": "李强", "back": f"/ui/audit?done={one}"}
    assert "已撤销" in api.get(api.post("/ui/decisions", data=back).headers["location"]).text
    assert found(api.get("/ui/audit").text) == before


def test_filters_tell_how_many_they_leave(api: httpx.Client) -> None:
    page = api.get("/ui/audit").text
    severities = {name: int(count) for name, count in re.findall(r'value="(high|medium|low)">[^(]+\((\d+)\)', page)}
    assert sum(severities.values()) == len(found(page))
    for name, count in severities.items():
        assert len(found(api.get(f"/ui/audit?severity={name}").text)) == count
    kinds = {name: int(count) for name, count in re.findall(r'value="([a-z]+_[a-z_]+)">[^(]+\((\d+)\)', page)}
    for name, count in kinds.items():
        assert len(found(api.get(f"/ui/audit?kind={name}").text)) == count
    none = api.get("/ui/audit?kind=inconsistent_total&severity=low&standing=settled")
    assert (none.status_code, found(none.text)) == (200, [])
    assert "没有符合条件的问题" in none.text
    for wrong in ("standing=odd", "severity=odd", "kind=%3Cscript%3E", "document=doc:0"):
        refused = api.get(f"/ui/audit?{wrong}")
        assert refused.status_code in (404, 422), wrong
        assert "<h1" in refused.text and "<script>" not in refused.text.replace("<script src", ""), wrong


def test_every_quote_leads_to_its_place(api: httpx.Client) -> None:
    page = api.get("/ui/audit").text
    links = re.findall(r'<a class="evidence" href="([^"#]+)#at"', page)
    assert links
    for link in links:
        assert 'id="at"' in api.get(link).text, link


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1280", "390"])
def test_a_person_marks_a_finding_in_the_browser(chromium: "Browser", site: str, size: dict[str, int]) -> None:
    with browsing(chromium, site, size) as (page, _):
        page.goto("/ui/audit")
        page.get_by_role("link", name="登录后可以把问题标为已处理").click()
        page.get_by_label("密钥").fill(KEY)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url("**/ui/audit")
        rows = page.locator("tbody tr")
        before, row = rows.count(), rows.first
        row.locator("summary", has_text="标为已处理").click()
        row.get_by_label("姓名(必填)").fill("王芳")
        row.get_by_label("理由").fill("已去函更正")
        row.get_by_role("button", name="标为已处理").click()
        page.locator("[role=status]", has_text="已标为已处理").wait_for()
        assert rows.count() == before - 1
        page.get_by_role("link", name="看这一条").click()
        assert rows.count() == 1
        assert "已去函更正" in rows.first.inner_text()
        rows.first.locator("summary", has_text="撤销").click()
        rows.first.get_by_label("姓名(必填)").fill("李强")
        rows.first.get_by_role("button", name="撤销").click()
        page.locator("[role=status]", has_text="已撤销").wait_for()
        page.goto("/ui/audit")
        assert rows.count() == before
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
