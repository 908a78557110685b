"""What the fonts of a PDF call a character, and what it is."""

import unicodedata

# Parts of characters that stand for whole ones: the same shape in the font, the code of the part in the file.
_RADICALS = dict(
    zip(
        "⺌⺝⺟⺠⺩⺬⺮⺶⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "小月母民王示竹羊虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)
_HYPHENS = {0x02: "-", 0xAD: "-"}  # a hyphen at a line's end; a hyphen that some fonts give the code of the soft one
_UNSEEN = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")


def character(code: int) -> str:
    """The character of a code: parts and compatibility forms of Chinese characters as the characters they look like.

    U+FFFD for what the font does not say, nothing for what is not seen.
    """
    if code in _HYPHENS:
        return _HYPHENS[code]
    if not 0 < code < 0x110000 or 0xD800 <= code < 0xE000:
        return "\ufffd"
    char = chr(code)
    if code < 0x20:
        return " " if char.isspace() else "\ufffd"
    if 0x2E80 <= code < 0x2FE0 or 0xF900 <= code < 0xFB00:
        plain = unicodedata.normalize("NFKC", _RADICALS.get(char, char))
        return plain if len(plain) == 1 else char
    return "" if char in _UNSEEN or 0x7F <= code < 0xA0 else char


def is_undecodable(char: str) -> bool:
    """Whether nobody can say what it is: a code of the font's own."""
    return char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or char >= "\U000f0000"
