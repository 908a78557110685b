"""Scanned pages recognised, where the extra `ocr` is installed."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ingest.readers.composed import Composed
from ingest.readers.pdf import ocr
from ingest.readers.pdf.ocr import _piece, _row, _rows
from ingest.readers.pdf.read import read_pdf
from tests.conftest import ROOT
from tests.pdf_files import FONT, RIGHT, WIDTH, paragraphs, printed, scanned, title


def can_trace() -> bool:
    return bool(shutil.which("strace")) and subprocess.run(["strace", "-o", "/dev/null", "true"]).returncode == 0


needs_ocr = pytest.mark.skipif(not ocr.is_available(), reason="the extra ocr is not installed: make ocr")

PLAN = [
    "一、提升产品质量",
    "（一）强化企业主体责任。引导企业建立首席质量官制度，完善质量追溯体系，到2027年培育质量标杆企业120家以上。"
    "（市市场监管局牵头，市工业和信息化局、市财政局配合）",
    "（二）加强监督抽查。重点产品监督抽查合格率稳定在95%以上。",
]


def numbered(canvas: Any, page: int) -> None:
    canvas.setFont(FONT, 14)
    canvas.drawCentredString(WIDTH / 2, 50, f"— {page} —")


def plain(text: str) -> str:
    return text.translate(str.maketrans("（），：", "(),:")).replace(" ", "")


@pytest.fixture(scope="module")
def scan() -> Composed:
    made = printed(
        *title("沧河市人民政府关于印发质量", "发展规划的通知"),
        *paragraphs(*PLAN),
        *paragraphs("沧河市人民政府", style=RIGHT),
        on_page=numbered,
    )
    return read_pdf(Path("扫描件.pdf"), scanned(made))


@needs_ocr
def test_a_scanned_page_is_read_into_paragraphs(scan: Composed) -> None:
    wanted = ["沧河市人民政府关于印发质量发展规划的通知", *PLAN, "沧河市人民政府"]
    assert [plain(line) for line in scan.text.splitlines()] == [plain(line) for line in wanted]


@needs_ocr
def test_what_is_recognised_is_marked_as_such(scan: Composed) -> None:
    assert [scan.text[start:end] for start, end in scan.recognised] == scan.text.splitlines()
    assert scan.pages == (0,)


@needs_ocr
def test_a_scanned_page_among_others_is_recognised_alone() -> None:
    texts = [f"{PLAN[0]}。{text}{text}{text}" for text in PLAN[1:] * 4]
    made = printed(*paragraphs(*texts))
    composed = read_pdf(Path("半扫描.pdf"), scanned(made, [1]))
    assert "未识别" not in composed.text
    assert 0 < len(composed.recognised) < len(texts)
    assert plain(composed.text) == "".join(f"{plain(text)}\n" for text in texts)


@needs_ocr
@pytest.mark.skipif(not can_trace(), reason="strace is not installed, or may not trace here")
def test_recognition_asks_nobody(tmp_path: Path) -> None:
    file, calls = tmp_path / "扫描件.pdf", tmp_path / "calls"
    file.write_bytes(scanned(printed(*paragraphs(*PLAN[:1] * 3))))
    script = (
        "import sys; from pathlib import Path; from ingest.readers.pdf.read import read_pdf; path = Path(sys.argv[1]);"
        "print(read_pdf(path, path.read_bytes()).text)"
    )
    watched = ["strace", "-f", "-e", "trace=connect", "-o", str(calls), sys.executable, "-c", script, str(file)]
    ran = subprocess.run(watched, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "质量" in ran.stdout
    assert ran.stderr == ""
    assert "AF_INET" not in calls.read_text("utf-8")


def test_pieces_of_a_line_are_put_together_from_left_to_right() -> None:
    def piece(text: str, x0: float, x1: float, top: float) -> Any:
        return _piece([(x0, top), (x1, top), (x1, top + 32), (x0, top + 32)], text, 2.0)

    pieces = [
        piece("市财政局配合", 400, 592, 203),
        piece("责任单位:", 150, 300, 200),
        piece("二、提升服务质量", 150, 406, 260),
    ]
    assert [_row(row).text for row in _rows(pieces)] == ["责任单位: 市财政局配合", "二、提升服务质量"]


def test_the_size_of_a_piece_is_that_of_its_characters() -> None:
    piece = _piece([(100, 50), (420, 52), (420, 92), (100, 90)], "推动质量强市建设工作有", 2.0)
    assert piece.size == pytest.approx(160 / 11)
    assert (piece.x0, piece.x1, piece.recognised) == (50, 210, True)
