"""What a person signed, on the pages: tasks and duties that are asked for as signed, and the form on a phone."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from graph.settings import Settings
from tests.browsing import HTML, PHONE, browsing
from tests.conftest import run_command
from tests.serving import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

KEY = "a-long-key"
PLAN = """青禾市计量惠民工作方案

一、主要任务

(一)推进计量惠民。完善计量服务体系。(绵阳市市场监管局牵头,绵阳市财政局配合)

绵阳市人民政府
2016年3月1日
"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "plan.txt").write_text(PLAN, "utf-8")
    assert run_command("ingest", tmp_path / "plan.txt", "--store", tmp_path / "store").code == 0
    with serving(Settings(store=str(tmp_path / "store"), api_key=KEY)) as base:
        yield base


@pytest.fixture
def api(site: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site, timeout=30, headers=HTML) as client:
        yield client


def duty(api: httpx.Client) -> dict[str, str]:
    rows = api.get("/responsibilities?role=LEADS", headers={"Accept": "application/json"}).json()["items"]
    return next(row for row in rows if "计量惠民" in row["document"])


def test_a_signature_leads_to_what_was_signed(api: httpx.Client) -> None:
    row = duty(api)
    page = f"/ui/documents/{row['document_id']}"
    of_department = f"/ui/departments/{row['department_id']}?state=certified"
    assert row["task"] not in api.get(of_department).text
    assert api.post("/ui/login", data={"key": KEY}).status_code == 303
    token = re.findall(r'name="csrf" value="([^"]+)', api.get(page).text)[0]
    told = {"verdict": "certified", "about": row["document_id"], "who": "王芳", "csrf": token, "back": page}
    assert api.post("/ui/decisions", data=told).status_code == 303
    [link] = re.findall(r'href="(/ui/tasks\?[^"]+)"', api.get(page).text)
    signed = api.get(link.replace("&amp;", "&")).text
    assert "推进计量惠民" in signed and "state=certified" in link
    assert row["task"] in api.get(of_department).text
    assert "state=certified&amp;format=xlsx" in api.get(of_department).text
    assert "没有符合条件的任务" in api.get("/ui/tasks?state=corrected").text


def test_matrix_and_ledger_of_what_is_signed(api: httpx.Client) -> None:
    row = duty(api)
    asked = {"document": row["document_id"], "state": "certified"}
    json = {"Accept": "application/json"}

    def told() -> tuple[int, int, bool, bool]:
        matrix = api.get("/matrix", params=asked, headers=json).json()["tasks"]
        ledger = api.get("/ledger", params=asked, headers=json).json()["items"]
        pages = (api.get(f"/ui/{name}", params=asked).text for name in ("matrix", "ledger"))
        return len(matrix), len(ledger), *(row["task"] in page for page in pages)

    assert told() == (0, 0, False, False)
    page = f"/ui/documents/{row['document_id']}"
    assert api.post("/ui/login", data={"key": KEY}).status_code == 303
    token = re.findall(r'name="csrf" value="([^"]+)', api.get(page).text)[0]
    signed = {"verdict": "certified", "about": row["document_id"], "who": "王芳", "csrf": token, "back": page}
    assert api.post("/ui/decisions", data=signed).status_code == 303
    assert told() == (1, 1, True, True)
    assert api.get("/matrix?state=odd").status_code == 422


def test_the_command_takes_only_states_that_there_are(tmp_path: Path, filled_store: str) -> None:
    wrong = run_command("query", "responsibilities", "state=nonsense", "--store", filled_store)
    assert (wrong.code, wrong.out) == (1, "")
    assert "certified, corrected" in wrong.err
    for name, form in (("matrix", "xlsx"), ("ledger", "docx")):
        file = tmp_path / f"signed.{form}"
        assert run_command(name, "-o", file, "--state", "certified", "--store", filled_store).code == 0
        assert file.exists()


def test_the_form_of_a_correction_is_whole_on_a_phone(chromium: "Browser", site: str, api: httpx.Client) -> None:
    with browsing(chromium, site, PHONE) as (page, _):
        page.goto("/ui/login")
        page.get_by_label("密钥").fill(KEY)
        page.get_by_role("button", name="登录").click()
        page.wait_for_load_state()
        page.goto(f"/e/{duty(api)['key']}")
        page.locator("summary", has_text="责任有误").click()
        panel = page.locator(".beside")
        assert panel.evaluate("one => one.scrollHeight <= one.clientHeight + 1")
        page.get_by_label("实际单位").fill("绵阳市农业局")
        panel.get_by_label("姓名(必填)").fill("王芳")
        page.get_by_role("button", name="更正").click()
        page.wait_for_url("**/ui/documents/**at=**")
        assert page.locator("#at").count() == 1
