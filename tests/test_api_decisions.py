"""Decisions over HTTP and in the browser: the key, the forms, what is shown, what is refused."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph.settings import Settings
from tests.browsing import HTML
from tests.conftest import run_command
from tests.serving import serving

KEY = "a-long-key"
TITLE = "青禾市质量提升行动方案"
PLAN = f"""{TITLE}

根据《质量发展纲要(2011-2020年)》(国发〔2012〕9号),制定本方案。

一、主要任务

(一)提升产品质量。加强重点产品监管,严查<b>假冒</b>商品。(绵阳市市场监管局牵头,绵阳市财政局配合)

(二)推进计量惠民。完善计量服务体系。(绵阳市质监局负责)

绵阳市人民政府
2016年3月1日
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("decided")
    (folder / "plan.txt").write_text(PLAN, "utf-8")
    assert run_command("ingest", folder / "plan.txt", "--store", folder / "store").code == 0
    return folder / "store"


@pytest.fixture
def api(made: Path, tmp_path: Path) -> Iterator[httpx.Client]:
    own = shutil.copytree(made, tmp_path / "store")
    with serving(Settings(store=str(own), api_key=KEY)) as base, httpx.Client(base_url=base, timeout=30) as client:
        yield client


def duty(api: httpx.Client, role: str = "LEADS") -> dict[str, Any]:
    rows = api.get("/responsibilities", params={"role": role, "limit": 1000}).json()["items"]
    return next(row for row in rows if row["document"] == TITLE)


def post(api: httpx.Client, status: int = 201, **told: Any) -> dict[str, Any]:
    answer = api.post("/decisions", json=told, headers={"X-API-Key": KEY})
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json()
    return found


def exported(api: httpx.Client) -> str:
    return api.get("/exports/jsonl").text


def test_a_decision_is_made_shown_and_withdrawn(api: httpx.Client) -> None:
    before, wrong = exported(api), duty(api)
    made = post(api, verdict="correct", about=[wrong["key"]], who="王芳", why="附件写明", right=["绵阳市农业局"])
    assert (made["verdict"], made["who"], made["in_force"]) == ("correct", "王芳", True)
    gone = api.get(f"/e/{wrong['key']}")
    assert gone.status_code == 404
    assert "王芳" in gone.json()["detail"] and made["id"] in gone.json()["detail"]
    [now] = api.get("/responsibilities", params={"state": "corrected"}).json()["items"]
    assert (now["department"], now["state"], now["reviewer"], now["why"]) == (
        "绵阳市农业局",
        "corrected",
        "王芳",
        "附件写明",
    )
    assert now["quote"] == wrong["quote"]
    shown = api.get(f"/e/{now['key']}").json()
    assert (shown["state"], shown["reviewer"], shown["why"], shown["decision"]) == (
        "corrected",
        "王芳",
        "附件写明",
        made["id"],
    )
    assert [row["id"] for row in api.get("/decisions").json()["items"]] == [made["id"]]
    back = post(api, verdict="withdrawn", about=[made["id"]], who="李强")
    assert exported(api) == before
    told = api.get("/decisions").json()
    assert [row["id"] for row in told["items"]] == [back["id"], made["id"]]
    assert api.get("/decisions", params={"in_force": True}).json() == {"items": [], "total": 0}


def test_certified_duties_alone(api: httpx.Client) -> None:
    row = duty(api)
    assert api.get("/responsibilities", params={"state": "certified"}).json()["items"] == []
    post(api, verdict="certified", about=[row["document_id"]], who="王芳")
    for path in ("/responsibilities", f"/departments/{row['department_id']}/responsibilities", "/tasks"):
        rows = api.get(path, params={"state": "certified"}).json()["items"]
        assert rows, path
        assert {one["state"] for one in rows} == {"certified"}
        assert {one["document"] for one in rows} == {TITLE}


@pytest.mark.parametrize(
    ("told", "status", "said"),
    [
        ({"verdict": "correct", "about": ["0123456789abcdef"], "right": ["市农业局"]}, 404, "no duty has the key"),
        ({"verdict": "same", "about": ["dept:510700:市场监管", "dept:510700:没有"]}, 404, "nothing in the graph"),
        ({"verdict": "same", "about": ["dept:510700:市场监管"]}, 422, "two different things"),
        ({"verdict": "certified", "about": ["doc:0"]}, 404, "no document has this id"),
        ({"verdict": "perhaps", "about": ["doc:0"]}, 422, "verdict"),
        ({"verdict": "dealt_with", "about": ["x"], "who": "  "}, 422, "signed"),
        ({"verdict": "dealt_with", "about": []}, 422, "about"),
        ({"verdict": "withdrawn", "about": ["0123456789abcdef"]}, 404, "no decision"),
    ],
)
def test_what_cannot_be_decided_changes_nothing(
    api: httpx.Client, told: dict[str, Any], status: int, said: str
) -> None:
    before = exported(api)
    problem = post(api, status, **{"who": "王芳", **told})
    assert said.lower() in problem["detail"].lower()
    assert exported(api) == before
    assert api.get("/decisions").json()["total"] == 0


@pytest.mark.parametrize(("given", "status"), [(None, 401), ("wrong", 401)])
def test_deciding_needs_the_key(api: httpx.Client, given: str | None, status: int) -> None:
    headers = {"X-API-Key": given} if given else {}
    told = {"verdict": "dealt_with", "about": ["x"], "who": "王芳"}
    assert api.post("/decisions", json=told, headers=headers).status_code == status
    assert api.get("/decisions").json()["total"] == 0


def test_names_on_a_day(api: httpx.Client) -> None:
    department = "dept:510700:质量技术监督"
    rows = api.get(f"/departments/{department}/responsibilities", params={"as_of": "2019-06-01"}).json()["items"]
    assert [row["offices"] for row in rows] == [["绵阳市市场监督管理局"]]
    assert "2018" in rows[0]["succession"][0]
    rows = api.get(f"/departments/{department}/responsibilities", params={"as_of": "2017-06-01"}).json()["items"]
    assert [(row["offices"], row["succession"]) for row in rows] == [([row["department"]], []) for row in rows]
    told = api.get("/departments/dept:510700:市场监管", params={"as_of": "2015-01-01"}).json()["as_of"]
    assert {"绵阳市质量技术监督局", "绵阳市工商行政管理局"} <= set(told["offices"])
    assert (told["certain"], told["not_yet"], told["perhaps"], told["handed_over"]) == (False, 2018, True, [])
    assert {"office": "绵阳市物价局", "department_id": "dept:510700:物价", "extent": "part", "until": 2018} in told[
        "holders"
    ]
    page = api.get("/ui/departments/dept:510700:市场监管", params={"as_of": "2015-01-01"}, headers=HTML).text
    bold = re.search(r'role="status">.*?</div>', page, re.DOTALL)
    assert bold is not None
    assert re.findall(r"<b [^>]*>([^<]+)</b>", bold[0]) == told["offices"], "no part, and not the office itself"
    assert "绵阳市物价局</span>(部分职责)" in bold[0]
    assert "2018 年国家机构改革才设立,当日尚未设立(或当地已先行设立)" in bold[0]
    assert api.get(f"/departments/{department}", params={"as_of": "2015-02-30"}).status_code == 422
    page = api.get(f"/ui/departments/{department}", params={"as_of": "2019-06-01"}, headers=HTML).text
    assert "绵阳市市场监督管理局" in page and "→" in page


def test_what_was_merged_is_found_by_its_former_id(api: httpx.Client) -> None:
    kept, gone = "dept:510700:市场监管", "dept:510700:质量技术监督"
    post(api, verdict="same", about=[kept, gone], who="王芳")
    told = api.get(f"/departments/{gone}").json()
    assert told["department_id"] == kept
    assert "绵阳市质量技术监督局" in told["aliases"]
    assert api.get(f"/ui/departments/{gone}", headers=HTML).status_code == 200


def signed_in(api: httpx.Client, back: str = "") -> httpx.Response:
    return api.post("/ui/login", data={"key": KEY, "back": back})


def token(page: str) -> str:
    return str(re.findall(r'name="csrf" value="([^"]+)', page)[0])


def test_the_forms_of_the_pages(api: httpx.Client) -> None:
    row = duty(api)
    edge = f"/ui/documents/{row['document_id']}?edge={row['key']}"
    assert "/ui/login?back=" in api.get(edge, headers=HTML).text
    assert 'name="csrf"' not in api.get(edge, headers=HTML).text
    assert signed_in(api, f"/e/{row['key']}").headers["location"] == f"/e/{row['key']}"
    page = api.get(edge, headers=HTML)
    assert "责任有误" in page.text and "签署" in page.text
    assert page.headers["cache-control"] == "no-store"
    evil = "<script>alert(1)</script>"
    told = {
        "verdict": "correct",
        "about": row["key"],
        "who": evil,
        "why": evil,
        "right": f"绵阳市{evil}局、绵阳市农业局",
    }
    where = f"/ui/documents/{row['document_id']}?at={row['start_char']}#at"
    refused: list[tuple[dict[str, str], dict[str, str]]] = [
        ({}, {}),
        ({"csrf": token(page.text)[::-1]}, {}),
        ({"csrf": token(page.text)}, {"Origin": "http://evil.example"}),
        ({"csrf": token(page.text)}, {"Sec-Fetch-Site": "cross-site"}),
    ]
    for fields, headers in refused:
        assert api.post("/ui/decisions", data={**told, **fields}, headers=headers).status_code == 403
    assert api.get("/decisions").json()["total"] == 0
    answer = api.post("/ui/decisions", data={**told, "csrf": token(page.text), "back": where})
    assert (answer.status_code, answer.headers["location"]) == (303, where)
    [corrected, _] = api.get("/responsibilities", params={"state": "corrected"}).json()["items"]
    for path in (f"/ui/documents/{row['document_id']}?edge={corrected['key']}", "/ui/review"):
        text = api.get(path, headers=HTML).text
        assert evil not in text
        assert "&lt;script&gt;alert(1)" in text, path


def test_a_signature_shows_on_its_document(api: httpx.Client) -> None:
    signed_in(api)
    document = duty(api)["document_id"]
    page = f"/ui/documents/{document}"
    told = {"verdict": "certified", "about": document, "csrf": token(api.get(page, headers=HTML).text), "back": page}
    nameless = api.post("/ui/decisions", data=told, headers=HTML)
    assert nameless.status_code == 422
    assert "姓名" in nameless.text
    assert api.post("/ui/decisions", data={**told, "who": "王芳"}).headers["location"] == page
    assert "读取结果已签署" in api.get(page, headers=HTML).text


@pytest.mark.parametrize(
    "back", ["http://evil.example/", "//evil.example", "/ui//evil.example", "/\\evil.example", "/e"]
)
def test_a_form_leads_back_to_our_pages_only(api: httpx.Client, back: str) -> None:
    assert signed_in(api, back).headers["location"] == "/ui/upload"


def test_review_shows_what_waits(api: httpx.Client) -> None:
    told = api.get("/review").json()
    assert set(told) == {"pairs", "phrases", "decisions"}
    answer = api.get("/ui/review", headers=HTML)
    assert answer.status_code == 200
    assert 'name="csrf"' not in answer.text
    assert api.get("/ui/review?lang=en", headers=HTML).status_code == 200
