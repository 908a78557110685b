"""What a duty phrase is to those who invent it: its words, and its truth; lists of names as offices write them."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.grammar_places import Body, Place

LEAD, HELP = "LEADS", "COOPERATES"
OPEN = ("等", "等单位", "等有关部门")


@dataclass
class Phrase:
    """A duty phrase and its truth: (name, role, modes any of which is right)."""

    tag: str
    text: str
    duties: list[tuple[str, str, str]]
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    optional: set[str] = field(default_factory=set)


class Phrases:
    """Writes duty phrases for the bodies of one place; never two bodies of one function in a phrase."""

    def __init__(self, rng: random.Random, place: Place) -> None:
        self.rng = rng
        self.place = place

    def names(self, bodies: Sequence[Body], opened: bool = True) -> tuple[str, str]:
        """The bodies as one list, and the convention it follows."""
        rng, first = self.rng, bodies[0]
        kind = ""
        if len(bodies) > 1 and not first.whole and rng.random() < 0.4:
            written = [first.name, *(body.own for body in bodies[1:])]
            kind = "+elided"
        else:
            written = [body.name for body in bodies]
        text = "、".join(written)
        if opened and len(bodies) > 1 and rng.random() < 0.15:
            return text + rng.choice(OPEN), kind + "+等"
        return text, kind

    def draw(self, low: int, high: int) -> list[Body]:
        """Bodies of the place; now and then one of the centre, the party or a company among them."""
        bodies = self.place.draw(self.rng, self.rng.randint(low, high))
        chance = self.rng.random()
        if chance < 0.08 and not any(body.function in ("税务", "人民银行", "海关") for body in bodies):
            bodies.append(self.place.central(self.rng))
        elif chance < 0.12 and len(bodies) > 1:
            bodies.append(self.place.company(self.rng))
        return bodies

    def phrase(self, tag: str, text: str, *roles: tuple[Sequence[Body], str, str]) -> Phrase:
        """Put the truth together."""
        made = Phrase(tag, text, [])
        for bodies, role, mode in roles:
            for body in bodies:
                made.duties.append((body.name, role, mode))
                full = () if body.whole else (self.place.region.name + body.own,)
                if body.aliases or full:
                    made.aliases[body.name] = (*body.aliases, *full)
                if body.company:
                    made.optional.add(body.name)
        return made
