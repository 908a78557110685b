"""Make seeds/characters.csv: traditional to simplified by OpenCC, and signs to those that rules read, one for one.

python bench/make_characters.py
"""

import csv
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from opencc import OpenCC

TARGET = Path(__file__).parent.parent / "seeds" / "characters.csv"
BLOCKS = (
    range(0x2E80, 0x2FE0),  # radicals
    range(0x3400, 0x4DC0),
    range(0x4E00, 0xA000),
    range(0xF900, 0xFB00),  # compatibility
    range(0x20000, 0x2FA20),
)
# radicals that stand for characters in text taken from a PDF, and that NFKC leaves alone
RADICALS = dict(
    zip(
        "⺠⺫⺮⺼⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳⺃⺇⺌⺎⺛⺝⺢⺩⺯⻌",
        "民目竹肉虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟乙几小尢旡月水王糸辶",
        strict=True,
    )
)
SIGNS = (
    ("―—–－‒─‐‑−﹣━⸺", "-"),
    ("\u3000\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f", " "),
    ("⁄∕", "/"),
    ("﹝〘", "〔"),
    ("﹞〙", "〕"),
    ("【〖﹇", "["),
    ("】〗﹈", "]"),
    ("•‧∙⋅・･●◆■▲★▪◼", "·"),
    ("○◯", "〇"),
    ("﹪٪", "%"),
    ("澂", "澄"),  # 澂江, 濬縣: forms of the names of places that OpenCC writes and does not read
    ("濬", "浚"),
    ("≧⩾", "≥"),
    ("≦⩽", "≤"),
    ("︰﹕∶", ":"),
    ("﹐", ","),
    ("﹔", ";"),
    ("﹙︵", "("),
    ("﹚︶", ")"),
    ("﹤", "<"),
    ("﹥", ">"),
    ("〜∼", "~"),
    ("｡", "。"),
    ("､﹑", "、"),
    ("﹖", "?"),
    ("﹗", "!"),
    ("「﹁＂〝", "“"),
    ("」﹂〞", "”"),
    ("『﹃", "‘"),
    ("』﹄", "’"),
    ("⟨\u2329", "〈"),
    ("⟩\u232a", "〉"),
    ("«︽", "《"),
    ("»︾", "》"),
)


def characters() -> Iterator[tuple[str, str]]:
    """Where OpenCC gives one character for one; text of several characters would move offsets."""
    convert = OpenCC("t2s").convert
    for character in (chr(point) for block in BLOCKS for point in block):
        plain = RADICALS.get(character) or unicodedata.normalize("NFKC", character)
        simple = convert(plain)
        if simple != character and len(simple) == 1:
            yield character, simple


def signs() -> Iterator[tuple[str, str]]:
    """Full-width ASCII, then the signs above, which may say otherwise."""
    table = {chr(point): chr(point - 0xFEE0) for point in range(0xFF01, 0xFF5F)}
    for sources, target in SIGNS:
        table |= dict.fromkeys(sources, target)
    yield from table.items()


def main() -> None:
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("from", "to"))
        writer.writerows(sorted((*characters(), *signs())))


if __name__ == "__main__":
    main()
