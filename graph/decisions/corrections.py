"""Duties that a person corrected: how one is known again in a text that is read anew, and what stands in its place.

A duty is known by its role, the body that was read, the words of its phrase, and how the work that it covers begins:
by nothing that hangs on offsets, keys or ids. Signs, blanks, traditional characters and the number of the clause make
no difference.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from graph.decisions.decision import Decision
from graph.decisions.rulings import CORRECTED, RULE, reviewed
from graph.model import Attributes, Mention, Span, Statement, Value
from graph.reference import Reference

DUTIES = ("LEADS", "COOPERATES")
_PLACE = 30  # characters at the beginning of the work
_MODES = {"LEADS": "lead", "COOPERATES": "cooperate"}  # of a duty whose role is another now
_SIGNS = re.compile(r"[\W_]+")
_NUMBER = re.compile(
    r"\s*[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.．]\s*"
)  # (五) may be (六) in the next version


def plain(text: str, reference: Reference) -> str:
    """The text reduced to its characters, simplified."""
    return _SIGNS.sub("", reference.normalise(text))


def words_of(duty: Statement, statements: Iterable[Statement], reference: Reference) -> dict[str, Value]:
    """What a duty is known by: role, was, quote, place; n where several are equal in all of these."""
    mine = _words(duty, reference)
    equal = [each for each in statements if each.relation == duty.relation and _words(each, reference) == mine]
    n = 1 + next((at for at, each in enumerate(equal) if each is duty), 0)
    return {**mine, "n": n}


def duty_of(correction: Decision, statements: Iterable[Statement], reference: Reference) -> Statement | None:
    """The duty that a correction is about; None where the text states it no more, or it is not clear which."""
    told = correction.told
    wanted = {name: told.get(name, "") for name in ("role", "was", "quote")}
    alike = [
        (each, words["place"])
        for each in statements
        if each.relation == wanted["role"]
        and (words := _words(each, reference))
        and all(words[name] == wanted[name] for name in wanted)
    ]
    place, n = str(told.get("place", "")), int(str(told.get("n", 1)))
    exact = [each for each, begun in alike if begun == place]
    if exact:
        return exact[n - 1] if 0 < n <= len(exact) else None
    near = [each for each, _ in alike if place and place in plain(each.object.evidence.quote, reference)]
    return near[0] if len(near) == 1 else None


def corrected(
    statements: Sequence[Statement], corrections: Sequence[Decision], reference: Reference
) -> Sequence[Statement]:
    """The statements with what people put in the place of some; of a duty that is none nothing stays."""
    if not corrections:
        return statements
    instead = {id(duty): each for each in corrections if (duty := duty_of(each, statements, reference))}
    return [
        now
        for duty in statements
        for now in (_right(duty, instead[id(duty)], reference) if id(duty) in instead else (duty,))
    ]


def _right(duty: Statement, correction: Decision, reference: Reference) -> Iterator[Statement]:
    """The duty of each right body, with the words of the phrase, and who said so."""
    role = str(correction.told.get("right_role") or duty.relation)
    names = correction.told.get("right", ())
    marks: Attributes = reviewed(correction, CORRECTED)
    told: dict[str, Value] = {**duty.attributes, **marks}
    if role != duty.relation or (told.get("mode") == "sole" and len(_texts(names)) > 1):
        told["mode"] = _MODES[role]
    start = duty.evidence.start_char
    for name in _texts(names):
        body = Mention("Department", reference.normalise(name).strip(), Span(start, start, ""))
        yield replace(duty, subject=body, relation=role, attributes=told, extractor=RULE, confidence=1.0)


def _words(duty: Statement, reference: Reference) -> dict[str, Value]:
    return {
        "role": duty.relation,
        "was": duty.subject.name,
        "quote": plain(duty.evidence.quote, reference),
        "place": plain(_without_number(duty.object.evidence.quote[: 3 * _PLACE]), reference)[:_PLACE],
    }


def _texts(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,) if isinstance(value, str) and value else ()


def _without_number(words: str) -> str:
    number = _NUMBER.match(words)
    return words[number.end() :] if number else words
