"""Signs of symbol fonts, which Word keeps by their place in the font: ≥ stands at B3 in Symbol."""

import re

PRIVATE = re.compile("[\uf020-\uf0ff]")
_UNKNOWN = "\ufffd"
_RAISED = str.maketrans("0123456789０１２３４５６７８９+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹" * 2 + "⁺⁻⁻")
_FONTS = {
    "symbol": {
        0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xB0: "°", 0xB7: "·", 0xBC: "…",
        0xA2: "′", 0xB2: "″", 0xA5: "∞", 0xE5: "∑", 0xD6: "√", 0xAE: "→", 0xAC: "←", 0xAD: "↑", 0xAF: "↓",
        0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ", 0x6C: "λ", 0x6D: "μ", 0x70: "π", 0x73: "σ", 0x44: "Δ", 0x57: "Ω",
    },
    "wingdings": {
        0x6C: "●", 0x6E: "■", 0x6F: "□", 0xA8: "□", 0x71: "□", 0x75: "◆", 0xA1: "○", 0xD8: "➢", 0xAB: "★",
        0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x4A: "☺", 0xE0: "→",
        **{0x81 + place: chr(0x2460 + place) for place in range(10)},
        **{0x8C + place: chr(0x2776 + place) for place in range(10)},
    },
    "wingdings 2": {
        0x50: "✓", 0x4F: "✗", 0x52: "☑", 0x54: "☒", 0x53: "☒", 0x51: "☒", 0xA3: "□", 0x2A: "□",
        **{0x6A + place: chr(0x2460 + place) for place in range(10)},
        **{0x76 + place: chr(0x2776 + place) for place in range(9)},
    },
}  # fmt: skip


def raised(text: str) -> str:
    """Superscript text, its digits as signs of their own: the 4 of 10⁴ would make 104 with what stands before it."""
    return text.translate(_RAISED)


def symbol(font: str, code: int) -> str:
    """The sign at this place of a font; U+FFFD where the font is a picture book of its own."""
    if not 0xF000 <= code <= 0xF0FF:
        return chr(code) if 0x20 <= code < 0xD800 or 0xF8FF < code < 0xFFFE else _UNKNOWN
    place = code - 0xF000
    signs = _FONTS.get(font.lower(), {})
    if place in signs:
        return signs[place]
    return chr(place) if font.lower() == "symbol" and 0x20 <= place < 0x40 else _UNKNOWN
