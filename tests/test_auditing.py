"""The audit of stored documents and of drafts: by the command, over HTTP, as pages; what is settled stays settled."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from api.pages.audit import pieces
from bench.timing import ZHITU
from graph.answers import auditing
from graph.answers.auditing import Auditor, audit_reading
from graph.build import ingest
from graph.decisions.decision import Decision
from graph.errors import NotFound, ParameterError
from graph.project import project
from graph.reference import Reference
from graph.settings import NOBODY, Settings
from graph.store import open_store
from ingest.pipeline import read_source
from tests.conftest import Command
from tests.reading import source_text
from tests.serving import serving

PLAN = """绵阳市人民政府关于建设质量强市的意见
绵府发〔2014〕11号
一、工作目标
到2015年,其他工程一次验收合格率达到97%以上。评选市长质量奖3家<b>表彰(市质监局牵头)。
二、主要任务
(一)健全激励机制。做好市长质量奖评审(市经信委牵头)。
绵阳市人民政府
2014年3月5日
"""
DRAFT = """绵阳市人民政府关于质量月活动的通知
根据《绵阳市人民政府关于建设质量强市的意见》(绵府发〔2014〕12号),开展活动。
一、主要任务
(一)举办展览。组织企业参加(市质检督查局负责)。
"""


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory, reference: Reference) -> str:
    url = str(tmp_path_factory.mktemp("auditing") / "store")
    with closing(open_store(url)) as store:
        ingest(store, reference, [read_source(source_text(PLAN), reference)])
    return url


@pytest.fixture(scope="module")
def api(url: str) -> Iterator[httpx.Client]:
    with serving(Settings(store=url)) as base, httpx.Client(base_url=base, timeout=30) as client:
        yield client


def test_the_command_tells_kinds_quotes_places_and_why(url: str, command: Command) -> None:
    rows = json.loads(command("audit", "--store", url, "--format", "json").out)
    kinds = {row["kind"]: row for row in rows}
    assert {"conflicting_lead", "target_below_national"} <= set(kinds)
    for row in rows:
        assert [PLAN[start:end] for start, end in row["places"]] == row["quotes"]
        assert row["severity"] in ("high", "medium", "low")
        assert row["why"]
    one = json.loads(command("audit", "--kind", "conflicting_lead", "--store", url, "--format", "json").out)
    assert [row["kind"] for row in one] == ["conflicting_lead"]


def test_an_unknown_kind_or_document(url: str) -> None:
    with closing(open_store(url, read_only=True)) as store:
        with pytest.raises(ParameterError, match="no kind of finding"):
            Auditor().rows(store, kind="odd")
        with pytest.raises(NotFound, match="no document doc:0"):
            Auditor().rows(store, "doc:0")


def test_processes_of_their_own_find_the_same(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(open_store(url, read_only=True)) as store:
        alone = Auditor().rows(store)
        monkeypatch.setattr(auditing, "_FEW", 1)
        assert Auditor().rows(store, elsewhere=(url, NOBODY)) == alone


def test_what_is_dealt_with_stays_so_and_is_not_audited_again(tmp_path: Path, reference: Reference) -> None:
    reading = read_source(source_text(PLAN), reference)
    with closing(open_store(str(tmp_path / "store"))) as store:
        ingest(store, reference, [reading])
        auditor = Auditor()
        first = auditor.rows(store)[0]
        assert first.dealt_with is None
        settled = Decision("dealt_with", (first.finding_id,), "王科长", "2026-03-01", "已函告")
        store.put_decision(settled)
        ingest(store, reference, [reading])
        again = next(row for row in auditor.rows(store) if row.finding_id == first.finding_id)
        assert again.dealt_with == "王科长 2026-03-01 已函告"


def test_what_is_dealt_with_stays_so_under_another_id_of_the_document(tmp_path: Path, reference: Reference) -> None:
    plan = PLAN.replace("绵府发〔2014〕11号\n", "")
    later = DRAFT.replace(
        "绵阳市人民政府关于质量月活动的通知\n", "江油市人民政府关于质量月活动的通知\n江府发〔2015〕3号\n"
    )
    with closing(open_store(str(tmp_path / "store"))) as store:
        ingest(store, reference, [read_source(source_text(plan), reference)])
        first = Auditor().rows(store)[0]
        store.put_decision(Decision("dealt_with", (first.finding_id,), "王科长", "2026-03-01", "已函告"))
        ingest(store, reference, [read_source(source_text(later), reference)])
        settled = [row for row in Auditor().rows(store) if row.dealt_with]
        assert [row.document_id for row in settled] != [first.document_id], (
            "the number that it is cited by is its id now"
        )
        assert [row.finding_id for row in settled] == [first.finding_id]


ABOVE = """四川省人民政府关于建设质量强省的意见
川府发〔2013〕8号
一、工作目标
到2015年,制造业产品质量合格率达到95%以上。重大质量事故率控制在3%以内。
四川省人民政府
2013年3月5日
"""
BELOW = """绵阳市人民政府关于建设质量强市的意见
绵府发〔2014〕11号
根据《四川省人民政府关于建设质量强省的意见》(川府发〔2013〕9号),制定本意见。
一、工作目标
到2015年,制造业产品质量合格率达到93%以上。重大质量事故率控制在5%以内。
绵阳市人民政府
2014年3月5日
"""


def test_targets_below_those_of_the_province_and_a_wrong_number(tmp_path: Path, reference: Reference) -> None:
    above, below = (read_source(source_text(text), reference) for text in (ABOVE, BELOW))
    with closing(open_store(str(tmp_path / "store"))) as store:
        ingest(store, reference, [above])
        draft = audit_reading(below, project(below, reference), reference, store)
        ingest(store, reference, [below])
        stored = Auditor().rows(store)
    for rows in (draft, stored):
        beneath = [row for row in rows if row.kind == "target_below_upstream"]
        assert [row.quotes for row in beneath] == [
            ["制造业产品质量合格率达到93%以上"],
            ["重大质量事故率控制在5%以内"],
        ]
        assert "95%以上" in str(beneath[0].beside)
        assert [below.text[start:end] for row in beneath for start, end in row.places] == [
            quote for row in beneath for quote in row.quotes
        ]
        [wrong] = [row for row in rows if row.kind == "wrong_doc_number"]
        assert "川府发〔2013〕8号" in str(wrong.beside)


def test_a_draft_is_checked_against_what_is_known_and_not_kept(url: str, reference: Reference) -> None:
    reading = read_source(source_text(DRAFT), reference)
    with closing(open_store(url, read_only=True)) as store:
        kinds = {row.kind: row for row in audit_reading(reading, project(reading, reference), reference, store)}
        assert "应为 绵府发〔2014〕11号" in kinds["wrong_doc_number"].why
        assert "unknown_body" in kinds
        assert len(store.readings()) == 1


def test_the_command_checks_a_draft(tmp_path: Path, url: str, command: Command) -> None:
    draft = tmp_path / "草稿.txt"
    draft.write_text(DRAFT, "utf-8")
    kinds = {row["kind"] for row in json.loads(command("check", str(draft), "--store", url, "--format", "json").out)}
    assert "wrong_doc_number" in kinds
    empty = tmp_path / "空.txt"
    empty.write_text("", "utf-8")
    assert "空.txt" in command("check", str(empty), "--store", url).err


def test_over_http(api: httpx.Client) -> None:
    found = api.get("/audit", params={"kind": "conflicting_lead"}).json()["items"]
    assert [row["severity"] for row in found] == ["high"]
    assert api.get(found[0]["link"], headers={"accept": "text/html"}).status_code == 200
    assert api.get("/audit", params={"document": "doc:0"}).status_code == 404
    sent = api.post("/check", files={"files": ("草稿.txt", DRAFT.encode())}).json()
    assert "wrong_doc_number" in {row["kind"] for row in sent["files"][0]["findings"]}
    assert api.post("/check", files={"files": ("图.docx", b"\x89PNG\r\n\x1a\n123")}).status_code == 422


def test_the_pages_escape_what_documents_say(api: httpx.Client) -> None:
    page = api.get("/ui/audit", headers={"accept": "text/html"}).text
    assert "同一工作牵头不一致" in page
    assert "&lt;b&gt;" in page
    assert "<b>表彰" not in page
    checked = api.post(
        "/ui/check", files={"files": ("草稿.txt", PLAN.encode())}, headers={"origin": str(api.base_url).rstrip("/")}
    )
    assert checked.status_code == 200
    assert "<mark>" in checked.text
    assert "<b>表彰" not in checked.text


def test_the_text_of_a_draft_is_cut_where_findings_begin_and_end(url: str, reference: Reference) -> None:
    reading = read_source(source_text(PLAN), reference)
    rows = audit_reading(reading, project(reading, reference), reference, None)
    cut = list(pieces(PLAN, rows))
    assert "".join(words for words, _ in cut) == PLAN
    for number, row in enumerate(rows, 1):
        assert "".join(words for words, numbers in cut if number in numbers)
        assert row.quotes


def test_the_same_findings_whatever_the_seed_of_hashes(url: str) -> None:
    def told(seed: str) -> bytes:
        command = [*ZHITU, "audit", "--store", url, "--format", "json"]
        return subprocess.run(
            command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout

    assert told("1") == told("2") != b"[]\n"
