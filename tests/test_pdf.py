"""PDF: lines put together into paragraphs, tables as grids over pages, and what is no part of the text left out."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from graph.errors import SourceError
from ingest.readers.composed import Composed
from ingest.readers.pdf import glyphs, ocr
from ingest.readers.pdf.glyphs import Glyph
from ingest.readers.pdf.lines import line_of
from ingest.readers.pdf.read import read_pdf
from ingest.readers.pdf.signs import character
from tests.pdf_files import (
    BLOCK,
    BODY,
    FLUSH,
    FONT,
    HEIGHT,
    MARGIN,
    RIGHT,
    WIDTH,
    drawn,
    paragraphs,
    printed,
    scanned,
    table,
    title,
    turned_page,
)

LONG = (
    "围绕装备制造、食品加工等重点行业开展质量攻关，支持企业采用六西格玛等先进方法，完善质量追溯体系，"
    "到2027年培育质量标杆企业120家以上，规模以上工业企业质量管理体系认证覆盖率达到65%。"
    "（市市场监管局牵头，市工业和信息化局、市发展改革委按职责分工负责）"
)
PLAN = [
    text
    for place, number in enumerate("一二三四五", 1)
    for text in (
        f"{number}、第{number}方面任务",
        f"（{number}）提升产品质量。{LONG * 2}",
        f"{place}.夯实质量基础。{LONG}",
    )
]


def read(data: bytes) -> Composed:
    return read_pdf(Path("规划.pdf"), data)


def lines(data: bytes) -> list[str]:
    return read(data).text.splitlines()


def cells(composed: Composed, number: int = 0) -> list[list[str]]:
    return [[composed.text[start:end] for start, end in row] for row in composed.tables[number].rows]


def numbered(canvas: Canvas, page: int) -> None:
    canvas.setFont(FONT, 14)
    canvas.drawCentredString(WIDTH / 2, 45, f"— {page} —")


def with_headers(canvas: Canvas, page: int) -> None:
    """A header and a page number, on the right of odd pages and on the left of even ones, and a watermark."""
    canvas.setFont(FONT, 9)
    if page % 2:
        canvas.drawRightString(WIDTH - MARGIN, HEIGHT - 40, "沧河市质量强市建设规划")
        canvas.drawRightString(WIDTH - MARGIN, 40, str(page))
    else:
        canvas.drawString(MARGIN, HEIGHT - 40, f"{page}  沧河市人民政府公报")
    canvas.setFillGray(0.85)
    canvas.setFont(FONT, 60)
    canvas.translate(180, 300)
    canvas.rotate(45)
    canvas.drawString(0, 0, "内部资料")


def test_a_paragraph_is_one_line_over_lines_and_pages() -> None:
    composed = read(printed(*paragraphs(*PLAN), on_page=numbered))
    assert composed.text.splitlines() == PLAN
    assert composed.encoding == "pdf"


def test_pages_begin_where_they_are_told_to_begin_within_a_paragraph() -> None:
    composed = read(printed(*paragraphs(*[f"第{number}段。{LONG * 3}" for number in range(1, 7)])))
    assert len(composed.pages) > 2
    assert composed.pages[0] == 0
    assert sorted(set(composed.pages)) == list(composed.pages)
    inside = [start for start in composed.pages[1:] if composed.text[start - 1] != "\n"]
    assert inside, "no paragraph was torn by a page"


def test_running_headers_page_numbers_and_watermarks_are_left_out() -> None:
    kept = ["沧河市质量强市建设规划", *PLAN]
    made = printed(*title("沧河市质量强市建设规划"), *paragraphs(*PLAN * 2), on_page=with_headers)
    assert lines(made) == [kept[0], *PLAN, *PLAN]


@pytest.mark.parametrize("number", ["- {} -", "— {} —", "第{}页", "第 {} 页 共 3 页", "{}/3", "·{}·", "{}"])
def test_page_numbers_of_all_kinds_are_left_out(number: str) -> None:
    def foot(canvas: Canvas, page: int) -> None:
        canvas.setFont(FONT, 10)
        canvas.drawCentredString(WIDTH / 2, 40, number.format(page))

    assert lines(printed(*paragraphs(*PLAN), on_page=foot)) == PLAN


def test_annex_numbers_at_the_top_of_pages_are_no_headers() -> None:
    def annex(number: int) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            canvas.drawString(MARGIN, HEIGHT - 60, f"附件{number}")
            canvas.drawString(MARGIN, HEIGHT - 160, f"第{number}类单位名单" * number)

        return draw

    found = lines(drawn(*(annex(number) for number in range(1, 5))))
    assert [line for line in found if line.startswith("附件")] == ["附件1", "附件2", "附件3", "附件4"]


def test_a_title_over_several_lines_is_one_line() -> None:
    made = printed(
        *title("沧河市人民政府", "关于印发《沧河市质量发展规划", "（2024—2027年）》的通知"),
        *paragraphs("各县（市、区）人民政府：", style=FLUSH),
        *paragraphs(LONG),
        *paragraphs("沧河市人民政府", "2024年3月5日", style=RIGHT),
    )
    assert lines(made) == [
        "沧河市人民政府关于印发《沧河市质量发展规划（2024—2027年）》的通知",
        "各县（市、区）人民政府：",
        LONG,
        "沧河市人民政府",
        "2024年3月5日",
    ]


def test_a_date_below_the_title_in_the_same_size_stays_apart() -> None:
    made = printed(*title("沧河市质量发展规划", "2024年3月"), *paragraphs(*PLAN[:4]))
    assert lines(made)[:2] == ["沧河市质量发展规划", "2024年3月"]


def test_paragraphs_without_indent_are_told_apart_by_their_gaps() -> None:
    texts = [f"第{number}条 {LONG * times}".replace("条 ", "条") for number, times in enumerate((1, 3, 2, 4), 1)]
    assert lines(printed(*paragraphs(*texts, style=BLOCK))) == texts


def test_figures_and_words_are_not_torn_by_blanks() -> None:
    text = "制造业产品质量合格率达到96.5%，每万人口高价值发明专利拥有量12.3件，贯彻GB/T 19580和quality first理念。" * 4
    assert lines(printed(*paragraphs(text))) == [text]


def test_lines_of_a_table_of_contents_stay_apart() -> None:
    entries = [
        f"{number}、第{number}方面任务".ljust(12, "…") + "…" * 14 + str(place)
        for place, number in enumerate("一二三", 1)
    ]
    assert lines(printed(*paragraphs("目录", *entries, *PLAN, style=FLUSH)))[1:4] == entries


def test_a_raised_sign_stands_in_its_line() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(MARGIN, 700, "公共服务质量满意度达到82分")
        canvas.setFont(FONT, 9)
        canvas.drawString(MARGIN + 202, 707, "①")
        canvas.setFont(FONT, 16)
        canvas.drawString(MARGIN + 212, 700, "以上。")

    assert lines(drawn(page)) == ["公共服务质量满意度达到82分①以上。"]


def test_a_line_hanging_below_its_label_belongs_to_it() -> None:
    def page(canvas: Canvas) -> None:
        for place, text in enumerate([LONG[:27], LONG[27:54], LONG[54:78]]):
            canvas.drawString(MARGIN + (32 if not place else 0), 760 - 28 * place, text[: 25 if not place else 28])
        canvas.drawString(MARGIN, 600, "抄送：市委各部门，市人大常委会办公室，市政协办公室，市法")
        canvas.drawString(MARGIN + 48, 572, "院，市检察院，各人民团体。")
        canvas.drawString(MARGIN, 544, "沧河市人民政府办公室")

    assert lines(drawn(page))[-2:] == [
        "抄送：市委各部门，市人大常委会办公室，市政协办公室，市法院，市检察院，各人民团体。",
        "沧河市人民政府办公室",
    ]


def test_two_columns_are_read_one_after_the_other() -> None:
    style = type(BODY)("small", BODY, fontSize=10.5, leading=16, firstLineIndent=21)
    assert lines(printed(*paragraphs(*PLAN, style=style), columns=2, on_page=numbered)) == PLAN


def rows_of_tasks(count: int) -> list[list[str]]:
    head = ["领域", "序号", "重点任务", "牵头单位", "配合单位"]
    area = {1: "产品质量", 3: "工程质量", 5: "服务质量"}
    return [head] + [
        [area.get(number, ""), str(number), f"{LONG}第{number}项。", "市市场监管局", "市工业和信息化局、市财政局"]
        for number in range(1, count + 1)
    ]


SPANS = [("SPAN", (0, 1), (0, 2)), ("SPAN", (0, 3), (0, 4)), ("SPAN", (0, 5), (0, 6))]
WIDTHS = [50, 30, 190, 75, 95]


def test_a_table_over_pages_is_one_grid_with_its_merged_cells() -> None:
    made = printed(
        *paragraphs("附件1"),
        *title("重点任务分工表"),
        table(rows_of_tasks(14), WIDTHS, *SPANS),
        *paragraphs("注：本表由市质量强市办解释。"),
        on_page=numbered,
    )
    composed = read(made)
    [found] = composed.tables
    areas = ["产品质量"] * 2 + ["工程质量"] * 2 + ["服务质量"] * 2 + [""] * 8
    expected = [row if place == 0 else [areas[place - 1], *row[1:]] for place, row in enumerate(rows_of_tasks(14))]
    assert cells(composed) == expected
    assert len({row[0] for row in found.rows[:7]}) == 4  # a merged cell is one stretch
    outside = composed.text[: found.start_char].splitlines() + composed.text[found.end_char :].splitlines()
    assert outside == ["附件1", "重点任务分工表", "注：本表由市质量强市办解释。"]
    assert len(composed.pages) > 2
    assert all(found.start_char < start < found.end_char for start in composed.pages[1:-1])


def test_a_wide_table_on_a_wide_page() -> None:
    made = printed(*paragraphs(*PLAN[:3]), *turned_page(), table(rows_of_tasks(3), [60, 40, 350, 110, 130]))
    composed = read(made)
    assert cells(composed)[1][1:] == rows_of_tasks(3)[1][1:]
    assert composed.text.splitlines()[:3] == PLAN[:3]


def grid(canvas: Canvas, xs: list[int], ys: list[int], rows: list[list[str]], sides: bool = True) -> None:
    """Rows of cells between lines at xs and ys, each cell on as many lines as its text says with /."""
    for x in xs if sides else xs[1:-1]:
        canvas.line(x, ys[0], x, ys[-1])
    for y in ys:
        canvas.line(xs[0], y, xs[-1], y)
    canvas.setFont(FONT, 10)
    for y, row in zip(ys, rows, strict=False):
        for x, cell in zip(xs, row, strict=False):
            for place, text in enumerate(cell.split("|")):
                canvas.drawString(x + 4, y - 14 - 14 * place, text)


HEAD = ["序号", "工作任务", "责任单位"]


def first_page(canvas: Canvas) -> None:
    rows = [
        HEAD,
        ["1", "完善标准体系。", "市市场监管局"],
        ["2", "建设公共服务平台，推动检验|检测机构", "市科技局、市财"],
    ]
    grid(canvas, [75, 115, 375, 515], [200, 160, 120, 70], rows)


@pytest.mark.parametrize(
    ("first", "torn"),
    [
        (["", "开放共享。", "政局"], True),
        (["3", "加强计量监督。", "市市场监管局"], False),
    ],
)
def test_a_row_torn_by_the_end_of_a_page_is_one_row(first: list[str], torn: bool) -> None:
    def second_page(canvas: Canvas) -> None:
        rows = [HEAD, first, ["4", "培育质量品牌。", "市商务局"]]
        grid(canvas, [75, 115, 375, 515], [780, 740, 700, 660], rows)

    composed = read(drawn(first_page, second_page))
    second = ["2", "建设公共服务平台，推动检验检测机构", "市科技局、市财"]
    joined = ["2", "建设公共服务平台，推动检验检测机构开放共享。", "市科技局、市财政局"]
    middle = [joined] if torn else [second, first]
    assert cells(composed) == [
        HEAD,
        ["1", "完善标准体系。", "市市场监管局"],
        *middle,
        ["4", "培育质量品牌。", "市商务局"],
    ]


def test_a_merged_cell_goes_on_over_the_end_of_a_page() -> None:
    def page(canvas: Canvas, top: int, rows: list[list[str]], area: str) -> None:
        ys = [top - 40 * place for place in range(len(rows) + 1)]
        grid(canvas, [135, 175, 375, 515], ys, rows)
        canvas.rect(75, ys[-1], 60, top - ys[-1])
        canvas.drawString(80, top - 30, area)

    tasks = [[str(number), f"完善第{number}项制度。", "市市场监管局"] for number in range(1, 7)]
    composed = read(
        drawn(lambda canvas: page(canvas, 190, tasks[:3], "产品质量"), lambda canvas: page(canvas, 780, tasks[3:], ""))
    )
    assert cells(composed) == [["产品质量", *task] for task in tasks]
    assert composed.text.count("产品质量") == 1


def test_tables_with_other_columns_stay_two() -> None:
    def other(canvas: Canvas) -> None:
        grid(canvas, [75, 275, 515], [780, 740, 700], [["指标", "目标值"], ["合格率", "96%"]])

    composed = read(drawn(first_page, other))
    assert len(composed.tables) == 2
    assert cells(composed, 1) == [["指标", "目标值"], ["合格率", "96%"]]


def test_a_line_that_says_a_table_goes_on_does_not_part_it() -> None:
    def second_page(canvas: Canvas) -> None:
        canvas.drawRightString(515, 790, "续表")
        grid(canvas, [75, 115, 375, 515], [780, 740, 700], [HEAD, ["3", "加强计量监督。", "市市场监管局"]])

    composed = read(drawn(first_page, second_page))
    assert [row[0] for row in cells(composed)] == ["序号", "1", "2", "3"]
    assert "续表" not in composed.text


def test_an_empty_cell_is_not_filled_from_above() -> None:
    rows = [["指标", "单位", "目标"], ["合格率", "%", "96"], ["满意度", "", "82"]]
    composed = read(drawn(lambda canvas: grid(canvas, [75, 275, 375, 515], [700, 660, 620, 580], rows)))
    assert cells(composed) == rows


def test_a_table_open_at_its_sides() -> None:
    rows = [["指标", "单位", "2027年"], ["有效发明专利", "件/万人", "12.5"], ["顾客满意度", "分", "82"]]
    composed = read(drawn(lambda canvas: grid(canvas, [75, 275, 375, 515], [700, 660, 620, 580], rows, sides=False)))
    assert cells(composed) == rows


def test_a_table_printed_sideways() -> None:
    def page(canvas: Canvas) -> None:
        canvas.rotate(90)
        canvas.drawString(300, -60, "质量工作分工表")
        grid(canvas, [100, 160, 500, 700], [-100, -140, -180], [HEAD, ["1", "完善质量激励政策", "市财政局"]])

    composed = read(drawn(page))
    assert cells(composed) == [HEAD, ["1", "完善质量激励政策", "市财政局"]]
    assert composed.text.startswith("质量工作分工表\n")


FRAMED = [
    "1.质量提升工程。围绕装备制造开展攻关，到二〇二七",
    "年培育标杆企业一百家，建成公共服务平台二十个以上，带",
    "动就业。",
]


def test_a_frame_around_text_is_no_table() -> None:
    def page(canvas: Canvas) -> None:
        canvas.rect(75, 500, 440, 250)
        canvas.line(75, 720, 515, 720)
        canvas.drawString(200, 728, "专栏1：重点工程")
        text = [
            "1.质量提升工程。围绕装备制造开展攻关，到二〇二七",
            "年培育标杆企业一百家，建成公共服务平台二十个以上，带",
            "动就业。",
        ]
        for place, line in enumerate([*text, "2.标准引领工程。制定地方标准。"]):
            canvas.drawString(112 if line[1] == "." else 80, 690 - 28 * place, line)

    composed = read(drawn(page))
    assert composed.tables == ()
    assert composed.text.splitlines() == ["专栏1：重点工程", "".join(FRAMED), "2.标准引领工程。制定地方标准。"]


def test_nothing_is_lost_from_a_long_document() -> None:
    made = printed(
        *title("沧河市质量规划"), *paragraphs(*PLAN * 6), table(rows_of_tasks(14), WIDTHS, *SPANS), on_page=numbered
    )
    squeezed = "".join(read(made).text.split())
    wanted = ["沧河市质量规划", *PLAN * 6, *(cell for row in rows_of_tasks(14) for cell in row)]
    assert len(squeezed) == sum(len("".join(text.split())) for text in wanted)


def test_a_character_printed_twice_to_look_bold_is_read_once() -> None:
    def page(canvas: Canvas) -> None:
        for shift in (0, 0.4):
            canvas.drawString(MARGIN + shift, 700, "一、总体要求")

    assert lines(drawn(page)) == ["一、总体要求"]


def test_what_lies_outside_the_page_is_not_read() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(MARGIN, 700, "一、总体要求")
        canvas.drawString(5000, 700, "书眉")

    assert lines(drawn(page)) == ["一、总体要求"]


@pytest.mark.parametrize(
    ("code", "char"),
    [
        (0x2F42, "文"),
        (0x2ED3, "长"),
        (0x2EA0, "民"),
        (0xF9DC, "隆"),
        (0xAD, "-"),
        (0x02, "-"),
        (0x200B, ""),
        (0, "\ufffd"),
    ],
)
def test_parts_of_characters_are_read_as_the_characters_they_look_like(code: int, char: str) -> None:
    assert character(code) == char


def test_a_dot_of_the_fonts_own_between_figures_is_a_decimal_point() -> None:
    row = [Glyph(char, 10 * place, 10 * place + 5, 0, 16, 14, True) for place, char in enumerate("1\ue0102")]
    row.append(Glyph("万", 30, 46, 0, 16, 14, True))
    assert line_of(row).text.replace(" ", "") == "1.2万"


def test_two_threads_may_read_at_once() -> None:
    made = printed(*paragraphs(*PLAN), on_page=numbered)
    with ThreadPoolExecutor(4) as pool:
        assert {composed.text for composed in pool.map(read, [made] * 8)} == {"".join(f"{line}\n" for line in PLAN)}


@pytest.fixture
def without_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_available", lambda: False)


@pytest.mark.usefixtures("without_recognition")
def test_a_scan_needs_the_recognition() -> None:
    with pytest.raises(SourceError, match=r"^规划\.pdf: a scanned PDF.*pip install 'zhitu\[ocr\]'\.$"):
        read(scanned(printed(*paragraphs(*PLAN[:2])), scale=0.5))


@pytest.mark.usefixtures("without_recognition")
def test_a_scan_with_printed_page_numbers_is_a_scan() -> None:
    picture = ImageReader(Image.new("L", (60, 84), 200))

    def page(canvas: Canvas) -> None:
        canvas.drawImage(picture, 0, 0, WIDTH, HEIGHT)
        canvas.drawString(280, 40, "— 1 —")

    with pytest.raises(SourceError, match="a scanned PDF"):
        read(drawn(page, page))


@pytest.mark.usefixtures("without_recognition")
def test_a_scanned_page_among_others_is_named() -> None:
    made = printed(*paragraphs(*PLAN), on_page=numbered)
    composed = read(scanned(made, [1], scale=0.5))
    assert "〔第2页为扫描件，未识别〕" in composed.text.splitlines()
    assert composed.text[composed.pages[1] :].startswith("〔第2页")
    assert PLAN[0] in composed.text


@pytest.mark.usefixtures("without_recognition")
def test_text_that_cannot_be_decoded_is_as_good_as_a_scan(monkeypatch: pytest.MonkeyPatch) -> None:
    made = printed(*paragraphs(*PLAN[:2]))
    monkeypatch.setattr(glyphs, "character", lambda code: chr(0xE000 + code % 0x1000))
    with pytest.raises(SourceError, match="without readable text"):
        read(made)


def test_a_locked_file_is_refused_with_one_sentence() -> None:
    with pytest.raises(SourceError, match=r"^规划\.pdf: the PDF is locked with a password; save it without one\.$"):
        read(printed(*paragraphs("一、总则"), password="qing"))


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7\nnothing else", printed(*paragraphs(*PLAN))[:2000]],
    ids=["rubbish", "cut off"],
)
def test_a_damaged_file_is_refused_with_one_sentence(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"^规划\.pdf: a damaged PDF that cannot be opened; save or send it again\.$"):
        read(data)


def test_a_file_without_text_is_refused() -> None:
    with pytest.raises(SourceError, match=r"no text in this PDF"):
        read(drawn(lambda canvas: None))


def test_more_than_a_thousand_pages_are_refused() -> None:
    with pytest.raises(SourceError, match=r"1001 pages are more than the limit of 1,000; split it\."):
        read(drawn(*[lambda canvas: None] * 1001))


def test_a_page_overfull_with_characters_is_refused() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont(FONT, 1)
        for place in range(600):
            canvas.drawString(10, 10 + place, "质" * 100)

    with pytest.raises(SourceError, match="page 1 holds more characters than any page of text"):
        read(drawn(page))


def test_a_drawing_of_many_lines_is_not_taken_for_a_table() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(MARGIN, 800, "图1：质量基础设施布局")
        for place in range(700):
            canvas.line(50, 50 + place, 500, 50 + place)
            canvas.line(50 + place * 0.6, 50, 50 + place * 0.6, 750)

    composed = read(drawn(page))
    assert composed.tables == ()
    assert composed.text == "图1：质量基础设施布局\n"
