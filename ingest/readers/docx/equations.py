"""Words that Word composes by an EQ field, which holds them in its code: ringed figures, readings above characters."""

import re

from ingest.readers.docx.symbols import raised

_EQUATION = re.compile(r"\s*EQ\b(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_LOOKS = re.compile(r"\\\*\s*(?:\"[^\"]*\"|\w+)")  # \* jc2 \* "Font:宋体" \* hps10
_SWITCH = re.compile(r"\\[a-z]+\s*(?:-?\d+(?=\s*\())?", re.IGNORECASE)
_RAISED = re.compile(r"\s*\\s\s*\\up", re.IGNORECASE)
_RINGS = "○◯〇□△◇"
_LONGEST = 300  # characters of a code that is read


def equation(code: str) -> str:
    r"""What the code of a field shows: EQ \o\ac(○,1) gives ①, \f(1,3) gives 1/3, \s\up5(4) gives ⁴, others nothing."""
    found = _EQUATION.match(code) if len(code) <= _LONGEST else None
    if found is None:
        return ""
    body = _LOOKS.sub("", found["rest"]).strip()
    parts = [_words(part) for part in _arguments(body)]
    kind = body[:2].lower()
    if kind == r"\f" and len(parts) == 2:
        return "/".join(parts)
    if kind == r"\o" and len(parts) == 2:
        if parts[0] in _RINGS:
            return _ringed(parts[1])
        if body[2:5].lower() == r"\ad":  # a reading stands above its character
            return parts[1]
    return raised("".join(parts)) if _RAISED.match(body) else "".join(parts)


def _words(part: str) -> str:
    words = _SWITCH.sub("", part).strip(" ()")
    return raised(words) if _RAISED.match(part) else words


def _arguments(body: str) -> list[str]:
    """What stands between the outermost brackets, parted by commas."""
    parts, depth = [""], 0
    for sign in body:
        if sign == ")":
            depth -= 1
            if depth == 0:
                return parts
        if depth == 1 and sign in ",，;":
            parts.append("")
        elif depth:
            parts[-1] += sign
        if sign == "(":
            depth += 1
    return []


def _ringed(text: str) -> str:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 3 else 0
    return chr(ord("①") + number - 1) if 1 <= number <= 20 else text
