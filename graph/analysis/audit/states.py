"""One thing that is there already here and still to be made there: 已于2011年通过认定, 抓紧筹建."""

import re
from collections.abc import Iterator
from itertools import product

from graph.analysis.audit.audited import Audited
from graph.analysis.audit.finding import Finding, finding
from graph.analysis.audit.things import Thing, same_thing, things_of
from graph.model import Span

_REACHED = re.compile(
    r"(?:已|已经|业已|现已)[^,。;]{0,14}?"
    r"(?:成立|组建|建成|投用|投入使用|投入运营|运营|运行|通过|挂牌|完成|开通|设立|创建成功|获批|命名|开展)"
)
_TO_BE = re.compile(
    r"(?:抓紧|加快|加紧|尽快|尽早|争取|力争|着手|启动|积极|筹备|支持)[^,。;]{0,14}?"
    r"(?:成立|组建|筹建|建设|建成|通过|投用|投入|运营|开通|设立|创建|申报)|筹建"
)
_PART = re.compile(r"[一二三四]期|扩建|改造|提升|升级|新增|第[二三四]")  # more of a thing that is there
_NEAR = 8  # characters beside a thing that tell which part of it is meant


def states(audited: Audited) -> Iterator[Finding]:
    """Pairs of sentences on one thing, of which one says that it is reached and the other that it is to come."""
    reached: list[tuple[Thing, Span]] = []
    coming: list[tuple[Thing, Span]] = []
    for sentence, at in audited.sentences:
        told = coming if _TO_BE.search(sentence) else reached if _REACHED.search(sentence) else None
        if told is not None:
            span = audited.sentence_around(sentence, at)
            told += [(thing, span) for thing in things_of(sentence, at, audited.reference, _STATES)]
    seen: set[tuple[int, int]] = set()
    for (thing, span), (other, words) in product(reached, coming):
        pair = (span.start_char, words.start_char)
        if pair not in seen and _is_one(audited, thing, other):
            seen.add(pair)
            why = f"“{thing.name}”一处说已经建成或通过,另一处仍列为待办"
            yield finding("conflicting_status", "medium", (span, words), why)


_STATES = ("领导小组", "产业园", "示范县", "示范市", "示范城市", "联盟", "协会")  # beside the kinds of audit.yaml


def _is_one(audited: Audited, thing: Thing, other: Thing) -> bool:
    """The same thing, and the same stage of it, if one is told."""
    around = (audited.normal[max(one.start - _NEAR, 0) : one.end + _NEAR] for one in (thing, other))
    stages = [_PART.findall(words) for words in around]
    return same_thing(thing, other) and stages[0] == stages[1]
