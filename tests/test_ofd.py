"""OFD files: text by its place on the page, and packages that are no good."""

import io
import zipfile
from pathlib import Path

import pytest

from graph.errors import SourceError
from ingest.readers import ofd
from ingest.readers.composed import Composed
from ingest.readers.ofd import read_ofd
from ingest.readers.xml_parts import xml_part

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SIZE = 5.0
WIDTH = 30  # characters of a line


def text(words: str, x: float, y: float, size: float = SIZE, more: str = "") -> str:
    steps = f'DeltaX="g {len(words) - 1} {size}"' if len(words) > 1 else ""
    return (
        f'<ofd:TextObject ID="9" Boundary="{x} {y - size} {len(words) * size} {size}" Font="1" Size="{size}" {more}>'
        f'<ofd:TextCode X="0" Y="{size}" {steps}>{words}</ofd:TextCode></ofd:TextObject>'
    )


def paragraph(words: str, y: float) -> list[str]:
    """Set in lines of thirty characters from x = 20, indented by two."""
    lines = [words[: WIDTH - 2], *(words[at : at + WIDTH] for at in range(WIDTH - 2, len(words), WIDTH))]
    return [text(line, 20 if number else 20 + 2 * SIZE, y + 8 * number) for number, line in enumerate(lines)]


def content(objects: list[str], head: str = "") -> str:
    layer = f'<ofd:Layer ID="2"><ofd:PageBlock ID="3">{"".join(objects)}</ofd:PageBlock></ofd:Layer>'
    return f"<ofd:Page {NAMESPACE}>{head}<ofd:Content>{layer}</ofd:Content></ofd:Page>"


def package(
    *pages: str | bytes,
    template: str = "",
    base: str = "Pages/Page_{}/Content.xml",
    changed: dict[str, str] | None = None,
) -> bytes:
    listed = "".join(f'<ofd:Page ID="{n + 10}" BaseLoc="{base.format(n)}"/>' for n in range(len(pages)))
    common = '<ofd:TemplatePage ID="5" BaseLoc="Tpls/Tpl_0/Content.xml"/>' if template else ""
    parts: dict[str, str | bytes] = {
        "OFD.xml": f"<ofd:OFD {NAMESPACE}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NAMESPACE}><ofd:CommonData>{common}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        **{f"Doc_0/Pages/Page_{n}/Content.xml": page for n, page in enumerate(pages)},
        **({"Doc_0/Tpls/Tpl_0/Content.xml": template} if template else {}),
        **(changed or {}),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


def read(data: bytes) -> Composed:
    return read_ofd(Path("云溪市意见.ofd"), data)


LONG = "为深入推进质量强市建设,持续提高产品、工程和服务质量,增强全市经济质量优势,结合云溪市工作实际,现提出以下意见。"
NEXT = "坚持政府引导、企业主体、社会参与,完善质量工作格局。"


def test_lines_of_a_paragraph_are_joined_and_paragraphs_are_not() -> None:
    page = content([text("云溪市质量提升意见", 60, 30, 7), *paragraph(LONG, 50), *paragraph(NEXT, 66)])
    composed = read(package(page))
    assert composed.encoding == "ofd"
    assert composed.text.splitlines() == ["云溪市质量提升意见", LONG, NEXT]


def test_text_is_read_by_its_place_not_by_its_order() -> None:
    objects = [text("市场监管局牵头", 55, 80), *reversed(paragraph(LONG, 50)), text("二、任务", 20, 80)]
    assert read(package(content(objects))).text.splitlines() == [LONG, "二、任务\t市场监管局牵头"]


def test_each_page_begins_where_it_is_noted() -> None:
    composed = read(package(*(content([text(words, 20, 50)]) for words in ("第一页内容", "第二页内容"))))
    assert [composed.text[start:].split("\n")[0] for start in composed.pages] == ["第一页内容", "第二页内容"]


@pytest.mark.parametrize(
    "base", ["Pages/Page_{}/Content.xml", "/Doc_0/Pages/Page_{}/Content.xml", "Doc_0/Pages/Page_{}/Content.xml"]
)
def test_parts_are_named_from_the_root_or_from_beside(base: str) -> None:
    assert read(package(content([text("云溪市", 20, 50)]), base=base)).text == "云溪市\n"


def test_templates_belong_to_the_pages_that_name_them() -> None:
    page = content([text("市质量办", 40, 50)], '<ofd:Template TemplateID="5" ZOrder="Background"/>')
    data = package(page, content([text("附件", 20, 50)]), template=content([text("填报单位", 20, 50)]))
    assert read(data).text.splitlines() == ["填报单位市质量办", "附件"]


def test_text_in_points_on_a_scaled_plane() -> None:
    objects = [
        text("质量强市", 20, 50, 14, 'CTM="0.3528 0 0 0.3528 0 0"'),
        text("建设", 20 + 14 * 4 * 0.3528, 50 - 14 + 14 * 0.3528 - 0.001, 5),
    ]
    assert read(package(content(objects))).text.count("质量强市") == 1


def test_bold_drawn_twice_counts_once_and_watermarks_not_at_all() -> None:
    turned = text("内部资料", 60, 90, more='CTM="0.7 0.7 -0.7 0.7 0 0"')
    objects = [text("加强监管", 20, 50), text("加强监管", 20.1, 50), turned]
    assert read(package(content(objects))).text == "加强监管\n"


@pytest.mark.parametrize("said", ["false", "0"])
def test_text_that_is_not_shown_is_not_read(said: str) -> None:
    objects = [text("加强监管", 20, 50, more='Visible="true"'), text("内部稿", 20, 60, more=f'Visible="{said}"')]
    assert read(package(content(objects))).text == "加强监管\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_parts_in_any_encoding_of_offices(encoding: str) -> None:
    page = f'<?xml version="1.0" encoding="{encoding}"?>' + content([text("质量提升", 20, 50)])
    assert read(package(page.encode(encoding))).text == "质量提升\n"


def test_elements_without_end_are_counted_before_they_are_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    page = content([text("质量", 20, 50), "<ofd:a/>" * 1_000])
    assert read(package(page)).text == "质量\n"
    monkeypatch.setattr(ofd, "_MOST_MARKS", 1_000)
    for encoded in (page.encode(), f'<?xml version="1.0" encoding="utf-16"?>{page}'.encode("utf-16")):
        with pytest.raises(SourceError, match="larger than any plan"):
            read(package(encoded))


def test_signs_of_xml_cannot_hide_behind_an_encoding() -> None:
    part = b'<?xml version="1.0" encoding="utf-7"?><a>' + b"+ADw-b/+AD4-" * 10 + b"</a>"
    assert len(xml_part(Path("云溪市意见.ofd"), "Content.xml", part, most_marks=10)) == 0


def test_steps_without_end_cost_nothing() -> None:
    endless = text("质量月活动", 20, 50).replace('DeltaX="g 4 5.0"', 'DeltaX="g 999999999 5 g x 1e999 g"')
    assert read(package(content([endless]))).text == "质量月活动\n"


def test_a_page_named_without_end_is_not_read_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ofd, "_MOST_READ", 50_000)
    page = content([text("质量提升", 20, 50)])
    assert len(read(package(*[page] * 20)).pages) == 20
    with pytest.raises(SourceError, match="more than"):
        read(package(*[page] * 200, base="Pages/Page_0/Content.xml"))


DECLARED = '<!DOCTYPE a [<!ENTITY b "质量">]>' + content([text("&b;", 20, 50)])


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (package(content([])), "no text in this OFD file"),
        (package(DECLARED), "declares entities"),
        (package(content([text("质量", 20, 50)])[:-20]), "is damaged"),
        (package(content([text("质量", 20, 50)]))[:-60], "damaged"),
        (
            package(content([]), changed={"OFD.xml": "<OFD><DocRoot>Doc_1/Document.xml</DocRoot></OFD>"}),
            "Doc_1/Document.xml of this OFD file is missing",
        ),
        (package(content([]), changed={"Doc_0/Res/1.bin": "0" * 5_000_000}), "200 times"),
    ],
)
def test_what_is_no_good_is_refused_in_one_sentence(data: bytes, why: str) -> None:
    with pytest.raises(SourceError) as refused:
        read(data)
    assert str(refused.value).startswith("云溪市意见.ofd: ")
    assert why in str(refused.value)
    assert "\n" not in str(refused.value)
