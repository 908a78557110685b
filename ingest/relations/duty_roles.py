"""Roles and modes: what the lists of a duty phrase, each with its verb, make of their bodies (ontology.md)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.names import Name, NameList


@dataclass(frozen=True, slots=True)
class Duty:
    """One body of a phrase with its role (LEADS, COOPERATES) and mode, as ontology.md tells them apart."""

    role: str
    mode: str
    name: Name
    scope: str = ""
    open_list: bool = False
    group: int = 0  # which list of the phrase the body stands in


@dataclass(frozen=True, slots=True)
class Group:
    """A list of bodies with the verb or label that gives them their role."""

    names: NameList
    verb: str  # lead, do, shared, help, support
    scope: str = ""


def duties_of(groups: list[Group], precedence: bool) -> Iterator[Duty]:
    """The duties of the lists of one phrase; with precedence the first body leads, where no list says who does."""
    explicit = any(group.verb == "lead" for group in groups)
    led = False
    for place, group in enumerate(groups):
        made = list(_roles(group, led, precedence and not explicit and not led))
        led = led or any(duty.role == "LEADS" and not duty.scope for duty in made)
        yield from (replace(duty, open_list=group.names.open_list, group=place) for duty in made)


def _roles(group: Group, led: bool, precedence: bool) -> Iterator[Duty]:
    """The role of each body of one list, by its verb and by whether somebody leads already."""
    names = group.names.names
    if any(name.role == "lead" for name in names):
        yield from (_by_bracket(name) for name in names)
        return
    yield from (_by_bracket(name) for name in names if name.role)
    names = tuple(name for name in names if not name.role)
    if not names:
        return
    if group.verb in ("help", "support"):
        yield from (
            Duty("COOPERATES", "cooperate" if group.verb == "help" else "support", name, name.scope) for name in names
        )
    elif group.verb == "lead" or (group.scope and group.verb == "do"):
        for name in names:
            scope = name.scope or group.scope
            yield Duty("LEADS", "scoped" if scope else "lead", name, scope)
    elif led:
        yield from (
            Duty("COOPERATES", "implement" if name.governments else "shared", name, name.scope) for name in names
        )
    elif precedence:
        yield from _by_precedence(names)
    else:
        yield from _together(names, group.verb)


def _by_bracket(name: Name) -> Duty:
    """甲(牵头)、乙、丙: the bracket says who leads, the others cooperate."""
    if name.role == "lead":
        return Duty("LEADS", "lead", name)
    return Duty("COOPERATES", "cooperate" if name.role else "shared", name)


def _by_precedence(names: tuple[Name, ...]) -> Iterator[Duty]:
    """列第一位的为牵头单位: the first leads, the others cooperate, whatever the verb."""
    alone = len(names) == 1
    for place, name in enumerate(names):
        if place == 0:
            yield Duty("LEADS", "sole" if alone else "lead", name)
        else:
            yield Duty("COOPERATES", "implement" if name.governments else "shared", name)


def _together(names: tuple[Name, ...], verb: str) -> Iterator[Duty]:
    """All answer, nobody stands above; a group of governments in a later rank carries out what the others lead."""
    offices_first = any(not name.governments and name.rank == 0 for name in names)
    for name in names:
        if name.governments and name.rank > 0 and offices_first:
            yield Duty("COOPERATES", "implement", name)
        elif name.scope:
            yield Duty("LEADS", "scoped", name, name.scope)
        else:
            yield Duty("LEADS", "sole" if len(names) == 1 and verb != "shared" else "shared", name)
