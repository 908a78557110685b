"""Who issues a document, where several bodies stand in lines of their own: above its title or above its date."""

import re
from collections.abc import Iterator, Sequence

from graph.reference import Reference
from ingest.document import Passage

_NAME = re.compile(r"[\u4e00-\u9fff、()]{2,40}")
_TAIL = re.compile(r"(?:文件|(?:公告|通告|令)(?:20\d\d年)?第\d+号|公告|通告)$")
_TOGETHER = re.compile(
    r"(?<=[省市县区州盟旗]委)(?=(?!员会|办公)[\u4e00-\u9fff]{1,8}?(?:人民)?政府)|(?<=委员会)(?=[\u4e00-\u9fff]{1,8}?人民政府)|(?<=中央)(?=国务院)|(?<=办公厅)(?=国务院)|[、,]"
)
_OFFICES = ("办公厅", "办公室")  # 省 人 民 政 府 办 公 厅 is one body
_LONGEST_LINE = 160
_LONGEST_RUN = 20  # lines
_COMMITTEE = re.compile(r"(?:^中共|委$|委员会$|委办公[厅室]$)")
_GOVERNMENT = re.compile(r"(?:国务院|政府|行政公署|行署)(?:办公[厅室])?$")


def is_signer(text: str, reference: Reference) -> bool:
    """Whether a line is the name of a body; of those that sign only with others too: banks, societies, 网信办."""
    return text.endswith(_endings(reference)) and _NAME.fullmatch(text) is not None


def signers(line: Passage, reference: Reference) -> tuple[Passage, ...]:
    """The bodies that a line consists of, parted by blanks, with 文件 or 公告 behind the last; none if it says more."""
    if len(line.text) > _LONGEST_LINE:
        return ()
    tail = _TAIL.search(line.text)
    line = line.part(0, tail.start()) if tail else line
    if not line.text.endswith(_endings(reference)):
        return ()
    bodies = tuple(parted(line, reference))
    return bodies if all(is_signer(body.text, reference) for body in bodies) else ()


def _endings(reference: Reference) -> tuple[str, ...]:
    return reference.words["issuer_endings"] + reference.words["joint_endings"]


def run_of_signers(lines: Sequence[Passage], reference: Reference) -> int:
    """How many of the lines, from the first on, name bodies and nothing beside."""
    for count, line in enumerate(lines[:_LONGEST_RUN]):
        if not signers(line, reference):
            return count
    return min(len(lines), _LONGEST_RUN)


def letterhead(above: Sequence[Passage], reference: Reference) -> tuple[Passage, ...]:
    """The bodies in the lines right above a number or a title, in the order of the page."""
    run = run_of_signers(above[::-1], reference)
    return tuple(body for line in above[len(above) - run :] for body in signers(line, reference))


def parted(issuers: Passage, reference: Reference) -> Iterator[Passage]:
    """Joint issuers one by one: parted by 、, by a blank, or where 国务院 follows the party's centre."""
    text, start = issuers.text, 0
    cuts = {match.start(): match.end() for match in _TOGETHER.finditer(text)}
    gaps = [at for at in range(1, len(text)) if issuers.offsets[at] - issuers.offsets[at - 1] > 1]
    for at in gaps if len(gaps) * 2 < len(text) else ():  # else the characters are spaced out
        last = max((stop for stop in cuts.values() if stop <= at), default=0)
        if is_signer(text[last:at], reference) and not text.startswith(_OFFICES, at):
            cuts.setdefault(at, at)
    for stop, following in sorted(cuts.items()):
        if stop - start >= 2:
            yield issuers.part(start, stop)
            start = following
    yield issuers.part(start, len(text))


def main_issuer(names: Sequence[str]) -> str | None:
    """Who answers for a document of several: the first, with the government that issues as one with its party."""
    pair = len(names) == 2 and _COMMITTEE.search(names[0]) and _GOVERNMENT.search(names[1])
    return "、".join(names[: 2 if pair else 1]) or None
