import re
from pathlib import Path

import pytest

from graph.errors import SourceError
from graph.reference import load_reference
from ingest.document import SourceText
from ingest.pipeline import read_file
from ingest.readers.formats import read_document

BODY = """<p>各县（市、区）人民政府，市政府各部门：</p>
<p style="text-indent:2em">为贯彻落实《质量发展纲要（2011—2020年）》（国发〔2012〕9号），结合我市实际，制定本方案。</p>
<p><strong>一、重点任务</strong></p>
<p>（一）提升产品质量。开展质量攻关，到2025年产品质量监督抽查合格率达到95%以上。（<span>市市场监管局</span>牵头，市工业和信息化局、<br>市农业农村局配合）</p>
<p>（二）提升工程质量。落实工程质量终身责任，推行绿色建造。（市住房城乡建设局负责）</p>"""
SIGNED = "<p align=right>四平市人民政府办公室</p><p align=right>2021年3月4日</p>"
TITLE = "四平市人民政府办公室关于印发四平市质量提升行动方案的通知"
MENU = "<ul class=menu><li><a href=/>首页</a></li><li><a href=/a>政务公开</a></li><li><a href=/b>办事服务</a></li></ul>"
RELATED = "<div>相关文章</div><ul><li><a href=1>某区召开质量工作会议</a></li><li><a href=2>某县印发方案</a></li></ul>"
PAGE = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE}_四平市人民政府网</title>
<style>p{{color:red}}</style></head><body>{MENU}<div>当前位置：<a href=/>首页</a> &gt; <a href=/z>政策</a></div>
<table><tr><td><b>索 引 号：</b></td><td>1122/2021-00007</td><td><b>发文机关：</b></td><td>四平市人民政府办公室</td></tr>
<tr><td><b>发文字号：</b></td><td>四政办发〔2021〕7号</td><td><b>成文日期：</b></td><td>2021年03月04日</td></tr></table>
<h1>{TITLE}</h1><div id=zoom><script>var x = "不该出现";</script>{BODY}{SIGNED}<div style="display:none">看不见的字</div></div>
<div class=share>分享到：<a>微信</a><a>微博</a></div>{RELATED}<footer>版权所有</footer></body></html>"""


def page(path: Path, text: str, encoding: str = "utf-8") -> SourceText:
    path = path / "page.html"
    path.write_bytes(text.encode(encoding))
    return read_document(path, load_reference())


def duties(path: Path) -> set[tuple[str, str, str]]:
    reading = read_file(path, load_reference())
    return {
        (one.subject.name, one.relation, one.object.name)
        for one in reading.statements
        if one.relation in ("LEADS", "COOPERATES")
    }


def test_the_article_is_found_with_its_box_and_title(tmp_path: Path) -> None:
    lines = page(tmp_path, PAGE).text.splitlines()
    assert lines[:5] == [
        "索引号：1122/2021-00007",
        "发文机关：四平市人民政府办公室",
        "发文字号：四政办发〔2021〕7号",
        "成文日期：2021年03月04日",
        TITLE,
    ]
    assert lines[-2:] == ["四平市人民政府办公室", "2021年3月4日"]
    for gone in ("首页", "不该出现", "看不见", "微信", "相关文章", "版权所有", "某县"):
        assert gone not in "".join(lines)


def test_what_the_box_says_becomes_metadata_and_the_text_its_duties(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE, "utf-8")
    reading = read_file(path, load_reference())
    told = reading.document.attributes
    assert (reading.document.name, told["doc_number"], told["issue_date"]) == (
        "四平市质量提升行动方案",
        "四政办发〔2021〕7号",
        "2021-03-04",
    )
    assert duties(path) == {
        ("市市场监管局", "LEADS", "提升产品质量"),
        ("市工业和信息化局", "COOPERATES", "提升产品质量"),
        ("市农业农村局", "COOPERATES", "提升产品质量"),
        ("市住房城乡建设局", "LEADS", "提升工程质量"),
    }


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("gb2312", "gb18030"),
        ("GBK", "gb18030"),
        ("utf-8", "gb18030"),
        ("", "gb18030"),
        ("big5", "utf-8"),
    ],
)
def test_the_encoding_is_what_the_page_says_or_else_what_it_is(tmp_path: Path, declared: str, encoding: str) -> None:
    text = PAGE.replace(
        '<meta charset="utf-8">', f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'
    )
    found = page(tmp_path, text, encoding)
    assert TITLE in found.text
    assert found.encoding == encoding


def test_a_text_that_a_script_shows_is_read_though_the_page_hides_it(tmp_path: Path) -> None:
    found = page(
        tmp_path, f"<html><body><div>正在加载</div><div style='display:none'>{TITLE}{BODY}</div></body></html>"
    )
    assert "提升工程质量" in found.text


def test_merged_cells_stand_in_each_row_and_column_that_they_span(tmp_path: Path) -> None:
    table = """<table><tr><th colspan=4>任务分工表</th></tr><tr><th>序号</th><th>工作任务</th><th>牵头单位</th><th>配合单位</th></tr>
    <tr><td>1</td><td>开展质量攻关</td><td rowspan=2>市市场监管局</td><td><p>市科技局、</p><p>市财政局</p></td></tr>
    <tr><td>2</td><td>推行首席质量官制度</td><td>市国资委</td></tr>
    <tr><td>3</td><td>培育地理标志</td><td>市农业农村局</td><td></td></tr></table>"""
    found = page(tmp_path, PAGE.replace(SIGNED, f"<p>附件</p>{table}{SIGNED}"))
    assert "1\t开展质量攻关\t市市场监管局\t市科技局、 市财政局\n2\t推行首席质量官制度\t\t市国资委\n" in found.text
    assert duties(tmp_path / "page.html") >= {
        ("市市场监管局", "LEADS", "开展质量攻关"),
        ("市市场监管局", "LEADS", "推行首席质量官制度"),
        ("市国资委", "COOPERATES", "推行首席质量官制度"),
        ("市农业农村局", "LEADS", "培育地理标志"),
    }
    assert not any(task == "培育地理标志" and role == "COOPERATES" for _, role, task in duties(tmp_path / "page.html"))


def test_a_table_of_duties_with_a_column_of_kinds_is_no_index_box(tmp_path: Path) -> None:
    rows = "<tr><td>类别</td><td>重点任务</td><td>牵头单位</td></tr><tr><td>产品</td><td>开展质量攻关</td><td>市科技局</td></tr>"
    page(tmp_path, PAGE.replace(SIGNED, f"<table>{rows}</table>{SIGNED}"))
    assert ("市科技局", "LEADS", "开展质量攻关") in duties(tmp_path / "page.html")


def test_a_table_that_lays_out_the_page_is_no_table(tmp_path: Path) -> None:
    laid_out = f"<html><body><table><tr><td>{MENU}</td><td>{TITLE}{BODY}</td></tr><tr><td></td><td>{SIGNED}</td></tr></table></body></html>"
    found = page(tmp_path, laid_out)
    assert not found.tables
    assert "政务公开" not in found.text
    assert "2021年3月4日" in found.text


def test_items_of_a_list_get_the_numbers_that_a_browser_shows(tmp_path: Path) -> None:
    items = "<ol start=3><li>开展质量攻关。</li><li>4．推进标准化。</li></ol>"
    text = page(tmp_path, PAGE.replace(SIGNED, items + SIGNED)).text
    assert "3. 开展质量攻关。\n4．推进标准化。" in text


def test_offsets_point_into_the_text_as_it_is_printed(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE, "utf-8")
    reading = read_file(path, load_reference())
    assert reading.statements
    for one in reading.statements:
        assert reading.text[one.evidence.start_char : one.evidence.end_char] == one.evidence.quote


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            "<html><body><script>load()</script><p>网页 网页正在打开</p><table></table></body></html>".replace(
                "<p>网页 网页正在打开</p>", "<textarea>网页正在打开</textarea>"
            ),
            "no text",
        ),
        (
            '<!DOCTYPE html [<!ENTITY a "质量质量"><!ENTITY b "&a;&a;">]><html><body>&b;质量工作</body></html>',
            "entities",
        ),
        (
            "<html><body>质量工作<table>"
            + "<tr><td>甲<td>乙</tr>"
            + "<tr>"
            + "<td colspan=200 rowspan=60000>质量工作</td>" * 2
            + "</tr>"
            + "<tr><td>一<td>二</tr>" * 6000
            + "</table></body></html>",
            "cells",
        ),
    ],
    ids=["only a script", "entities", "cells without end"],
)
def test_a_bad_page_gets_one_sentence(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(SourceError, match=why) as caught:
        page(tmp_path, text)
    assert str(tmp_path / "page.html") in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_page_without_end_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"<html><body>" + "质量".encode() * 9_000_000)
    with pytest.raises(SourceError, match="limit of 20 MB"):
        read_document(path, load_reference())


def test_elements_within_elements_without_end_are_survived(tmp_path: Path) -> None:
    deep = "<div>" * 20_000 + "质量工作" + "</div>" * 20_000
    found = page(
        tmp_path, PAGE.replace(SIGNED, "<div>" * 400 + "<p>深处的工作。</p>" + "</div>" * 400 + SIGNED + deep)
    ).text
    assert "深处的工作。" in found and "2021年3月4日" in found
    many = re.sub("<p>", "<p hidden>", "<p>质量工作</p>" * 20_000)
    assert "质量工作" not in page(tmp_path, PAGE.replace(SIGNED, SIGNED + many)).text
