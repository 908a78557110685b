"""Document numbers: read back however they are written, with the agency code and without what leads to it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.reference import load_reference
from ingest.document import Passage
from ingest.extractors.date import any_date, written_date
from ingest.extractors.date import extract as dates
from ingest.extractors.doc_number import extract
from tests.reading import source_text

SEEDS = load_reference()
LEAD_INS = ("按照", "根据", "依据", "贯彻落实", "见", "", "转发")
CODES = ("国发", "国办发", "川府发", "吉政办发", "渝府发", "绵府发")


def clause(text: str) -> Passage:
    source = source_text(text)
    return Passage(source, source.normal, range(len(text)))


def numbers(text: str) -> list[str]:
    return [mention.name for mention in extract(clause(text), SEEDS)]


@given(st.sampled_from(LEAD_INS), st.sampled_from(CODES), st.integers(1949, 2099), st.integers(1, 9999))
def test_a_written_number_is_read_back(lead_in: str, code: str, year: int, serial: int) -> None:
    [mention] = extract(clause(f"{lead_in}{code}〔{year}〕{serial}号文件"), SEEDS)
    assert mention.name == mention.evidence.quote == f"{code}〔{year}〕{serial}号"


@given(
    st.sampled_from(CODES),
    st.integers(1980, 2060),
    st.integers(1, 999),
    st.sampled_from(
        ("〔{}〕{}号", "[{}]{}号", "（{}）{}号", "【{}】{} 号", "〔{}{}号", "{}〕{}号", "﹝{}﹞第{}号", "{} {}号")
    ),
)
def test_damage_to_the_brackets_changes_nothing(code: str, year: int, serial: int, form: str) -> None:
    assert numbers(f"按照{code}{form.format(year, serial)}文件精神") == [f"{code}〔{year}〕{serial}号"]


@given(st.text(alphabet="国发办府〔〕[]()（）号第令 0123456789年月、。", max_size=60))
def test_any_text_is_read_and_its_words_are_the_evidence(text: str) -> None:
    for mention in extract(clause(text), SEEDS):
        span = mention.evidence
        assert text[span.start_char : span.end_char] == span.quote
        assert re.fullmatch(r"\D*〔\d{4}〕\d+号|\D+令第\d+号", mention.name)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("(国发〔2013〕10号、甘政发〔2014〕12号)", ["国发〔2013〕10号", "甘政发〔2014〕12号"]),
        ("国办发〔2015〕1号、〔2016〕3号", ["国办发〔2015〕1号", "国办发〔2016〕3号"]),
        ("《特种设备安全监察条例》(国务院令第 549 号)", ["国务院令第549号"]),
        ("依照中华人民共和国国务院令第279号", ["国务院令第279号"]),
        ("共有3号楼和2012年第9号公告", []),
        ("(2012)9号", ["〔2012〕9号"]),
    ],
)
def test_lists_orders_and_what_is_no_number(text: str, found: list[str]) -> None:
    assert numbers(text) == found


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2017年11月27日", "2017-11-27"),
        ("2017 年 1 月 7 日", "2017-01-07"),
        ("二○一二年四月十三日", "2012-04-13"),
        ("二〇一九年十月三十一日", "2019-10-31"),
        ("二零二一年十二月二十日", "2021-12-20"),
        ("一九九八年十一月十日", "1998-11-10"),
        ("(2020年3月5日)", "2020-03-05"),
    ],
)
def test_dates_as_signatures_have_them(text: str, iso: str) -> None:
    assert written_date(text) == iso


@pytest.mark.parametrize("text", ["2017-11-27", "2017年11月", "2017年2月30日", "自2017年11月27日起", "三年五日"])
def test_what_is_no_date_of_a_signature(text: str) -> None:
    assert written_date(text) is None


def test_dates_in_running_text() -> None:
    found = [mention.name for mention in dates(clause("自2018年1月1日起施行,2020-12-31废止"), SEEDS)]
    assert found == ["2018-01-01", "2020-12-31"]
    assert any_date("无") is None


def test_a_code_of_a_ministry_is_read_behind_a_lead_in() -> None:
    assert numbers("按照国质检量〔2013〕225号文件要求") == ["国质检量〔2013〕225号"]
