"""The chain of responsibility at every level: each clause and task with who answers for it, as call, page and command."""

import html
import json
import re
from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest

from graph.answers.chain import Branch, branches, chain_of, chains, subjects
from graph.build import ingest
from graph.decisions.deciding import Said, decide
from graph.parameters import ResponsibilityFilter, TaskFilter
from graph.queries import RESPONSIBILITIES, TASKS
from graph.reference import Reference
from graph.settings import Settings
from graph.store import GraphStore, open_store
from ingest.pipeline import read_source
from tests.browsing import HTML
from tests.conftest import run_command
from tests.reading import source_text
from tests.serving import serving

PROVINCE = """河北省人民政府关于贯彻落实质量发展纲要的实施意见
冀政〔2012〕80号
为贯彻落实国务院《质量发展纲要(2011-2020年)》(国发〔2012〕9号),提出如下意见。
一、主要任务
(一)强化企业质量主体责任。建立关键岗位责任制。(省质监局牵头,省国资委配合)
河北省人民政府
2012年9月18日
"""
CITY = """保定市人民政府关于加快质量强市建设的实施意见
保市政〔2013〕25号
为贯彻落实《河北省人民政府关于贯彻落实质量发展纲要的实施意见》(冀政〔2012〕80号),提出如下意见。
一、主要任务
(一)强化企业质量主体责任。建立企业关键岗位责任制。(市质监局牵头,市国资委配合)
保定市人民政府
2013年5月8日
"""
YIXIAN = """易县人民政府关于加快质量强县建设的实施方案
易政〔2014〕12号
根据《保定市人民政府关于加快质量强市建设的实施意见》(保市政〔2013〕25号)精神,制定本方案。
一、重点任务
(一)落实企业质量主体责任。建立关键岗位责任制。(县质监局牵头,县财政局配合)
易县人民政府
2014年3月20日
"""
BOYE = """博野县人民政府关于加快质量强县建设的实施意见
博政〔2015〕7号
为贯彻《保定市人民政府关于加快质量强市建设的实施意见》(保市政〔2013〕25号),制定本意见。
一、主要任务
(一)强化企业质量主体责任。建立岗位责任制。(县质监局牵头)
博野县人民政府
2015年3月1日
"""
TEXTS = (PROVINCE, CITY, YIXIAN, BOYE)
LEADS = ["河北省质量技术监督局", "保定市质量技术监督局", "易县质量技术监督局"]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory, reference: Reference) -> str:
    """The four plans; that the county's lead is its market office is a correction of one that was read."""
    url = str(tmp_path_factory.mktemp("chain") / "store")
    with closing(open_store(url)) as writer:
        ingest(writer, reference, [read_source(source_text(text), reference) for text in TEXTS])
        [read] = [
            row
            for row in writer.run(RESPONSIBILITIES, ResponsibilityFilter(role="LEADS"))
            if row.department == "博野县质量技术监督局"
        ]
        said = Said("correct", (read.key,), "王芳", why="三定方案", right=("县市场监管局",), when="2026-03-01T08:00")
        decide(writer, reference, said)
    return url


@pytest.fixture(scope="module")
def store(url: str) -> Iterator[GraphStore]:
    with closing(open_store(url, read_only=True)) as reader:
        yield reader


def task(store: GraphStore, place: str) -> str:
    [row] = [row for row in store.run(TASKS, TaskFilter()) if (row.document or "").startswith(place)]
    return row.task_id


def tree(found: list[Branch]) -> list[object]:
    return [[(one.step.document or "")[:2], *tree(one.below)] for one in found]


def test_each_level_is_told_with_who_leads(store: GraphStore) -> None:
    [link] = chain_of(store, task(store, "易县")).links
    leads = [step for step in (*link.upstream, *link.departments) if step.step == "LEADS"]
    assert [step.name for step in leads] == LEADS
    assert [step.task for step in leads] == ["强化企业质量主体责任", "强化企业质量主体责任", "落实企业质量主体责任"]
    assert all(step.department_id and step.quote and step.start_char is not None for step in leads)
    assert [step.depth for step in link.upstream if step.step == "upstream"] == [3, 2, 1]
    assert [step.step for step in link.upstream] == ["upstream", *["upstream", "LEADS", "COOPERATES"] * 2]


def test_by_name_every_lead_stands_below_its_task(store: GraphStore, reference: Reference) -> None:
    meant = [one for one in subjects(store, "强化企业质量主体责任", reference) if one.name == "强化企业质量主体责任"]
    assert len(meant) == 3
    steps = chains(store, meant)
    shown: str | None = None
    for step in steps:
        if step.step in ("LEADS", "COOPERATES"):
            assert (step.task_id, bool(step.task)) == (shown, True)
        else:
            shown = step.task_id
    downstream = [step.document for step in steps if step.step == "downstream"]
    assert len(downstream) == len(set(downstream)) == 1, "what derives from several of them is told once"


def test_what_derives_from_one_task_stands_side_by_side(store: GraphStore, reference: Reference) -> None:
    def below(place: str) -> list[object]:
        [link] = chain_of(store, task(store, place), downstream=10).links
        return tree(branches(link.downstream))

    assert below("保定市") == [["易县"], ["博野"]] or below("保定市") == [["博野"], ["易县"]]
    [[first, *others]] = below("河北省")  # type: ignore[misc]
    assert first == "保定" and sorted(others) == [["博野"], ["易县"]]


def test_a_corrected_duty_is_marked_with_name_and_reason(store: GraphStore, url: str) -> None:
    [link] = chain_of(store, task(store, "博野县")).links
    [lead] = [step for step in link.departments if step.step == "LEADS"]
    assert (lead.state, lead.reviewer, lead.why) == ("corrected", "王芳", "三定方案")
    assert lead.quote == "(县质监局牵头)", "the words of the text stay"
    table = run_command("chain", task(store, "博野县"), "--store", url).out
    [line] = [line for line in table.splitlines() if "博野县市场监督管理局" in line]
    assert "已更正" in line and "王芳" in line and "三定方案" in line
    assert "已更正" not in run_command("chain", task(store, "易县"), "--store", url).out


def test_the_command_tells_each_level(store: GraphStore, url: str) -> None:
    told = json.loads(run_command("chain", task(store, "易县"), "--store", url, "--format", "json").out)
    assert [row["name"] for row in told if row["step"] == "LEADS"] == LEADS


def test_the_call_and_the_page(store: GraphStore, url: str) -> None:
    with serving(Settings(store=url)) as base, httpx.Client(base_url=base, timeout=30) as api:

        def page(place: str) -> str:
            found = api.get(f"/ui/tasks/{task(store, place)}", headers=HTML)
            assert found.status_code == 200
            return html.unescape(found.text).partition('id="chain"')[2]

        [link] = api.get("/chain", params={"id": task(store, "易县")}).json()["links"]
        steps = (*link["upstream"], *link["departments"])
        assert [step["name"] for step in steps if step["step"] == "LEADS"] == LEADS
        at = [page("易县").find(name) for name in LEADS]
        assert at == sorted(at) and at[0] > 0
        down = page("保定市").partition('<li class="down">')[2]
        assert down.count('<ul class="tree">') == 1 and down.count('class="where"') == 2
        assert re.search("已更正.*王芳:三定方案", down), "the correction of a task below"
        whole = html.unescape(api.get(f"/ui/tasks/{task(store, '博野县')}", headers=HTML).text)
        assert whole.count("已更正") == 2, "in the table of bodies and in the chain"
