"""Titles: the document that a title names, its key, its kind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.reference import Reference
from ingest.titles import bare_title, document_kind, inner_title, issuing_head, normalise_title, without_period


@pytest.mark.parametrize(
    ("title", "inner"),
    [
        ("国务院关于印发计量发展规划(2013-2020年)的通知", "计量发展规划(2013-2020年)"),
        ("江阴市人民政府关于印发《江阴市质量提升行动方案》的通知", "江阴市质量提升行动方案"),
        ("《关于印发〈消费品标准提升规划〉的通知》", "消费品标准提升规划"),
        ("浙江省人民政府印发关于支持海洋经济若干措施的通知", "关于支持海洋经济若干措施"),
        ("质量发展纲要(20112020年)", "质量发展纲要(2011-2020年)"),
        ("国务院办公厅转发商务部关于加快发展物流业意见的通知", "国务院办公厅转发商务部关于加快发展物流业意见的通知"),
        ("盐城市民政局关于印送《盐城市养老服务规划》的函", "盐城市养老服务规划"),
        ("盐城市民政局关于公开征求《盐城市养老服务规划(征求意见稿)》意见的公告", "盐城市养老服务规划(征求意见稿)"),
        ("国务院关于印发标准化工作改革方案的通知要求", "国务院关于印发标准化工作改革方案的通知要求"),
    ],
)
def test_a_notice_stands_for_what_it_hands_on(title: str, inner: str, reference: Reference) -> None:
    assert inner_title(title, reference) == inner


def test_the_issuer_stands_before_a_notice(reference: Reference) -> None:
    assert issuing_head("如皋市人民政府办公室关于印发如皋市质量规划的通知", reference) == "如皋市人民政府办公室"
    assert issuing_head("如皋市人民政府关于加强质量工作的通知", reference) is None


@pytest.mark.parametrize(
    "titles",
    [
        (
            "国务院关于印发质量发展纲要(2011-2020年)的通知",
            "《国务院质量发展纲要（2011—2020 年）》",
            "质量发展纲要(20112020年)",
        ),
        ("关于加快推进质量强县建设的实施意见", "《關于加快推進質量強縣建設實施意見》"),
        ("中共中央、国务院关于开展质量提升行动的指导意见", "中共中央 国务院关于开展质量提升行动的指导意见"),
        ("中华人民共和国计量法", "《计量法》"),
    ],
)
def test_one_document_written_in_several_ways_has_one_key(titles: tuple[str, ...], reference: Reference) -> None:
    assert len({normalise_title(title, reference) for title in titles}) == 1


def test_documents_of_two_places_keep_two_keys(reference: Reference) -> None:
    keys = {normalise_title(f"{place}质量发展规划", reference) for place in ("无锡市", "江苏省", "")}
    assert len(keys) == 3
    assert without_period(normalise_title("质量发展纲要(2011-2020年)", reference)) == "质量发展纲要"


@given(st.text(alphabet="国务院关于印发质量发展纲要的通知《》〈〉()2011-20年 “”", max_size=40))
def test_a_key_is_its_own_key(title: str) -> None:
    from graph.reference import load_reference

    reference = load_reference()
    bare_title(title)
    assert isinstance(normalise_title(title, reference), str)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("无锡市质量发展规划(2016-2020年)", "plan"),
        ("质量强市三年行动方案(试行)", "plan"),
        ("关于推进质量强区建设的实施意见", "opinion"),
        ("关于做好质量月工作的通知", "notice"),
        ("中华人民共和国标准化法", "law"),
        ("江苏省计量监督管理条例(2019年修订)", "law"),
        ("能源计量器具配备通则", "standard"),
        ("质量工作考核办法", "other"),
        ("先进质量管理方法", "other"),
    ],
)
def test_kinds_by_the_last_word(title: str, kind: str, reference: Reference) -> None:
    assert document_kind(title, reference) == kind
