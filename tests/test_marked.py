"""Stretches marked in a text: whatever they are, the markup is nested and the text is whole."""

import io

from api.pages.marked import KINDS, Piece, Stretch, part, pieces


def nested(found: list[Piece]) -> str:
    """The markup of pieces; an element is closed by its own end."""
    out, stack = io.StringIO(), []
    for piece in found:
        if piece.words:
            out.write(piece.words)
        elif piece.opens:
            stack.append(piece.tag)
            out.write(f"[{piece.opens.kind[0]}")
        else:
            assert stack.pop() == piece.tag
            out.write("]")
    assert not stack
    return out.getvalue()


def test_stretches_that_overlap_come_out_nested() -> None:
    text = "0123456789"
    both = [Stretch(2, 6, "Target"), Stretch(4, 8, "Award"), Stretch(4, 5, "Region")]
    assert nested(list(pieces(text, both))) == "01[T23[A[R4]5]][A67]89"
    quoted = [Stretch(3, 7, "quote"), *both]
    assert nested(list(pieces(text, quoted))) == "01[T2][q[T3[A[R4]5]][A6]][A7]89"
    assert nested(list(pieces(text, both, 5, 7))) == "[A[T5]6]"


def test_any_stretches_keep_the_text() -> None:
    import random

    chance = random.Random(7)
    text = "质量强市🏭" * 12
    for _ in range(300):
        spans = [sorted(chance.sample(range(len(text) + 1), 2)) for _ in range(chance.randint(0, 12))]
        stretches = [Stretch(start, end, chance.choice(KINDS[2:])) for start, end in spans]
        quote_span = sorted(chance.sample(range(len(text) + 1), 2))
        found = list(pieces(text, [*stretches, Stretch(*quote_span, "quote")]))
        nested(found)
        assert "".join(piece.words for piece in found) == text
        assert sum(piece.opens is not None and piece.opens.kind == "quote" for piece in found) == 1


def test_a_long_text_is_cut_alike_everywhere() -> None:
    text = "".join(f"第{number}条 内容内容内容\n" for number in range(500))
    start, ends = 0, []
    while start < len(text):
        begin, end = part(text, start, 1000)
        assert begin == start and part(text, end - 1, 1000) == (begin, end)
        ends.append(end)
        start = end
    assert ends[-1] == len(text) and all(text[end - 1] == "\n" for end in ends)
