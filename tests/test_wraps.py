"""Lines as they were meant: texts broken at one width, over pages, or with a blank between all characters."""

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.reference import load_reference
from ingest.clauses import split
from ingest.pipeline import read_source
from ingest.wraps import Wrapping, is_spaced
from tests.reading import source_text

PLAN = """松江县质量提升行动方案
　　一、重点任务
　　（一）提升产品质量。建立重点产品质量安全监管目录，定期开展监督抽查，到2025年抽查合格率达到95%以上，培育县长质量奖企业3家。（县市场监管局牵头，县工业和信息化局、农业农村局配合）
　　（二）提升工程质量，推行绿色建造，落实工程质量终身责任制，完善工程质量保险（县住房和城乡建设局负责）。
　　（三）提升服务质量。开展服务质量监测，完善服务标准体系，推动旅游、养老、物业等重点行业服务质量公开承诺，发布监测结果。（县商务局、县民政局按职责分工负责）
　　二、保障措施
　　（一）加强组织领导。县质量工作领导小组负责统筹协调，各乡镇人民政府、县直各部门结合实际制定具体措施，确保各项任务落到实处。"""


def broken(text: str, width: int, pages: int = 0) -> str:
    lines = [line[at : at + width] for line in text.split("\n") for at in range(0, len(line), width)]
    if not pages:
        return "\n".join(lines)
    made = []
    for number, at in enumerate(range(0, len(lines), pages), 1):
        made += [*lines[at : at + pages], f"— {number} —"]
    return "\n".join(made)


def said(text: str) -> list[tuple[object, ...]]:
    reading = read_source(source_text(text), load_reference())
    return [
        (one.subject.name, one.relation, one.object.name, one.attributes.get("mode"))
        for one in reading.statements
        if one.relation in ("LEADS", "COOPERATES", "SETS", "HAS_TASK")
    ]


@settings(max_examples=30, deadline=None)
@given(st.integers(16, 45), st.sampled_from([0, 7, 12]))
def test_a_text_says_the_same_however_wide_its_lines(width: int, pages: int) -> None:
    assert said(broken(PLAN, width, pages)) == said(PLAN)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="质量（）。、一二 1.\n\t　-—3", max_size=300))
def test_no_character_is_lost_and_each_keeps_its_place(text: str) -> None:
    source = source_text(text)
    for line, _ in Wrapping(source).lines(0, len(text)):
        assert [source.normal[at] for at in line.offsets] == list(line.text)
    told = "".join(line.text for line, _ in Wrapping(source).lines(0, len(text)))
    assert "".join(told.split()) == "".join(source.normal.split())


def test_short_lines_of_a_list_stay_apart() -> None:
    text = "\n".join(
        f"{name}局开展{'质量' * 8}工作"
        for name in ("财政", "教育", "科技", "民政", "司法", "水利", "商务", "卫健", "应急")
    )
    source = source_text(text.replace("工作", "工作。"))
    assert len(list(Wrapping(source).lines(0, len(source.text)))) == 9


def test_a_line_set_apart_by_blanks_is_read_without_them() -> None:
    source = source_text("松江县方案\n（一）扎 实 改 进 公 铁 联 运 标 准\n开展工作。\n")
    heading = next(clause for clause in split(source, (), load_reference()) if clause.kind == "heading")
    assert (heading.number, heading.title) == ("(一)", "扎实改进公铁联运标准")
    assert heading.span().quote == "（一）扎 实 改 进 公 铁 联 运 标 准"


def test_what_is_set_apart_by_blanks() -> None:
    assert is_spaced("推 进 质 量 强 市")
    assert not is_spaced("推进 质量强市")
    assert not is_spaced("2020 年 95")
