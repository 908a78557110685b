"""The API through a real server, on the five source documents: what it answers is what the gold and the store say."""

import csv
import io
import json
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import httpx
import openpyxl
import pytest

import graph.answers.matrix
from api.app import create_app
from api.deps import AT_ONCE, answer
from graph.engines import embedded as store_embedded
from graph.evaluate import evaluate, read_gold
from graph.model import Edge, Node, Part
from graph.reference import Reference
from graph.settings import Settings
from graph.store import open_store
from tests.conftest import DOCUMENTS, ROOT
from tests.serving import serving

GOLD = dict(read_gold(ROOT / "tests" / "gold"))
DUTIES = ("LEADS", "COOPERATES")


@pytest.fixture(scope="module")
def api(filled_store: str) -> Iterator[httpx.Client]:
    with serving(Settings(store=filled_store)) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client


def get(api: httpx.Client, path: str, **params: Any) -> Any:
    answer = api.get(path, params={name: value for name, value in params.items() if value is not None})
    assert answer.status_code == 200, answer.text
    return answer.json()


def every(api: httpx.Client, path: str, **params: Any) -> list[Any]:
    """All rows of a list, page by page."""
    rows: list[Any] = []
    cursor = None
    while True:
        page = get(api, path, **params, cursor=cursor)
        rows += page["items"]
        cursor = page["next"]
        if cursor is None:
            return rows


def exported(api: httpx.Client, document_id: str | None = None) -> list[dict[str, Any]]:
    answer = api.get("/exports/jsonl", params={"document": document_id} if document_id else {})
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    return [json.loads(line) for line in answer.text.splitlines()]


def keys(lines: list[dict[str, Any]], *labels: str) -> set[str]:
    return {line["properties"]["key"] for line in lines if line["type"] == "edge" and line["label"] in labels}


@pytest.fixture(scope="module")
def ids(api: httpx.Client) -> dict[str, str]:
    """The ids of the source documents, by the names of their files."""
    return {Path(row["source"]).stem: row["document_id"] for row in every(api, "/documents", ingested=True)}


@pytest.mark.parametrize("name", GOLD)
def test_what_is_exported_is_what_the_gold_says(
    api: httpx.Client, ids: dict[str, str], name: str, reference: Reference
) -> None:
    lines = exported(api, ids[name])
    labels = {(line["label"], line["id"]) for line in lines if line["type"] == "node"}
    nodes = [Node(line["label"], line["id"], line["properties"]) for line in lines if line["type"] == "node"]
    by_id = {node_id: label for label, node_id in labels}
    nodes = [node for node in nodes if node.properties.get("document_id", ids[name]) == ids[name]]
    edges = [
        Edge(line["label"], by_id[line["source"]], line["source"], by_id[line["target"]], line["target"], line["properties"])
        for line in lines
        if line["type"] == "edge"
    ]  # fmt: skip
    found = evaluate(name, GOLD[name], Part(ids[name], tuple(nodes), tuple(edges)), reference)
    assert found.wrong_leads == 0
    scores = {each: round(told.score.f1, 3) for each, told in found.lists.items()}
    assert {each: f1 for each, f1 in scores.items() if f1 < 0.97} == {}


@pytest.mark.parametrize("name", GOLD)
def test_the_lists_of_a_document_are_what_is_exported(api: httpx.Client, ids: dict[str, str], name: str) -> None:
    """Each list tells the same facts as the export, which is measured against the gold."""
    document_id = ids[name]
    lines = exported(api, document_id)
    from_document = [line for line in lines if line.get("source") == document_id]
    for path, label in (("/tasks", "HAS_TASK"), ("/targets", "SETS"), ("/projects", "PLANS"), ("/awards", "NAMES")):
        rows = every(api, path, document=document_id, limit=37)
        assert {row["key"] for row in rows} == keys(from_document, label), path
        assert all(row["link"] == f"/e/{row['key']}" for row in rows)
    duties = keys(lines, *DUTIES)
    assert {row["key"] for row in every(api, "/responsibilities", document=document_id)} == duties
    steps = get(api, f"/documents/{document_id}/lineage", direction="up", depth=1)["items"]
    assert {step["key"] for step in steps} == keys(from_document, "DERIVES_FROM")
    cells = [cell for task in get(api, "/matrix", document=document_id)["tasks"] for cell in task["cells"].values()]
    assert {edge["key"] for cell in cells for edge in cell["edges"]} == duties
    chain = get(api, "/chain", id=document_id, limit=1000)
    told = {step["key"] for link in chain["links"] for step in link["departments"]}
    assert told == keys([line for line in lines if not line.get("target", "").startswith("project:")], *DUTIES)
    assert chain["total"] == len(chain["links"])


@pytest.mark.parametrize("name", GOLD)
def test_the_document_itself_is_told_as_the_gold_has_it(api: httpx.Client, ids: dict[str, str], name: str) -> None:
    gold, told = GOLD[name]["document"], get(api, f"/documents/{ids[name]}")
    assert (told["document"], told["doc_number"], told["issue_date"]) == (
        gold["title"],
        gold["doc_number"],
        gold["issue_date"],
    )
    assert (told["region"], told["region_level"], told["period_end"]) == (
        gold["region"],
        gold["region_level"],
        gold["period_end"],
    )


def test_who_leads_is_what_the_gold_says(api: httpx.Client, ids: dict[str, str], reference: Reference) -> None:
    """Each lead of the gold answers for a task that begins as it says; nobody leads besides."""
    gold = GOLD["alxa-2016"]["responsibilities"]
    wanted = {(lead, row["covers"][:8]) for row in gold for lead in row["leads"]}
    found = set()
    for department in every(api, "/departments"):
        address = f"/departments/{department['department_id']}/responsibilities"
        for duty in every(api, address, role="LEADS", document=ids["alxa-2016"]):
            assert duty["department"] == department["department"]
            names = {department["department"], *(department["aliases"] or ())}
            begins = reference.normalise(duty["task_text"] or duty["task"]).replace(" ", "")
            found.add((frozenset(names), begins))
    missed = [
        (lead, covers)
        for lead, covers in wanted
        if not any(lead in names and covers.replace(" ", "") in begins for names, begins in found)
    ]
    assert missed == []
    leads = {lead for lead, _ in wanted}
    assert [names for names, _ in found if not leads & names] == []


def test_every_quote_stands_in_the_text(api: httpx.Client, ids: dict[str, str]) -> None:
    texts = {name: get(api, f"/documents/{document_id}/text")["text"] for name, document_id in ids.items()}
    by_id = {ids[name]: text for name, text in texts.items()}
    rows = [
        row for path in ("/responsibilities", "/tasks", "/targets", "/projects", "/awards") for row in every(api, path)
    ]
    read = [row for row in rows if row["start_char"] is not None]
    assert len(read) > 800
    for row in read:
        assert by_id[row["document_id"]][row["start_char"] : row["end_char"]] == row["quote"]


def test_a_stretch_of_the_text(api: httpx.Client, ids: dict[str, str]) -> None:
    source = (DOCUMENTS / "siping-2014.txt").read_text("utf-8-sig")
    told = get(api, f"/documents/{ids['siping-2014']}/text", start=10, end=30)
    assert (told["start_char"], told["end_char"], told["total_chars"]) == (10, 30, len(source))
    assert told["text"] == source[10:30]


def test_the_chain_of_a_task(api: httpx.Client, ids: dict[str, str]) -> None:
    [task] = [row for row in every(api, "/tasks", document=ids["alxa-2016"]) if row["task"] == "推进质量诚信体系建设"]
    chain = get(api, "/chain", id=task["task_id"])
    assert chain["subject"] == {"label": "Task", "id": task["task_id"], "name": "推进质量诚信体系建设"}
    [link] = chain["links"]
    assert [(step["name"], step["document"]) for step in link["upstream"]] == [
        ("推进质量诚信体系建设", "质量发展纲要(2011-2020年)")
    ]
    assert [step["name"] for step in link["departments"] if step["step"] == "LEADS"] == ["阿拉善盟发展和改革委员会"]
    assert sum(step["step"] == "COOPERATES" for step in link["departments"]) == 6
    assert "质量发展纲要(2011-2020年)" in {row["name"] for row in chain["documents"]}
    [lead] = [step for step in link["departments"] if step["step"] == "LEADS"]
    assert "盟發改委牽頭" in lead["quote"]
    assert lead["mode"] == "lead"
    detail = get(api, f"/tasks/{task['task_id']}")
    assert {row["key"] for row in detail["responsibilities"]} == {step["key"] for step in link["departments"]}


def test_an_edge_has_a_permanent_address(api: httpx.Client, ids: dict[str, str]) -> None:
    duty = get(api, "/targets", document=ids["jiangyou-2017"], limit=1)["items"][0]
    edge = get(api, duty["link"])
    assert edge["quote"] == duty["quote"]
    assert edge["quotation"].startswith("《江油市“十三五”质量发展规划》")
    assert edge["quotation"].endswith("”")
    led = api.get(duty["link"], headers={"Accept": "text/html"})
    assert led.status_code == 303
    assert led.headers["vary"] == "Accept"
    assert led.headers["location"] == f"/ui/documents/{ids['jiangyou-2017']}?edge={duty['key']}#quote"


def test_departments_regions_indicators(api: httpx.Client) -> None:
    found = every(api, "/departments", region="region:152900", limit=5)
    assert {row["region"] for row in found} == {"阿拉善盟"}
    market = next(row for row in found if row["function"] == "市场监管")
    told = get(api, f"/departments/{market['department_id']}")
    assert told["succession"]
    assert {row["level"] for row in every(api, "/departments", level="county")} == {"county"}
    regions = every(api, "/regions", level="province")
    assert {"重庆市", "广东省"} <= {row["region"] for row in regions}
    top = get(api, "/indicators", limit=1)["items"][0]
    figures = every(api, f"/indicators/{top['indicator_id']}/targets")
    assert len({row["target_id"] for row in figures}) == top["targets"]
    beside = get(api, f"/indicators/{top['indicator_id']}/comparison")
    assert {row["indicator"] for row in beside["items"]} == {top["indicator"]}
    assert {row["verdict"] for row in beside["items"]} <= {
        "above",
        "equal",
        "below",
        "different_year",
        "no_counterpart",
    }


def test_search_and_what_lies_around(api: httpx.Client) -> None:
    found = get(api, "/search", q="质量诚信", label="Task")["items"]
    assert found[0]["label"] == "Task"
    traditional = get(api, "/search", q="質量誠信", label="Task")["items"]
    assert traditional == found
    around = get(api, "/graph/neighbourhood", id=found[0]["id"], depth=1)
    assert all(found[0]["id"] in (row["source_id"], row["target_id"]) for row in around["items"])
    assert get(api, "/graph/neighbourhood", id=found[0]["id"], depth=2, limit=5)["truncated"]
    only = get(api, "/graph/neighbourhood", id=found[0]["id"], types=["HAS_TASK"])["items"]
    assert {row["relation"] for row in only} == {"HAS_TASK"}
    assert get(api, "/tasks/without-lead", limit=3)["next"]


def test_the_report_of_a_document(api: httpx.Client, ids: dict[str, str]) -> None:
    for document_id in ids.values():
        told = get(api, f"/documents/{document_id}/report")["extractors"]
        assert "responsibility" in told
        for one in told.values():
            assert one["seen"] == one["kept"] + sum(one["rejected"].values()) + len(one["waiting"])


# Lists: pages, files, what they carry


def test_pages_make_up_the_whole_list(api: httpx.Client) -> None:
    whole = get(api, "/tasks", limit=1000)["items"]
    assert every(api, "/tasks", limit=7) == whole
    assert len({row["key"] for row in whole}) == len(whole)


def test_a_cursor_serves_its_own_list_only(api: httpx.Client) -> None:
    cursor = get(api, "/tasks", limit=2)["next"]
    for path, params in (("/tasks", {"kind": "item"}), ("/targets", {}), ("/tasks", {"cursor": cursor[:-3]})):
        answer = api.get(path, params={"cursor": cursor, **params})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["parameter"] == "cursor"
    assert api.get("/tasks", params={"cursor": cursor, "limit": 5}).status_code == 200


def test_a_list_as_csv_and_as_excel(api: httpx.Client, ids: dict[str, str]) -> None:
    params = {"document": ids["alxa-2016"], "role": "LEADS"}
    rows = every(api, "/responsibilities", **params)
    answer = api.get("/responsibilities", params={**params, "format": "csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    told = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["quote"] for row in told] == [row["quote"] for row in rows]
    assert [row["link"] for row in told] == [f"{api.base_url}/e/{row['key']}".replace("//e", "/e") for row in rows]
    book = openpyxl.load_workbook(io.BytesIO(api.get("/responsibilities", params={**params, "format": "xlsx"}).content))
    sheet = book.worksheets[0]
    assert sheet.max_row == len(rows) + 1
    heads = [cell.value for cell in sheet[1]]
    quotes = [row[heads.index("原文")].value for row in sheet.iter_rows(min_row=2)]
    assert quotes == [row["quote"] for row in rows]
    assert api.get(str(sheet.cell(2, len(heads)).value)).status_code == 200
    assert api.get("/matrix", params={"document": ids["alxa-2016"], "format": "xlsx"}).content[:2] == b"PK"


def test_an_answer_that_is_held_already_is_not_sent_again(api: httpx.Client) -> None:
    first = api.get("/tasks")
    again = api.get("/tasks", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert api.get("/tasks", headers={"If-None-Match": '"other", ' + first.headers["etag"]}).status_code == 304
    assert api.get("/tasks", headers={"If-None-Match": '"other"'}).status_code == 200
    assert first.headers["x-request-id"] != again.headers["x-request-id"]


# Errors


def problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert told["status"] == status
    assert told["instance"] == answer.headers["x-request-id"]
    return told


@pytest.mark.parametrize(
    "path",
    [
        "/departments/dept:152900:市场监",
        "/departments/dept:152900:市场监/responsibilities",
        "/tasks/task:nothing",
        "/documents/doc:nothing",
        "/documents/doc:nothing/text",
        "/documents/doc:nothing/lineage",
        "/documents/doc:nothing/report",
        "/indicators/indicator:nothing/targets",
        "/indicators/indicator:nothing/comparison",
        "/chain?id=nothing",
        "/graph/neighbourhood?id=nothing",
        "/matrix?document=nothing",
        "/tasks?document=nothing",
        "/departments?region=nothing",
        "/exports/jsonl?document=nothing",
        "/e/nothing",
        "/nowhere",
    ],
)
def test_an_unknown_id_is_a_404_that_says_what_was_looked_for(api: httpx.Client, path: str) -> None:
    told = problem(api.get(path), 404)
    assert path.startswith(("/nowhere",)) or "nothing" in told["detail"] or "市场监" in told["detail"]


def test_near_names_are_offered(api: httpx.Client) -> None:
    told = problem(api.get("/departments/dept:152900:市场监"), 404)
    assert "阿拉善盟市场监督管理局" in {one["name"] for one in told["near"]}
    assert problem(api.get("/chain", params={"id": "质量诚信体系建设"}), 404)["near"][0]["label"] == "Task"


@pytest.mark.parametrize(
    ("path", "parameter", "value"),
    [
        ("/departments?level=village", "level", "village"),
        ("/tasks?limit=0", "limit", "0"),
        ("/tasks?limit=x", "limit", "x"),
        ("/tasks?year=20", "year", "20"),
        ("/tasks?format=pdf", "format", "pdf"),
        ("/responsibilities?role=leads", "role", "leads"),
        ("/documents?ingested=perhaps", "ingested", "perhaps"),
        ("/search", "q", None),
        ("/search?q=%20", "q", " "),
        ("/departments?rol=LEADS", "rol", "LEADS"),
        ("/documents/doc:4a8ec7e260358fa4/lineage?depth=99", "depth", "99"),
        ("/departments/x/responsibilities?as_of=today", "as_of", "today"),
        ("/departments/x/responsibilities?as_of=2020-99-99", "as_of", "2020-99-99"),
        ("/tasks?format=csv&cursor=garbage", "cursor", "garbage"),
        ("/matrix?query=x", "query", "x"),
    ],
)
def test_a_wrong_parameter_is_named_with_its_value(
    api: httpx.Client, path: str, parameter: str, value: str | None
) -> None:
    told = problem(api.get(path), 422)
    assert (told["errors"][0]["parameter"], told["errors"][0]["value"]) == (parameter, value)
    assert parameter in told["detail"]


def test_allowed_values_are_listed(api: httpx.Client) -> None:
    told = problem(api.get("/departments?level=village"), 422)
    assert told["errors"][0]["allowed"] == ["country", "province", "prefecture", "county"]


@pytest.mark.parametrize(
    ("path", "chinese"),
    [
        ("/departments?level=village", "参数 level('village') 只能是 country、province、prefecture、county"),
        ("/tasks?limit=x", "参数 limit('x') 要是整数"),
        ("/tasks?limit=0", "参数 limit('0') 不能小于 1"),
        ("/tasks?year=9999", "参数 year('9999') 不能大于 2100"),
        ("/documents?ingested=perhaps", "参数 ingested('perhaps') 要是 true 或 false"),
        ("/search", "参数 q 必须给出"),
        (f"/search?q={'质' * 101}", "不能多于 100 个字"),
        ("/search?q=", "不能少于 1 个字"),
        ("/e/a$b", "写法不对"),
        ("/departments/x/responsibilities?as_of=2020-02-30", "不是真实的日期"),
        ("/chain?limit=0&id=", "不能少于 1 个字;参数 limit('0') 不能小于 1"),
    ],
)
def test_what_is_wrong_is_said_in_chinese_too(api: httpx.Client, path: str, chinese: str) -> None:
    told = problem(api.get(path), 422)
    assert chinese in told["detail"]
    assert all("·" in one["message"] for one in told["errors"])
    assert ".." not in told["detail"]


def test_what_is_told_back_is_short(api: httpx.Client) -> None:
    answer = api.get("/search", params=[("q", "质"), *(("label", f"{'x' * 150}{number}") for number in range(200))])
    told = problem(answer, 422)
    assert len(told["errors"]) == 20
    assert {len(one["value"]) for one in told["errors"]} == {100}


def test_a_matrix_that_is_too_large_says_so_in_chinese(api: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph.answers.matrix, "MOST", 5)
    detail = problem(api.get("/matrix"), 422)["detail"]
    assert detail.startswith("参数不对。责任矩阵最多 5 条责任,请指定文件、地区或部门。 A matrix holds 5 duties")


def test_documents_without_a_date_are_kept_on_any_date(api: httpx.Client) -> None:
    [described] = [
        one["description"]
        for one in get(api, "/openapi.json")["paths"]["/departments/{department_id}/responsibilities"]["get"][
            "parameters"
        ]
        if one["name"] == "as_of"
    ]
    assert "without dates" in described


def test_figures_of_an_indicator_are_narrowed(api: httpx.Client, ids: dict[str, str]) -> None:
    all_figures = every(api, "/targets")
    chosen = next(row for row in all_figures if row["document_id"] == ids["jiangyou-2017"] and row["indicator_id"])
    path = f"/indicators/{chosen['indicator_id']}/targets"
    of_it = every(api, path)
    for name, column in (
        ("document", "document_id"),
        ("region", "region_id"),
        ("level", "region_level"),
        ("year", "year"),
    ):
        found = every(api, path, **{name: chosen[column]})
        assert found == [row for row in of_it if row[column] == chosen[column]], name
        assert found
    assert every(api, path, year=1901) == []
    problem(api.get(path, params={"document": "doc:nothing"}), 404)


def test_each_edge_of_the_matrix_carries_its_evidence(api: httpx.Client, ids: dict[str, str]) -> None:
    duties = {row["key"]: row for row in every(api, "/responsibilities", document=ids["alxa-2016"])}
    found = get(api, "/matrix", document=ids["alxa-2016"])
    edges = [edge for task in found["tasks"] for cell in task["cells"].values() for edge in cell["edges"]]
    for name in ("document_id", "document", "start_char", "end_char", "link", "quote"):
        assert [edge[name] for edge in edges] == [duties[edge["key"]][name] for edge in edges], name
    assert all(edge["path"] == duties[edge["key"]]["path"] for edge in edges)


@pytest.mark.parametrize(
    "path", ["/tasks", "/healthz", "/", "/docs", "/static/favicon.svg", "/nowhere", "/exports/jsonl"]
)
def test_head_tells_the_headers_of_get(api: httpx.Client, path: str) -> None:
    asked, told = api.get(path), api.head(path)
    assert (told.status_code, told.content) == (asked.status_code, b"")
    for name in ("content-type", "content-length", "etag"):
        assert told.headers.get(name) == asked.headers.get(name), name


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/documents", "GET, HEAD, POST"),
        ("POST", "/tasks", "GET, HEAD"),
        ("DELETE", "/ui/login", "GET, HEAD, POST"),
        ("GET", "/ui/logout", "POST"),
        ("POST", "/docs", "GET, HEAD"),
        ("POST", "/static/favicon.svg", "GET, HEAD"),
    ],
)
def test_a_wrong_method_is_told_the_right_ones(api: httpx.Client, method: str, path: str, allowed: str) -> None:
    answer = api.request(method, path)
    problem(answer, 405)
    assert answer.headers["allow"] == allowed


def test_near_names_of_the_same_region_come_first(api: httpx.Client) -> None:
    for code, name in (("152900", "阿拉善盟市场监督管理局"), ("500000", "重庆市市场监督管理局")):
        assert problem(api.get(f"/departments/dept:{code}:市场监"), 404)["near"][0]["name"] == name
    assert "目标值、项目、荣誉" in problem(api.get("/graph/neighbourhood?id=nothing"), 404)["detail"]


def test_a_foreign_host_name_is_refused(filled_store: str) -> None:
    with serving(Settings(store=filled_store, hosts=("zhiliang.example",))) as address, httpx.Client() as client:
        assert client.get(f"{address}/healthz", headers={"Host": "zhiliang.example:80"}).status_code == 200
        assert client.get(f"{address}/healthz", headers={"Host": "10.1.2.3"}).status_code == 200
        assert client.get(f"{address}/healthz", headers={"Host": "[::1]:8000"}).status_code == 200
        problem(client.get(f"{address}/healthz", headers={"Host": "evil.example"}), 421)


def test_a_store_that_is_missing_says_how_to_make_one(tmp_path: Path, command: Any) -> None:
    store = tmp_path / "store"
    with serving(Settings(store=str(store))) as address, httpx.Client(base_url=address) as client:
        assert client.get("/healthz").status_code == 200
        assert "zhitu ingest" in problem(client.get("/readyz"), 503)["detail"]
        assert "zhitu ingest" in problem(client.get("/tasks"), 503)["detail"]
        assert command("ingest", DOCUMENTS / "siping-2014.txt", "--store", store).code == 0
        assert client.get("/readyz").json() == {"status": "ok"}
        assert client.get("/tasks").json()["items"]
        shutil.move(store, tmp_path / "elsewhere")
        told = problem(client.get("/tasks"), 503)["detail"]
        assert "zhitu ingest" in told
        assert str(tmp_path) not in told


def test_the_folder_of_the_store_stays_in_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with serving(Settings(store=str(tmp_path / "no"))) as address:
        told = problem(httpx.get(f"{address}/tasks"), 503)["detail"]
    assert told == (
        "还没有图谱:请先运行 zhitu ingest 读入文件。 "
        "There is no store: make one with `zhitu ingest`, or name another by --store"
    )
    assert str(tmp_path) in caplog.text


@pytest.mark.parametrize("damage", [bytes(100), None])
def test_a_damaged_store_says_how_to_make_it_again(own_store: str, damage: bytes | None) -> None:
    graph = Path(own_store) / "graph.kgl"
    if damage is None:
        graph.unlink()
    else:
        graph.write_bytes(damage)
    with serving(Settings(store=own_store)) as address:
        told = problem(httpx.get(f"{address}/tasks"), 503)["detail"]
    assert told.startswith("图谱打不开:请运行 zhitu store rebuild 重建。 The store ")
    assert own_store not in told


def test_a_reading_that_is_gone_is_no_404(own_store: str) -> None:
    for file in (Path(own_store) / "readings").iterdir():
        file.unlink()
    with serving(Settings(store=own_store)) as address, httpx.Client(base_url=address) as client:
        [document] = client.get("/documents?ingested=true").json()["items"]
        told = problem(client.get(f"/documents/{document['document_id']}/text"), 503)["detail"]
    assert "zhitu ingest" in told
    assert document["source"] in told


def test_what_a_running_server_tells_of_itself(api: httpx.Client) -> None:
    assert get(api, "/readyz") == {"status": "ok"}
    get(api, "/regions")
    told = api.get("/metrics").text
    assert 'zhitu_requests_total{method="GET",route="/regions",status="200"}' in told
    assert 'zhitu_request_seconds_count{route="/regions"}' in told
    answer = api.get("/docs")
    assert "swagger-ui-bundle.js" in answer.text
    assert "http" not in answer.text.replace("http-equiv", "")
    assert api.get("/static/vendor/swagger-ui-bundle.js").status_code == 200
    assert answer.headers["x-content-type-options"] == "nosniff"


# Writing


@pytest.fixture
def own_store(tmp_path: Path, command: Any) -> str:
    store = str(tmp_path / "store")
    assert command("ingest", DOCUMENTS / "siping-2014.txt", "--store", store).code == 0
    return store


def state(client: httpx.Client) -> str:
    return client.get("/exports/jsonl").text


def test_an_upload_is_read_as_the_command_reads(own_store: str, tmp_path: Path, command: Any) -> None:
    settings = Settings(store=own_store, api_key="秘密 key")
    with serving(settings) as address, httpx.Client(base_url=address, timeout=60) as client:
        files = [("files", (path.name, path.read_bytes())) for path in sorted(DOCUMENTS.glob("*.txt"))]
        key = {"X-API-Key": settings.api_key.encode()}
        answer = client.post("/documents", files=files, headers=key)
        assert answer.status_code == 201, answer.text
        told = answer.json()["files"]
        assert [one["file"] for one in told] == [name for _, (name, _) in files]
        assert all(one["document_id"] and one["account"] and not one["problem"] for one in told)
        other = tmp_path / "other"
        assert command("ingest", DOCUMENTS, "--store", other).code == 0
        assert state(client) == command("export", "--store", other).out
        assert client.get(f"/documents/{told[0]['document_id']}").json()["source"] == told[0]["file"]


@pytest.mark.parametrize(
    ("name", "content", "status", "said"),
    [
        ("a.docx", b"PK\x03\x04....", 422, "Word"),
        ("a.txt", b"", 422, "empty"),
        ("a.txt", "今天天气很好,我们去公园。".encode() * 30, 422, "no policy document"),
        ("a.txt", b"\xe8" * 6_000_000, 422, "limit of 5 MB"),
        ("..", "质量".encode(), 422, "cannot be used"),
        ("a" * 400 + ".txt", "质量".encode(), 422, "cannot be used"),
        ("a.txt", b"x" * 51_000_000, 413, "50 MB"),
    ],
)
def test_a_bad_upload_says_why_and_changes_nothing(
    own_store: str, name: str, content: bytes, status: int, said: str
) -> None:
    with (
        serving(Settings(store=own_store, api_key="k")) as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        before = state(client)
        answer = client.post("/documents", files=[("files", (name, content))], headers={"X-API-Key": "k"})
        told = problem(answer, status)
        assert said in told["detail"]
        assert "/tmp" not in told["detail"]
        assert state(client) == before


def test_a_good_file_is_read_beside_a_bad_one(own_store: str) -> None:
    with (
        serving(Settings(store=own_store, api_key="k")) as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        good = DOCUMENTS / "alxa-2016.txt"
        files = [("files", ("坏.txt", b"")), ("files", ("../../etc/好.txt", good.read_bytes()))]
        answer = client.post("/documents", files=files, headers={"X-API-Key": "k"})
        assert answer.status_code == 201
        bad, read = answer.json()["files"]
        assert (bad["file"], bad["document_id"]) == ("坏.txt", None)
        assert "empty" in bad["problem"]
        assert (read["file"], read["document"]) == ("好.txt", "推进质量强盟战略实施意见")


def test_a_name_longer_than_a_file_here_may_have_is_kept(own_store: str) -> None:
    long = "关于" + "深入推进质量强市建设和标准化" * 9 + "的实施意见"
    good = (DOCUMENTS / "alxa-2016.txt").read_bytes()
    with (
        serving(Settings(store=own_store, api_key="k")) as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        files = [("files", (f"{long}.txt", good)), ("files", (f"{long}(二).txt", b"lorem ipsum " * 9))]
        answer = client.post("/documents", files=files, headers={"X-API-Key": "k"})
        assert answer.status_code == 201, answer.text
        read, bad = answer.json()["files"]
        assert (read["file"], read["document"]) == (f"{long}.txt", "推进质量强盟战略实施意见")
        assert client.get(f"/documents/{read['document_id']}").json()["source"] == read["file"]
        assert bad["problem"].startswith(f"{long}(二).txt: no Chinese text")


def test_an_upload_to_a_store_that_is_being_written_says_so(own_store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_embedded, "LEASE_WAIT", 0.2)
    with (
        serving(Settings(store=own_store, api_key="k")) as address,
        httpx.Client(base_url=address, timeout=60) as client,
        closing(open_store(own_store)),
    ):
        files = [("files", ("a.txt", (DOCUMENTS / "alxa-2016.txt").read_bytes()))]
        told = problem(client.post("/documents", files=files, headers={"X-API-Key": "k"}), 503)
        assert "is being written by" in told["detail"]
        assert told["detail"].startswith("图谱正在写入")
        assert own_store not in told["detail"]
        assert len(client.get("/documents", params={"ingested": True}).json()["items"]) == 1


@pytest.mark.parametrize(
    ("key", "given", "status"), [("", None, 403), ("", "k", 403), ("k", None, 401), ("k", "K", 401)]
)
def test_writing_needs_the_key(own_store: str, key: str, given: str | None, status: int) -> None:
    with serving(Settings(store=own_store, api_key=key)) as address, httpx.Client(base_url=address) as client:
        headers = {"X-API-Key": given} if given else {}
        answer = client.post("/documents", files=[("files", ("a.txt", b"x"))], headers=headers)
        said = {401: "X-API-Key", 403: "ZHITU_API_KEY"}[status]
        assert said in problem(answer, status)["detail"]


def in_a_loop_of_its_own(function: Any, *arguments: Any) -> None:
    """In another thread: the browser's driver may have a loop in this one."""
    with ThreadPoolExecutor() as aside:
        aside.submit(anyio.run, function, *arguments).result()


def test_nothing_of_an_upload_is_read_before_the_key() -> None:
    app = create_app(Settings(api_key="k"))
    headers = [
        (b"host", b"localhost"),
        (b"content-type", b"multipart/form-data; boundary=x"),
        (b"content-length", b"9"),
    ]
    scope = {"type": "http", "method": "POST", "path": "/documents", "query_string": b"", "headers": headers}
    sent: list[Any] = []

    async def receive() -> Any:
        raise AssertionError("the content is not to be read")

    async def send(message: Any) -> None:
        sent.append(message)

    in_a_loop_of_its_own(app, scope, receive, send)
    assert sent[0]["status"] == 401


@pytest.mark.parametrize(
    ("content", "headers", "status", "said"),
    [
        (b"", {}, 422, "缺少文件"),
        (b"files=x", {"Content-Type": "application/x-www-form-urlencoded"}, 422, "There is no file"),
        (
            b"--x\r\nfoo: bar\r\n\r\n",
            {"Content-Type": "multipart/form-data; boundary=x"},
            400,
            "cut short or malformed",
        ),
        (b"--x", {"Content-Type": "multipart/form-data"}, 400, "不完整或格式不对"),
    ],
)
def test_a_form_that_is_none_says_so(
    tmp_path: Path, content: bytes, headers: dict[str, str], status: int, said: str
) -> None:
    with serving(Settings(store=str(tmp_path / "store"), api_key="k")) as address:
        answer = httpx.post(f"{address}/documents", content=content, headers={"X-API-Key": "k", **headers})
    told = problem(answer, status)
    assert said in told["detail"]
    assert ".." not in told["detail"]


def test_too_many_files_at_once(tmp_path: Path) -> None:
    files = [("files", (f"{number}.txt", b"x")) for number in range(101)]
    with serving(Settings(store=str(tmp_path / "store"), api_key="k")) as address:
        told = problem(httpx.post(f"{address}/documents", files=files, headers={"X-API-Key": "k"}), 422)
    assert "最多 100 个文件" in told["detail"]
    assert told["errors"][0]["parameter"] == "files"


def test_a_bad_upload_makes_no_store(tmp_path: Path) -> None:
    store = tmp_path / "store"
    with serving(Settings(store=str(store), api_key="k")) as address:
        answer = httpx.post(f"{address}/documents", files={"files": ("a.txt", b"")}, headers={"X-API-Key": "k"})
    problem(answer, 422)
    assert not store.exists()


def test_each_lane_waits_for_itself_alone() -> None:
    """Two raw queries and one upload at once; files go on beside them."""
    running: Counter[str] = Counter()
    most: Counter[str] = Counter()

    def work(lane: str) -> None:
        running[lane] += 1
        most[lane] = max(most[lane], running[lane])
        time.sleep(0.05)
        running[lane] -= 1

    async def all_of_them() -> None:
        async with anyio.create_task_group() as group:
            for lane in AT_ONCE:
                for _ in range(6):
                    group.start_soon(partial(answer, work, lane, lane=lane))

    in_a_loop_of_its_own(all_of_them)
    assert most == {"file": 4, "raw": 2, "upload": 1}


def test_raw_cypher_is_off_unless_switched_on(filled_store: str) -> None:
    body = {"query": "MATCH (d:Department) RETURN count(d) AS n"}
    with serving(Settings(store=filled_store, api_key="k")) as address, httpx.Client(base_url=address) as client:
        problem(client.post("/cypher", json=body, headers={"X-API-Key": "k"}), 404)


@pytest.mark.parametrize(
    ("body", "status", "name", "said"),
    [
        (b'{"query":"RETURN \\"\\ud800\\""}', 422, None, "不完整的字符"),
        (b'{"query":"RETURN 1","\\ud800":1}', 422, None, "不完整的字符"),
        (b'{"query":"RETURN 1","limit":1000000000000000000000000000000}', 422, "limit", "不能大于 10000"),
        (b'{"query":"RETURN 1","seconds":1e999}', 422, "seconds", "不能大于 30"),
        (b'{"query":1}', 422, "query", "要是文字"),
        (b'{"query":"RETURN 1","rows":1}', 422, "rows", "不认识"),
        (b"{}", 422, "query", "必须给出"),
        (b'{"query":', 422, "body", "不是完整的 JSON"),
        (b"[1]", 422, "body", "要是 JSON 对象"),
        (b"[" * 100_000, 400, None, "读不了"),
        (b"\xff", 400, None, "读不了"),
    ],
)
def test_a_body_that_cannot_be_is_told_so(
    filled_store: str, body: bytes, status: int, name: str | None, said: str
) -> None:
    headers = {"X-API-Key": "k", "Content-Type": "application/json"}
    with serving(Settings(store=filled_store, api_key="k", raw_cypher=True)) as address:
        told = problem(httpx.post(f"{address}/cypher", content=body, headers=headers), status)
    assert said in told["detail"]
    assert name is None or told["errors"][0]["parameter"] == name


def test_raw_cypher_reads_within_limits(filled_store: str) -> None:
    settings = Settings(store=filled_store, api_key="k", raw_cypher=True)
    with serving(settings) as address, httpx.Client(base_url=address, timeout=30) as client:
        client.headers["X-API-Key"] = "k"
        told = client.post("/cypher", json={"query": "MATCH (d:Department) RETURN d.name AS name", "limit": 3}).json()
        assert (told["columns"], len(told["rows"]), told["truncated"]) == (["name"], 3, True)
        problem(client.post("/cypher", json={"query": "x"}, headers={"X-API-Key": "no"}), 401)
        for query in (
            "CREATE (d:Department {id: 'x'})",
            "MATCH (n) DETACH DELETE n",
            "LOAD CSV FROM 'x' AS r RETURN r",
        ):
            detail = problem(client.post("/cypher", json={"query": query}), 422)["detail"]
            assert "not allowed" in detail
            assert "这里只能读取" in detail
        assert "查询有错误" in problem(client.post("/cypher", json={"query": "MATCH (d", "limit": 3}), 422)["detail"]
        problem(client.post("/cypher", json={"query": "RETURN 1", "seconds": 99}), 422)
        slow = "MATCH (a)--(b)--(c)--(d)--(e) RETURN count(*) AS n"
        problem(client.post("/cypher", json={"query": slow, "seconds": 0.2}), 504)
        assert client.get("/readyz").status_code == 200
