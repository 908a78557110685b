"""Two versions of a document: who gained and lost a task, what else changed, and what only moved."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from graph.analysis.alignment import aligned, alike
from graph.analysis.difference import KINDS, Difference
from graph.analysis.edition import Edition
from graph.analysis.versions import Versions, versions
from graph.answers.versions import named_version, readings_of, stored_version
from graph.errors import NotFound
from graph.exports.table import label_of
from graph.model import Part
from graph.project import project
from graph.reference import Reference
from graph.settings import Settings
from graph.store import open_store
from ingest.pipeline import read_file
from tests.conftest import DOCUMENTS, Command, run_command
from tests.serving import serving

FORMER = """岚溪市质量强市实施方案（2014—2016年）

岚政发〔2014〕33号

为贯彻落实国务院《质量发展纲要（2011—2020年）》（国发〔2012〕9号），结合我市实际，制定本方案。

一、工作目标

到2015年，产品质量国家监督抽查合格率达到90%以上，其他工程一次验收合格率达到95%以上。

二、主要任务

（一）推进标准化工作。建成标准信息平台，2015年底前完成。（市质监局牵头，市农业局、市经信委配合）

（二）加强计量基础建设。开展能源计量审查，公布检定目录。（市质监局负责）

（三）实施名牌战略。建立名牌后备库，落实奖励政策。（市工商局牵头，市质监局、市商务局配合）

（四）强化食品安全监管。开展专项整治，严惩违法行为。（市食品药品监管局牵头，市公安局配合）

（五）发展检验检测服务。建设检验检测园区，引进检测机构。（市科技局牵头，市商务局配合）

三、保障措施

（一）加强组织领导。成立质量强市工作领导小组，每半年召开一次会议。（市政府办公室负责）

岚溪市人民政府

2014年6月16日
"""
LINE = {name: next(line for line in FORMER.splitlines() if name in line) for name in (
    "推进标准化", "加强计量", "实施名牌", "强化食品", "发展检验", "加强组织")}  # fmt: skip


def part(text: str, folder: Path, reference: Reference) -> Part:
    path = folder / "plan.txt"
    path.write_text(text, "utf-8")
    return project(read_file(path, reference), reference)


@pytest.fixture
def changed(tmp_path: Path, reference: Reference) -> "Changed":
    return Changed(tmp_path, reference)


class Changed:
    """Compares FORMER with itself after words were put in the place of others."""

    def __init__(self, folder: Path, reference: Reference) -> None:
        self._folder, self._reference = folder, reference

    def __call__(self, *pairs: tuple[str, str]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for one in self.versions(*pairs).differences:
            found.setdefault(one.kind, []).append(one.sentence)
        return found

    def versions(self, *pairs: tuple[str, str], former: str = FORMER) -> Versions:
        text = former
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new, 1)
        before, after = (part(each, self._folder, self._reference) for each in (former, text))
        return versions(before, after, self._reference)


def test_a_text_beside_itself_has_no_difference(changed: Changed) -> None:
    found = changed.versions()
    assert (found.related, found.shared, found.differences) == (True, 1.0, [])


def test_a_lead_that_another_one_took_over(changed: Changed) -> None:
    assert changed(("市质监局牵头，市农业局", "市市场监管局牵头，市农业局")) == {
        "lead_changed": [
            "「推进标准化工作」的牵头单位由市质监局改为市市场监管局。(市市场监管局在2018年机构改革中承接市质监局的职能。)"
        ]
    }


def test_a_lead_that_cooperated_before(changed: Changed) -> None:
    found = changed(("市工商局牵头，市质监局、市商务局配合", "市商务局牵头，市工商局、市质监局配合"))
    told = "「实施名牌战略」的牵头单位由市工商局改为市商务局。(市商务局原为配合单位;市工商局现为配合单位。)"
    assert found == {"lead_changed": [told]}


def test_who_gained_and_who_lost_a_task(changed: Changed) -> None:
    assert changed(("市农业局、市经信委配合", "市农业局、市财政局配合")) == {
        "duty_lost": ["「推进标准化工作」的配合单位减少市经信委。"],
        "duty_gained": ["「推进标准化工作」的配合单位增加市财政局。"],
    }
    assert changed(("市质监局牵头，市农业局", "市质监局、市科技局牵头，市农业局")) == {
        "lead_gained": ["「推进标准化工作」增加牵头单位市科技局。"]
    }
    assert changed(("（市质监局负责）", "")) == {
        "lead_lost": ["「加强计量基础建设」不再由市质监局牵头,修改后没有写明牵头单位。"]
    }


def test_a_body_that_took_over_is_told_as_one_change(changed: Changed) -> None:
    told = "「推进标准化工作」的配合单位由市经信委改为市工信局。(市工信局在2018年机构改革中承接市经信委的职能。)"
    assert changed(("市农业局、市经信委配合", "市农业局、市工信局配合")) == {"body_succeeded": [told]}


def test_from_lead_to_shared(changed: Changed) -> None:
    phrase = "市食品药品监管局牵头，市公安局配合"
    assert changed((phrase, "市食品药品监管局、市公安局按职责分工负责")) == {
        "role_changed": [
            "「强化食品安全监管」中,市公安局由配合改为共同负责。",
            "「强化食品安全监管」中,市食品药品监管局由牵头改为共同负责。",
        ]
    }


def test_new_and_gone_clauses_say_who_answers(changed: Changed) -> None:
    new = "（五）推进质量认证体系建设。推广管理体系认证。（市质监局牵头，市发展改革委配合）"
    assert changed((LINE["发展检验"], new)) == {
        "clause_new": ["新增任务「推进质量认证体系建设」,由市质监局牵头,市发展改革委配合。"],
        "clause_gone": ["删去任务「发展检验检测服务」(原由市科技局牵头,市商务局配合)。"],
    }


def test_moved_and_renumbered_text_is_no_change(changed: Changed) -> None:
    first, second = LINE["推进标准化"], LINE["加强计量"]
    swapped = f"{second.replace('（二）', '（一）')}\n\n{first.replace('（一）', '（二）')}"
    found = changed.versions((f"{first}\n\n{second}", swapped))
    assert found.changes == 0
    assert [(one.kind, one.subject) for one in found.differences] == [
        ("moved", "加强计量基础建设"),
        ("moved", "推进标准化工作"),
    ]
    where = "由“二、主要任务 › (二)加强计量基础建设”移到“二、主要任务 › (一)加强计量基础建设”,正文未变。"
    assert found.differences[0].sentence == f"「加强计量基础建设」{where}"


def test_another_heading_over_the_same_words(changed: Changed) -> None:
    assert changed(("推进标准化工作", "实施标准提升工程")) == {
        "renamed": ["「推进标准化工作」改称「实施标准提升工程」。"]
    }


def test_figures_by_value_year_and_comparator(changed: Changed) -> None:
    name = "产品质量国家监督抽查合格率"
    assert changed(("90%以上", "93%以上")) == {
        "target_changed": [f"「{name}」的目标值由不低于90%(2015年)改为不低于93%(2015年)。"]
    }
    assert changed(("达到90%以上", "达到90%")) == {
        "target_changed": [f"「{name}」的目标要求由不低于90%(2015年)改为90%(2015年)。"]
    }
    assert changed(("到2015年", "到2016年"))["target_changed"][0] == (
        f"「{name}」的目标年份由不低于90%(2015年)改为不低于90%(2016年)。"
    )
    assert changed(("，其他工程一次验收合格率达到95%以上", "")) == {
        "target_gone": ["删去指标「其他工程一次验收合格率」(原为不低于95%(2015年))。"]
    }


def test_deadlines_and_how_often(changed: Changed) -> None:
    assert changed(("2015年底前完成", "2016年底前完成")) == {
        "deadline_changed": ["「推进标准化工作」的完成时限由2015年底前改为2016年底前。"]
    }
    assert changed(("每半年", "每季度")) == {"deadline_changed": ["「加强组织领导」的频次由每半年改为每季度。"]}
    assert changed(("，2015年底前完成", "")) == {
        "deadline_changed": ["「推进标准化工作」取消完成时限(原为2015年底前)。"]
    }


def test_citations(changed: Changed) -> None:
    more = "（国发〔2012〕9号）和《国务院关于加强质量认证体系建设的意见》（国发〔2018〕3号）"
    assert changed(("（国发〔2012〕9号）", more)) == {
        "citation_new": ["新增依据文件《国务院关于加强质量认证体系建设的意见》(国发〔2018〕3号)。"]
    }


def test_words_that_are_neither(changed: Changed) -> None:
    [one] = changed.versions(("落实奖励政策", "落实奖励政策和贷款贴息")).differences
    assert one.sentence == "「实施名牌战略」的文字有修改(1处)。"
    assert (one.former_quote, one.current_quote) == (
        "建立名牌后备库，落实奖励政策。",
        "建立名牌后备库，落实奖励政策和贷款贴息。",
    )


def test_signs_and_other_printings_are_no_change(changed: Changed) -> None:
    assert (
        changed(
            ("，落实奖励政策。", "；落实奖励政策。"), ("（一）推进标准化工作。建成", "（一）推进标准化工作。\n建成")
        )
        == {}
    )


def test_each_quote_stands_where_it_is_said_to(tmp_path: Path, reference: Reference) -> None:
    current = FORMER.replace("市质监局牵头", "市商务局牵头").replace("90%以上", "91%以上").replace("每半年", "每季度")
    current = current.replace(LINE["发展检验"], "").replace("落实奖励政策", "兑现奖励")
    before, after = (part(text, tmp_path, reference) for text in (FORMER, current))
    found = versions(before, after, reference)
    assert {"lead_changed", "target_changed", "deadline_changed", "clause_gone", "reworded"} <= {
        one.kind for one in found.differences
    }
    for one in found.differences:
        assert one.former_quote or one.current_quote
        for text, quote, start, end in (
            (FORMER, one.former_quote, one.former_start_char, one.former_end_char),
            (current, one.current_quote, one.current_start_char, one.current_end_char),
        ):
            assert quote is None or text[start:end] == quote


def test_measures_are_found_again_in_their_item(changed: Changed) -> None:
    two = (
        "（三）实施名牌战略。建立名牌后备库，落实奖励政策（市工商局牵头，市质监局配合）；"
        "加强商标保护，查处侵权行为（市公安局负责）。"
    )
    former = FORMER.replace(LINE["实施名牌"], two)
    found = changed.versions(("市公安局负责", "市文化局负责"), former=former)
    assert [one.sentence for one in found.differences] == [
        "「实施名牌战略」中“加强商标保护，查处侵权行为”的牵头单位由市公安局改为市文化局。"
    ]


def test_documents_of_other_places_are_no_versions(reference: Reference) -> None:
    parts = [project(read_file(path, reference), reference) for path in sorted(DOCUMENTS.glob("*.txt"))]
    for number, one in enumerate(parts):
        assert versions(one, one, reference).changes == 0
        for other in parts[number + 1 :]:
            assert not versions(one, other, reference).related


def test_a_county_that_copies_the_plan_of_its_city_makes_no_version_of_it(reference: Reference) -> None:
    from tests.test_decisions import CITY, read

    copied = CITY.replace("绵阳市", "江油市").replace("绵府发〔2015〕7号\n", "").replace("行动方案", "实施意见")
    revised = CITY.replace("绵府发〔2015〕7号\n", "").replace("行动方案", "实施意见")
    city, county, renamed = (project(read(text, "plan.txt"), reference) for text in (CITY, copied, revised))
    assert not versions(city, county, reference).related
    assert versions(city, renamed, reference).related


def test_the_plan_of_the_next_period_is_a_version(changed: Changed) -> None:
    next_period = ("（2014—2016年）", "（2017—2020年）"), ("岚政发〔2014〕33号", "岚政发〔2017〕8号")
    assert changed.versions(*next_period).related


def test_equal_words_align_whatever_stands_between(tmp_path: Path, reference: Reference) -> None:
    one = Edition(part(FORMER, tmp_path, reference), reference)
    found = aligned(one.tasks, one.tasks[::-1], reference)
    assert [(pair.former.id, pair.alike) for pair in found.pairs] == [(task.id, 1.0) for task in one.tasks]
    assert alike(one.tasks[0], one.tasks[1]) < 0.5
    assert (found.gone, found.new) == ([], [])


def test_each_kind_has_a_word() -> None:
    assert [kind for kind in KINDS if label_of(f"kind={kind}") == f"kind={kind}"] == []


CURRENT = FORMER.replace("市质监局", "市市场监管局").replace("2014年6月16日", "2018年12月3日")


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A store that holds two readings of one document, and the folder of the files."""
    folder = tmp_path_factory.mktemp("two")
    for name, text in (("former.txt", FORMER), ("current.txt", CURRENT)):
        (folder / name).write_text(text, "utf-8")
    url = str(folder / "store")
    assert run_command("ingest", folder / "former.txt", folder / "current.txt", "--store", url).code == 0
    return url, folder


def told(out: str) -> list[str]:
    return [row["sentence"] for row in json.loads(out)]


def test_the_command_compares_files_without_a_store(two: tuple[str, Path], command: Command) -> None:
    folder = two[1]
    ran = command("diff", folder / "former.txt", folder / "current.txt", "--format", "json", "--store", "/nowhere")
    assert ran.code == 0
    assert told(ran.out)[0].startswith("「推进标准化工作」的牵头单位由市质监局改为市市场监管局。")
    assert "改动 3 处" in ran.err


def test_a_document_with_two_readings_needs_no_second_name(two: tuple[str, Path], command: Command) -> None:
    url, folder = two
    [row] = json.loads(command("query", "documents", "ingested=true", "--store", url, "--format", "json").out)
    files = command("diff", folder / "former.txt", folder / "current.txt", "--format", "json")
    alone = command("diff", row["document_id"], "--store", url, "--format", "json")
    assert told(alone.out) == told(files.out)
    mixed = command("diff", folder / "former.txt", row["sha256"][:12], "--store", url, "--format", "json")
    assert mixed.out == alone.out


def test_what_cannot_be_compared_is_one_sentence(two: tuple[str, Path], filled_store: str, command: Command) -> None:
    url, folder = two
    other = sorted(DOCUMENTS.glob("*.txt"))[0]
    for arguments, words in (
        ((folder / "former.txt", other), "no versions of one document"),
        ((folder / "former.txt", "没有这个文件.txt"), "there is no such file"),
        ((folder / "former.txt", "doc:0000000000000000", "--store", url), "no document has the id"),
        ((folder / "former.txt", "0123456789", "--store", url), "nothing with the sha256"),
    ):
        ran = command("diff", *arguments)
        assert (ran.code, ran.out) == (1, "")
        assert words in ran.err
        assert ran.err.count("\n") == 1
    [row, *_] = json.loads(
        command("query", "documents", "ingested=true", "--store", filled_store, "--format", "json").out
    )
    assert "only one version" in command("diff", row["document_id"], "--store", filled_store).err
    assert command("diff", folder / "former.txt", other, "--anyway").code == 0


def test_the_readings_of_a_document(two: tuple[str, Path], reference: Reference) -> None:
    store = open_store(two[0], read_only=True)
    current = stored_version(store, store.readings()[0].sha256, reference)
    shown = stored_version(store, project(current.reading, reference).document_id, reference).shown
    assert shown is not None
    assert [head.source for head in readings_of(store, shown, reference)] == ["former.txt", "current.txt"]
    with pytest.raises(NotFound):
        named_version("not-there.txt", reference, lambda path: read_file(path, reference), lambda: store)
    store.close()


@pytest.fixture(scope="module")
def api(two: tuple[str, Path]) -> Iterator[httpx.Client]:
    with serving(Settings(store=two[0])) as base, httpx.Client(base_url=base, timeout=30) as client:
        yield client


def test_the_api_and_the_page_tell_the_same(api: httpx.Client) -> None:
    [row] = api.get("/documents", params={"ingested": True}).json()["items"]
    answer = api.get("/diff", params={"a": row["document_id"]}).json()
    assert (answer["changes"], answer["related"], answer["former"]["source"]) == (3, True, "former.txt")
    for one in answer["items"]:
        assert one["former_key"] is None, "the graph shows only the current version"
        assert api.get(f"/e/{one['current_key']}").status_code == 200
    page = api.get("/ui/diff", params={"a": row["document_id"]}, headers={"Accept": "text/html"}).text
    for one in answer["items"]:
        assert one["sentence"] in page
        assert f"/e/{one['current_key']}" in page
    former = answer["former"]["sha256"]
    assert (
        f"/ui/diff?a={former}" in api.get(f"/ui/documents/{row['document_id']}", headers={"Accept": "text/html"}).text
    )
    sheet = api.get("/diff", params={"a": row["document_id"], "format": "xlsx"})
    assert sheet.content[:2] == b"PK"


def test_the_api_refuses_what_it_does_not_know(api: httpx.Client) -> None:
    assert api.get("/diff", params={"a": "doc:0000000000000000", "b": "doc:0000000000000000"}).status_code == 404
    assert api.get("/diff", params={"a": "x", "b": "y"}).status_code == 422
    page = api.get("/ui/diff", params={"a": "<b>x</b>", "b": "y"}, headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "<b>x</b>" not in page.text


def test_a_difference_is_a_row() -> None:
    assert Difference(kind="moved", sentence="", subject="").departments == []
