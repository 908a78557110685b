"""Which document a citation means: keys from number and title, joined where they are stated together."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from graph.model import content_id
from graph.places import leading_place
from graph.reference import Reference

Keys = frozenset[str]
Apart = frozenset[frozenset[str]]  # pairs of ids that people have called different

_NUMBER = re.compile(r"[〔\[【(]?((?:19|20)\d{2})[〕\]】)]?第?0*(\d{1,5})号?$")
_YEARS = re.compile(r"((?:19|20)\d{2})年?[-~至]?((?:19|20)\d{2})年?")  # a page may have lost the dash
_SIGNS = re.compile(r"[\s、,，。.;；:：()（）《》<>〈〉\[\]【】〔〕“”\"'‘’\-—―–－~～·的]+")
_NOTICE = re.compile(r"的?(?:通知|公告|函)$")
_OFFICE_ENDS = "府署会局厅部委院办室"


def number_key(number: str) -> str:
    """A document number as a key: 国发[2012]09 号 is 国发〔2012〕9号; standards without blanks, in capitals."""
    bare = re.sub(r"\s+", "", number).upper().replace("／", "/")
    if found := _NUMBER.search(bare):
        return f"number:{bare[: found.start()]}〔{found[1]}〕{found[2]}号"
    return f"number:{re.sub('[-—―–－]+', '-', bare)}"


@dataclass(frozen=True, slots=True)
class Title:
    """A title taken apart: the place it belongs to (None: not said, "": the whole country), the office, the words."""

    place: str | None
    office: str
    core: str

    @property
    def key(self) -> str:
        """What identifies a document of this title; a place that is not said counts as the whole country."""
        return f"title:{self.place or ''}:{self.office}{self.core}"


def title_key(title: str, qualifier: str, region: str | None, reference: Reference) -> str:
    """A title as a key: the place it belongs to, then its words without signs."""
    return parted(title, qualifier, region, reference).key


def parted(title: str, qualifier: str, region: str | None, reference: Reference) -> Title:
    """Take a title apart; 关于印发《X》的通知 gives X.

    The place is named in the title, by its issuer or by the qualifier before it (自治区《X》); words of level are read
    from the region of the document that cites. The office counts only where the title is 某局关于….
    """
    notice, core = _unwrapped(reference.normalise(title).replace(" ", ""), reference)
    issuer, core = _issuer(core)
    place, core = _placed(core, region, reference, "central_issuers")
    told = [_placed(words, region, reference) for words in (issuer, notice, reference.normalise(qualifier))]
    place = next((name for name in (place, *(name for name, _ in told)) if name is not None), None)
    offices = (told[0][1], told[2][1]) if core.startswith("关于") else ()
    office = next((known for rest in offices if (known := _office(rest, reference))), "")
    return Title(place, office, _squeezed(core.removeprefix("关于")))


def _unwrapped(title: str, reference: Reference) -> tuple[str, str]:
    """What is before 印发 and the title of what is issued; a notice that passes on a paper of others stays itself."""
    core = _inside(title.strip())
    found = ((at, verb) for verb in reference.words["issuing_verbs"] if (at := core.find(verb)) >= 0)
    at, verb = min(found, default=(len(core), ""))
    head, tail = core[:at], core[at + len(verb) :]
    bare = _NOTICE.sub("", tail)
    if bare == tail or "转发" in head or "批转" in head:
        return "", core
    inner = _inside(bare)
    if inner.startswith("《"):  # 印发《X》和《Y》的通知: no single title stands for it
        return "", core
    return head.removesuffix("关于"), inner


def _inside(title: str) -> str:
    """The title without the brackets around the whole of it."""
    for opening, closing in ("《》", "〈〉", "<>"):
        if title.startswith(opening) and title.find(closing) == len(title) - 1:
            return title[1:-1]
    return title


def _issuer(core: str) -> tuple[str, str]:
    """省质监局关于… gives the issuer and 关于…; what is before 关于 and no office stays part of the title."""
    at = core.find("关于")
    return (core[:at], core[at:]) if at > 0 and core[at - 1] in _OFFICE_ENDS else ("", core)


def _placed(text: str, region: str | None, reference: Reference, cut: str = "central_words") -> tuple[str | None, str]:
    """The full name of the place that the text begins with ("" for the whole country) and the rest.

    Of the words of the centre only those of the list `cut` come off: 国家 and 中国 are part of a title that begins so.
    """
    if central := next((word for word in reference.words["central_words"] if text.startswith(word)), ""):
        return "", text.removeprefix(central) if central in reference.words[cut] else text
    place, rest = leading_place(text, region, reference)
    return (None if place is None else "" if place.level == "country" else place.name), rest


def _office(rest: str, reference: Reference) -> str:
    """Which office of the place issues, by its function; "" where it speaks for the whole place."""
    bare = rest
    while shorter := next((word for word in reference.words["general_issuers"] if bare.startswith(word)), ""):
        bare = bare.removeprefix(shorter)
    if not bare:
        return ""
    known = reference.departments.match(rest)
    return known.function if known else _squeezed(rest)


def _squeezed(title: str) -> str:
    """The title without signs: blanks, dashes, brackets, quotes and 的 differ between printings."""
    return _SIGNS.sub("", _YEARS.sub(r"\1\2", title.replace(" ", ""))).upper()


@dataclass(frozen=True)
class _Joined:
    """What the keys were found to mean: an id for each key, the former ids of each id, what each of these is now."""

    ids: dict[str, str]
    former: dict[str, tuple[str, ...]]
    now: dict[str, str]


class Identity:
    """Keys stated together are one document: a union over all that was stated, whatever the order."""

    def __init__(self) -> None:
        self._heads: set[Keys] = set()
        self._cited: set[Keys] = set()
        self._same: tuple[tuple[str, str], ...] = ()
        self._apart: Apart = frozenset()
        self._result: _Joined | None = None

    def add(self, keys: Keys, head: bool = False) -> None:
        """These keys were stated together, in one citation or (head) by the document itself."""
        into = self._heads if head else self._cited
        if keys and keys not in into:
            into.add(keys)
            self._result = None

    def rule(self, same: tuple[tuple[str, str], ...], apart: Apart) -> None:
        """What people decided: of each pair of `same` the second is the first; no citation joins those of `apart`."""
        self._same, self._apart = same, apart
        self._result = None

    def id_of(self, keys: Keys) -> str:
        """The document that the keys mean, by the title before the number; unknown keys mean one of their own."""
        known = (self._joined.ids.get(key) for key in sorted(keys, reverse=True))
        return next(filter(None, known), None) or _id(keys)

    def former_ids(self, document_id: str) -> tuple[str, ...]:
        """The ids that a join removed: what the keys stated for the document would mean apart."""
        return self._joined.former.get(document_id, ())

    def now(self, document_id: str) -> str:
        """What a document is called now that had this id once; itself where nothing was joined."""
        return self._joined.now.get(document_id, document_id)

    @property
    def _joined(self) -> _Joined:
        if self._result is None:
            joined = _join(self._heads, self._cited, self._apart)
            self._result = _merged(joined, self._same, self._apart) if self._same else joined
        return self._result


def possible_ids(keys: Iterable[str]) -> tuple[str, ...]:
    """The ids that a document with some of these keys may have."""
    return tuple(_id((key,)) for key in sorted(keys))


def _join(heads: set[Keys], cited: set[Keys], apart: Apart) -> _Joined:
    """Union of the key sets that share a key, heads first.

    A citation never joins two documents that speak for themselves: a number misprinted in a third text would make one
    of them vanish. Sorted, so that the result does not hang on the order of reading.
    """
    union = _Union(apart)
    for keys in sorted(heads, key=sorted):
        union.join(keys)
    union.settle(key for keys in heads for key in keys)
    for keys in sorted(cited, key=sorted):
        union.join(keys)
    classes: defaultdict[str, set[str]] = defaultdict(set)
    alone: defaultdict[str, set[str]] = defaultdict(set)
    for key in union.parent:
        classes[union.root(key)].add(key)
    for keys in heads | cited:
        alone[union.root(max(keys))].add(_id(keys))
    ids = {name: _id(keys) for name, keys in classes.items()}
    former = {ids[name]: tuple(sorted(alone[name] - {ids[name]})) for name in sorted(classes)}
    now = {once: name for name, others in former.items() for once in others}
    return _Joined({key: ids[union.root(key)] for key in union.parent}, former, now | {name: name for name in former})


def _merged(joined: _Joined, same: Iterable[tuple[str, str]], apart: Apart) -> _Joined:
    """The second document of each pair is the first, whose id stays; a pair that nobody names any more does nothing."""
    members = {name: {name, *others} for name, others in joined.former.items()}
    now = dict(joined.now)
    for one, other in same:
        if one not in now or other not in now or now[one] == now[other]:
            continue
        kept, gone = now[one], now[other]
        if any(pair <= members[kept] | members[gone] for pair in apart):
            continue
        members[kept] |= members.pop(gone)
        now |= {each: kept for each in members[kept] if now.get(each) in (kept, gone)}
    former = {name: tuple(sorted(each - {name})) for name, each in members.items()}
    return _Joined({key: now[name] for key, name in joined.ids.items()}, former, now)


class _Union:
    """Disjoint sets of keys, some of them settled. Two settled ones are never joined, nor what people keep apart."""

    def __init__(self, apart: Apart = frozenset()) -> None:
        self.parent: dict[str, str] = {}
        self._settled: set[str] = set()
        self._apart = [pair for pair in apart if all(name.startswith("doc:") for name in pair)]
        self._names: dict[str, set[str]] = {}  # by root, the ids of the keys; only where some are kept apart

    def root(self, key: str) -> str:
        """The key that stands for the set."""
        while self.parent.setdefault(key, key) != key:
            self.parent[key] = key = self.parent[self.parent[key]]
        return key

    def join(self, keys: Keys) -> None:
        """Make one set of the sets of these keys, but for those that are settled apart; titles come before numbers."""
        first, *others = (self.root(key) for key in sorted(keys, reverse=True))
        for other in others:
            if first == other or (first in self._settled and other in self._settled) or self._are_apart(first, other):
                continue
            first, other = (other, first) if other in self._settled else (first, other)
            self.parent[other] = first
            if self._apart:
                self._names[first] = self._named(first) | self._named(other)

    def _are_apart(self, one: str, other: str) -> bool:
        if not self._apart:
            return False
        names = self._named(one) | self._named(other)
        return any(pair <= names for pair in self._apart)

    def _named(self, root: str) -> set[str]:
        return self._names.get(root) or {_id((root,))}

    def settle(self, keys: Iterable[str]) -> None:
        """These sets are documents of their own from now on."""
        self._settled = {self.root(key) for key in keys}


def _id(keys: Iterable[str]) -> str:
    """The id of a document with these keys: its number if there is exactly one, else its title, the smallest."""
    numbers = sorted(key for key in keys if key.startswith("number:"))
    titles = sorted(key for key in keys if key.startswith("title:"))
    [key, *_] = numbers if len(numbers) == 1 else titles or numbers
    return f"doc:{content_id(key)}"
