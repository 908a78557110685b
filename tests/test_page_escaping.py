"""Words of a document never act in a page: neither as markup nor as a script, in no page that can be reached."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import httpx
import pytest

from graph.settings import Settings
from tests.browsing import HTML, browsing
from tests.conftest import run_command
from tests.serving import serving
from tests.test_page_links import visited

if TYPE_CHECKING:
    from playwright.sync_api import Browser

KEY = "a-long-key"
PLAN = """青禾市质量提升行动方案<script>alert(1)</script>

根据《质量发展纲要(2011-2020年)》(国发〔2012〕9号)和《青禾市"<script>alert(2)</script>"规划》(青政发〔2014〕5号),制定本方案。

一、工作目标

到2020年,产品质量<img src=x onerror=alert(3)>合格率达到96%以上。顾客满意度"x' onmouseover='alert(4)"达到85分以上。

二、主要任务

(一)提升产品质量"><script>alert(5)</script>。严查<b>假冒</b>商品。(绵阳市市场监管局牵头,绵阳市"><script>alert(6)</script>局配合)

(二)=HYPERLINK("http://evil.example","点我")。完善计量服务体系,2018年底前完成。(绵阳市质监局负责)

(三)提升产品质量"><script>alert(5)</script>。严查<b>假冒</b>商品。(绵阳市农业局<script>alert(7)</script>牵头)

(四){{ 7*7 }}推进标准化建设javascript:alert(8)。各有关部门负责。

按照《青禾市"<script>alert(2)</script>"规划》(青政发〔2014〕15号)执行。

绵阳市人民政府
2016年3月1日
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Pages over a plan and a later version of it, both with markup in every part."""
    folder = tmp_path_factory.mktemp("evil")
    former, later = folder / "a.txt", folder / "b<img src=x onerror=alert(9)>.txt"
    former.write_text(PLAN, "utf-8")
    later.write_text(PLAN.replace("2016年", "2017年").replace("农业局", "林业局"), "utf-8")
    ran = run_command("ingest", former, later, "--store", folder / "store")
    assert ran.code == 0, ran.err
    with serving(Settings(store=str(folder / "store"), api_key=KEY)) as base:
        yield base


@pytest.fixture
def api(site: str) -> Iterator[httpx.Client]:
    """Somebody who has given the key, and so sees the forms."""
    with httpx.Client(base_url=site, timeout=60, headers=HTML) as client:
        assert client.post("/ui/login", data={"key": KEY}).status_code == 303
        yield client


def document_id(api: httpx.Client) -> str:
    rows = api.get("/documents?ingested=true", headers={"Accept": "application/json"}).json()["items"]
    return str(rows[0]["document_id"])


def test_no_page_lets_a_document_act(api: httpx.Client) -> None:
    starts = ["/", f"/ui/diff?a={document_id(api)}", "/ui/search?q=<script>alert(1)</script>"]
    pages = [one for one in visited(api, starts, 6) if one.markup]
    assert len(pages) > 60
    for one in pages:
        assert one.markup and one.markup.active == [], one.address
        assert "<script>alert" not in one.answer.text, one.address
        assert "<img src=x" not in one.answer.text, one.address
    told = "".join(one.answer.text for one in pages)
    assert "&lt;script&gt;alert(5)" in told
    assert "{{ 7*7 }}" in told


def test_a_draft_does_not_act_either(api: httpx.Client) -> None:
    answer = api.post("/ui/check", files={"files": ("草<img src=x onerror=alert(9)>.txt", PLAN.encode())})
    assert answer.status_code == 200
    assert "&lt;script&gt;alert(5)" in answer.text
    assert "<script>alert" not in answer.text and "<img src=x" not in answer.text
    empty = api.post("/ui/check", files={"files": ("空<img src=x>.txt", b"  ")})
    assert empty.status_code == 422
    assert "<img src=x" not in empty.text and 'role="alert"' in empty.text


def test_nothing_opens_in_the_browser(chromium: "Browser", site: str, api: httpx.Client) -> None:
    document = document_id(api)
    with browsing(chromium, site) as (page, _):  # a dialog fails the test
        for address in (
            "/", f"/ui/documents/{document}", f"/ui/diff?a={document}", "/ui/audit", "/ui/review", "/ui/ledger",
            "/ui/matrix", "/ui/comparison", f"/ui/pictures/responsibilities?document_id={document}",
            f"/ui/pictures/chain?id={document}", "/ui/lineage",
        ):  # fmt: skip
            answered = page.goto(address, wait_until="load")
            assert answered is not None and answered.status == 200, address
        page.goto("/ui/help")
        page.keyboard.press("/")
        page.keyboard.type("产品质量")
        page.locator("#suggestions li").first.wait_for()
