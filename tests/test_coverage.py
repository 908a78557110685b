"""The account of the sentences that nothing was read from, and of what was seen and not kept, with its place."""

from graph.reference import load_reference
from ingest.pipeline import read_source
from tests.reading import source_text

TEXT = """松江县质量提升方案
一、总体要求
坚持质量第一。
二、重点任务
（一）提升产品质量。开展监督抽查。完善监管目录。（县市场监管局负责）
（二）提升服务质量。推进服务标准化；由分管副县长挂帅督办。到2025年满意度达到85%。
"""


def test_sentences_of_the_task_chapters_that_no_statement_rests_on_are_listed() -> None:
    reading = read_source(source_text(TEXT), load_reference())
    account = reading.report["coverage"]
    assert [one.evidence.quote for one in account.places] == ["推进服务标准化；", "由分管副县长挂帅督办。"]
    assert account.seen == account.kept + account.rejected["no statement rests on it"] == 6
    for one in account.places:
        assert reading.text[one.evidence.start_char : one.evidence.end_char] == one.evidence.quote


def test_what_was_seen_and_not_kept_has_its_place() -> None:
    text = (
        TEXT
        + "（三）加强领导。成立由县长任组长的领导小组，县市场监管局负责人任副组长。健全由县财政局牵头的协调机制。\n"
    )
    report = read_source(source_text(text), load_reference()).report["responsibility"]
    assert sum(report.rejected.values()) == len(report.places) > 0
    assert all(one.why in report.rejected for one in report.places)
