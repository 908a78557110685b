"""The OpenAPI document: each address has a worked example that is what it answers; answers keep to what it says."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args
from urllib.parse import quote

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from api.app import create_app
from api.deps import OpenedStore
from api.examples import DONE, EXAMPLES, load_examples
from api.params import DepartmentKind, DocumentKind, Label, Level, Relation, Role, TargetStatus, TaskKind
from api.problems import STATUS
from graph.errors import ZhituError
from graph.schema import load_schema
from graph.settings import Settings
from tests.conftest import DOCUMENTS, ROOT
from tests.serving import serving

FILE = ROOT / "api" / EXAMPLES
MARKET = quote("dept:152900:市场监管", safe=":")
FORESTRY = quote("dept:152900:林业", safe=":")  # with one duty: a matrix that can be shown
TRUST = "推进质量诚信体系建设"
FEW = 1  # items of a list that an example shows


@pytest.fixture(scope="module")
def api(filled_store: str) -> Iterator[httpx.Client]:
    with serving(Settings(store=filled_store)) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client


def asked(api: httpx.Client) -> dict[str, str]:
    """What each operation's example asks: real ids, found by name."""
    document = next(row["document_id"] for row in items(api, "/documents?ingested=true") if row["region"] == "阿拉善盟")
    tasks = items(api, f"/tasks?document={document}&limit=1000")
    task = next(row["task_id"] for row in tasks if row["task"] == TRUST)
    indicator = items(api, "/indicators?limit=1")[0]["indicator_id"]
    lead = items(api, f"/departments/{MARKET}/responsibilities?role=LEADS&limit=1")[0]
    return {
        "search": f"/search?q={quote('质量诚信')}&limit={FEW}",
        "regions": f"/regions?level=prefecture&limit={FEW}",
        "departments": f"/departments?region=region:152900&limit={FEW}",
        "department": f"/departments/{MARKET}",
        "responsibilities_of_department": f"/departments/{MARKET}/responsibilities?role=LEADS&limit={FEW}",
        "responsibilities": f"/responsibilities?document={document}&limit={FEW}",
        "tasks": f"/tasks?document={document}&kind=item&limit={FEW}",
        "tasks_without_lead": f"/tasks/without-lead?document={document}&limit={FEW}",
        "task": f"/tasks/{task}",
        "chain": f"/chain?id={task}",
        "documents": f"/documents?ingested=true&limit={FEW}",
        "document": f"/documents/{document}",
        "lineage": f"/documents/{document}/lineage?direction=up&depth=1",
        "text_of_document": f"/documents/{document}/text?start={lead['start_char']}&end={lead['end_char']}",
        "report_of_document": f"/documents/{document}/report",
        "indicators": f"/indicators?limit={FEW}",
        "targets_of_indicator": f"/indicators/{indicator}/targets?limit={FEW}",
        "comparison": f"/indicators/{indicator}/comparison",
        "comparison_of_targets": f"/comparison?document={document}&verdict=different_year&limit={FEW}",
        "targets": f"/targets?document={document}&limit={FEW}",
        "projects": f"/projects?limit={FEW}",
        "awards": f"/awards?limit={FEW}",
        "matrix": f"/matrix?document={document}&department={FORESTRY}",
        "ledger": f"/ledger?document={document}&department={MARKET}&as_of=2020-06-30&limit={FEW}",
        "edge": f"/e/{lead['key']}",
        "neighbourhood_of": f"/graph/neighbourhood?id={lead['task_id']}&types=LEADS&limit=2",
        "diff": f"/diff?a={document}&b={document}",
        "peers_of_task": f"/tasks/{task}/peers",
        "echoes_of_document": f"/documents/{document}/echoes?echo=carried_out&limit={FEW}",
        "audit": f"/audit?document={document}&kind=conflicting_lead&limit={FEW}",
        "decisions": f"/decisions?limit={FEW}",
        "what_waits": f"/review?limit={FEW}",
        "healthz": "/healthz",
        "readyz": "/readyz",
    }


def items(api: httpx.Client, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.get(path).json()["items"]
    return found


def uploaded(filled_store: str, folder: Path) -> dict[str, Any]:
    """What an upload is answered with, by a server of its own."""
    own = Settings(store=str(shutil.copytree(filled_store, folder / "store")), api_key="k")
    file = DOCUMENTS / "siping-2014.txt"
    with serving(own) as address:
        answer = httpx.post(
            f"{address}/documents",
            files={"files": (file.name, file.read_bytes())},
            headers={"X-API-Key": "k"},
            timeout=60,
        )
    assert answer.status_code == 201, answer.text
    return {"request": "/documents", "response": answer.json()}


def decided(filled_store: str, folder: Path, document: str) -> dict[str, Any]:
    """What a decision is answered with, by a server of its own."""
    own = Settings(store=str(shutil.copytree(filled_store, folder / "decided")), api_key="k")
    told = {"verdict": "certified", "about": [document], "who": "王芳", "why": "已对照原文", "when": "2026-03-01T08:00"}
    with serving(own) as address:
        answer = httpx.post(f"{address}/decisions", json=told, headers={"X-API-Key": "k"}, timeout=60)
    assert answer.status_code == 201, answer.text
    return {"request": "/decisions", "response": answer.json()}


def checked(api: httpx.Client) -> dict[str, Any]:
    """What a draft is answered with."""
    draft = "松江市质量工作方案\n一、主要任务\n(一)开展测评(市质监局、市工商局按职责分工负责)。\n"
    answer = api.post("/check", files={"files": ("草稿.txt", draft.encode())})
    assert answer.status_code == 200, answer.text
    return {"request": "/check", "response": answer.json()}


NO_EXAMPLE = {
    "comparison_matrix",
    "export_duties",
    "export_jsonl",
    "export_ledger",
    "export_matrix",
    "metrics",
}  # not JSON


def test_each_example_is_what_the_address_answers(
    api: httpx.Client, filled_store: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    document = asked(api)["document"].rpartition("/")[2]
    found = {"upload": uploaded(filled_store, tmp_path), "make_decision": decided(filled_store, tmp_path, document)}
    found["check"] = checked(api)
    for name, address in asked(api).items():
        answer = api.get(address)
        assert answer.status_code == 200, f"{address}: {answer.text}"
        found[name] = {"request": address, "response": answer.json()}
    if request.config.getoption("--rewrite-golden"):
        FILE.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert found == load_examples(), "write them anew with `make golden` and review the difference"


def test_each_address_has_an_example(api: httpx.Client) -> None:
    document = api.get("/openapi.json").json()
    operations = [one for path in document["paths"].values() for one in path.values()]
    names = [one["operationId"] for one in operations]
    assert len(names) == len(set(names))
    assert set(names) - NO_EXAMPLE == set(load_examples())
    for one in operations:
        assert one["summary"], one["operationId"]
        assert one["description"]
        if one["operationId"] not in NO_EXAMPLE:
            [answered] = [one["responses"][status] for status in DONE if status in one["responses"]]
            assert answered["content"]["application/json"]["example"]
        assert "application/problem+json" in one["responses"]["422"]["content"]


def test_every_class_of_error_has_a_status() -> None:
    def below(kind: type[ZhituError]) -> set[type[ZhituError]]:
        return {kind}.union(*(below(each) for each in kind.__subclasses__()))

    assert set(STATUS) == below(ZhituError)


def test_the_words_allowed_are_those_of_the_schema() -> None:
    labels = load_schema().labels
    assert set(get_args(Label)) == set(labels)
    assert set(get_args(Relation)) == set(load_schema().relationships)
    assert get_args(Role) == ("LEADS", "COOPERATES")
    for words, label, name in (
        (Level, "Region", "level"),
        (DepartmentKind, "Department", "kind"),
        (DocumentKind, "Document", "kind"),
        (TaskKind, "Task", "kind"),
        (TargetStatus, "Target", "status"),
    ):
        assert set(get_args(words)) == set(labels[label].properties[name])


APPLICATION = create_app(Settings(api_key="k", raw_cypher=True, hosts=("testserver",)))
schema = schemathesis.openapi.from_asgi("/openapi.json", APPLICATION)


@pytest.fixture(scope="module", autouse=True)
def opened(filled_store: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The store is named when the tests run, a copy to write to; the document is the same with any."""
    own = str(shutil.copytree(filled_store, tmp_path_factory.mktemp("fuzzed") / "store"))
    APPLICATION.state.opened = OpenedStore(Settings(own))
    APPLICATION.state.settings = replace(APPLICATION.state.settings, store=own)


@schema.parametrize()
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_answers_keep_to_the_document(case: schemathesis.Case) -> None:
    """No 5xx, nothing outside its schema; a cursor or a query of any letters may be refused."""
    key = {"X-API-Key": "k"} if case.method == "POST" else None
    case.call_and_validate(headers=key, excluded_checks=[positive_data_acceptance])
