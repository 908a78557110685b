"""Titles of documents: what a title names, of which kind it is, and when two titles are one."""

import re
from functools import cache

from graph.reference import Reference

_QUOTES = str.maketrans("", "", "“”\"'‘’《》〈〉<> \u3000·、,")
_DAMAGED_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)年?[-~―]*((?:19|20)\d\d)年")
_YEARS = re.compile(r"((?:19|20)\d\d)年?[-~至到]+((?:19|20)\d\d)年?")
_PERIOD = re.compile(r"\((?:(?:19|20)\d\d年?[-~至到]*)+(?:年|年度)?\)")
_TRAILER = re.compile(
    r"\((?:试行|暂行|实行|修订[版稿]?|修正|征求意见稿|送审稿|草案|代拟稿|[^()]*年版|[^()]*年修[订正])\)$"
)
_FILLER = re.compile(r"的(?=[^的]{2,8}$)")


def inner_title(title: str, reference: Reference) -> str:
    """The title of what a title stands for: 关于印发《X》的通知 gives X; years that lost their dash are mended.

    What is passed on from others (转发) stays a document of its own.
    """
    title = mended(_without_brackets(title))
    notice = _notice(reference.words["issuing_verbs"]).fullmatch(title)
    if notice is None or "转发" in notice["head"]:
        return title
    return _without_brackets(notice["inner"] or notice["draft"])


def issuing_head(title: str, reference: Reference) -> str | None:
    """What stands before 关于印发X的通知: the issuer; None where the title is of no such notice."""
    notice = _notice(reference.words["issuing_verbs"]).fullmatch(mended(_without_brackets(title)))
    return None if notice is None or "转发" in notice["head"] else notice["head"]


def normalise_title(title: str, reference: Reference) -> str:
    """The title as a key: signs, blanks and the issuer at the centre left out, what is issued instead of the notice.

    国务院关于印发质量发展纲要(2011-2020年)的通知 and 《国务院质量发展纲要(2011—2020年)》 have one key. Places stay.
    """
    key = inner_title(reference.normalise(title), reference).translate(_QUOTES)
    key = _YEARS.sub(r"\1-\2", key.lower()).replace("年)", ")")
    office = next(
        (office for office in _longest_first(reference.words["central_offices"]) if key.startswith(office)), ""
    )
    key = key.removeprefix(office) if len(key) - len(office) >= 4 else key
    return _FILLER.sub("", key.removeprefix("中华人民共和国")).removeprefix("关于")


def without_period(key: str) -> str:
    """The key without its years in brackets: 质量发展纲要 of 质量发展纲要(2011-2020)."""
    return _PERIOD.sub("", key)


def document_kind(title: str, reference: Reference) -> str:
    """plan, opinion, notice, law, standard or other, by the word that the title ends in."""
    words = reference.words
    bare = bare_title(title)
    if bare.endswith("法") and not bare.endswith(words["no_law_endings"]):
        return "law"
    kinds = ("law", "standard", "opinion", "notice", "plan")
    return next((kind for kind in kinds if bare.endswith(words[f"{kind}_kinds"])), "other")


def bare_title(title: str) -> str:
    """The title without brackets of years and state behind it: …规划 of …规划(2014-2020年)."""
    title = _TRAILER.sub("", title.strip("《》〈〉 "))
    return _TRAILER.sub("", re.sub(r"\([^()]*年[^()]*\)$", "", title)).rstrip('》〉”"')


def mended(title: str) -> str:
    """The title with the dash between two years that the page lost: (20112020年) gives (2011-2020年)."""
    return _DAMAGED_YEARS.sub(r"\1-\2年", title)


def _without_brackets(title: str) -> str:
    title = title.strip()
    for opening, closing in ("《》", "〈〉", "<>", "“”"):
        if title.startswith(opening) and title.find(closing) == len(title) - 1:
            return title[1:-1].strip()
    return title


@cache
def _longest_first(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(words, key=len, reverse=True))


@cache
def _notice(verbs: tuple[str, ...]) -> re.Pattern[str]:
    handed = rf"(?:{'|'.join(verbs)})(?P<inner>.{{4,}}?)的?"
    asked = r"(?:公开|再次)*征求(?P<draft>.{4,}?)(?:公开)?意见(?:建议)?的?"
    return re.compile(rf"(?P<head>.{{0,40}}?)(?:关于)?(?:{handed}|{asked})(?:通知|公告|函)")
