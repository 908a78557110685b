"""Lists of bodies in a duty phrase: parted into names, with the level or place restored that is said only once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ingest.bodies import BRACKET, Bodies

_OPEN = re.compile(
    r"[、,]?(?:等|(?:及其?|和|与|以及)(?:[省市县区州盟旗][级直属])?)?(?:国务院|其他|其它|各级|各|地方|中央|省级|市级|县级|区级|省直|市直|县直|区直)*(?:有关|相关)(?:[省市县区州盟旗][级直属]?)?"
    r"(?:职能|成员|主管|业务|责任)?(?:部门|单位|方面|机构|地方|地区)(?:单位)?$"
    r"|等(?:\d{1,2}|[一二三四五六七八九十]{1,2})?(?:多?个|家)?(?:成员|职能|责任)?(?P<as>单位|部门|地方|方面|机构|企业)?$"
)
_SCOPE = re.compile(r"\((?P<scope>[^()]{1,24}(?:方面|领域|部分|环节|工作|事项))\)$")
TOLD = re.compile(r"\((牵头|主办|配合|协办|参与)(?:单位)?\)")  # behind a name: 市甲局(牵头)
_LEAD_IN = re.compile(
    r"[:,、;\s]+|原(?=[省市县区州盟旗]|国家)|(?:具体|分别|主要|并|仍|统一)?(?:由|请|以(?!工代赈))|(?:另|其中|同时)[,、]?由?|(?:及|和|与|以及)(?=各|市|省|县|区|有关)"
)
_LONGEST_PIECE = 120  # characters; longer ones are prose
_SEPARATORS = "、,;/. "
_OFFICE_ENDS = "局委厅"
_OFFICE_SIGNS = "局委厅办部"
_CONJUNCTION = re.compile(r"以及|[和及与]")
# what goes on a group of governments: 各乡镇人民政府、街道办事处
_ARM = re.compile(
    r"(?:街道)?(?:办事处|街道办)|(?:各类)?(?:开发区|园区|功能区|高新区|新区)?管委会|(?:乡|镇|乡镇)(?:人民)?政府"
)
_OF_GOVERNMENTS = re.compile(r"[市县旗区州](?:\([^()]*\))?(?:人民)?政府")  # 各盟行政公署、市人民政府
_BANK_BRANCH = re.compile(r"(?:中国)?人民银行[\u4e00-\u9fff]{0,10}(?:分行|支行)")  # 人民银行和田分行
_PLACES_LISTED = ("州", "盟", "直管市", "地级市", "县级市")
_GOVERNMENT = ("政府", "人民政府", "管委会")
_NOBODY = re.compile(r"(?:各级|各地)?各?(?:各?有关|各?相关)?(?:部门|单位)")  # 各部门: nobody in particular
_ONE_GOVERNMENT = re.compile(r"(?:省|自治区)(?:人民)?政府")
_PLACE_ENDS = ("市", "县", "区", "旗", "镇", "乡", "开发区", "新区", "高新区", "园区")
_LEVEL_ONLY = re.compile(r"(?:[省市县区州盟旗]|中央|国家|地方)(?:[级直属]|各级)")
_GOVERNMENTS = re.compile(r"政府|管委会|区县|县区|旗县|市州|州市|各[省市县区州盟旗](?:$|[(、])")


@dataclass(frozen=True, slots=True)
class Name:
    """A body of a list: where its name stands, and the name with its prefix restored."""

    name: str
    start: int
    end: int
    kind: str = ""  # group, other, or "" for an office
    known: bool = True  # in the gazetteer, or a group
    scope: str = ""  # 甲方面 of 市甲局(甲方面)
    rank: int = 0  # which comma-separated rank of the list it stands in
    role: str = ""  # lead or help, where a bracket says so: 市甲局(牵头)

    @property
    def governments(self) -> bool:
        """A group of governments below: 各县(市、区)人民政府."""
        return self.kind == "group" and bool(_GOVERNMENTS.search(self.name))


@dataclass(frozen=True, slots=True)
class NameList:
    """The bodies of one list; unread holds pieces that are no name; prefix carries over to the next list.

    open_list: 等, 有关部门 or companies in general stand in it too.
    """

    names: tuple[Name, ...]
    open_list: bool
    unread: tuple[str, ...]
    prefix: str


def split_names(text: str, start: int, end: int, bodies: Bodies, prefix: str = "") -> NameList:
    """Part text[start:end] into bodies: 盟住建局、水务局 gives 盟住建局, 盟水务局; 等有关部门 opens the list."""
    start, end = _trimmed(text, start, end)
    opened = _OPEN.search(text, start, end)
    if opened and _LEVEL_ONLY.fullmatch(re.split(r"[、,]", text[start : opened.start()])[-1]):
        opened = None  # 盟直相关部门 is the group of one level, no open end of a list
    if opened:
        end = opened.start()
    names: list[Name] = []
    unread: list[str] = []
    general = False
    governments = _shared_end(text, start, end)
    as_offices = bool(opened and opened["as"] == "部门")
    for first, last, rank in _pieces(text, start, end, bodies, as_offices):
        listed = governments and text[first:last].endswith(_PLACE_ENDS)  # 开发区、西咸新区管委会
        if (bodies.is_general(text[first:last]) or _NOBODY.fullmatch(text, first, last)) and not listed:
            general = True
            continue
        within = _OPEN.search(text, first, last)  # 市林业局等有关部门、市财政局
        if within and bodies.known(text[first : within.start()]):
            general, last = True, within.start()
        name = _name(text, first, last, rank, bodies, prefix, as_offices)
        if listed and (name is None or bodies.is_general(text[first:last])):
            name = Name(text[first:last] + governments, first, last, rank=rank)
        if name is None:
            unread.append(text[first:last])
            continue
        names.append(name)
        prefix = ("" if name.kind else bodies.prefix(BRACKET.sub("", name.name))) or prefix
    return NameList(tuple(names), opened is not None or general, tuple(unread), prefix)


def _shared_end(text: str, start: int, end: int) -> str:
    """人民政府 of 剑川县、鹤庆县人民政府: said once, for both."""
    last = re.split(r"[、,]", text[start:end])[-1]
    return next((word for word in ("人民政府", "政府", "管委会") if last.endswith(word) and len(last) > len(word)), "")


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (lead := _LEAD_IN.match(text, start, end)):
        start = lead.end()
    while end > start and text[end - 1] in "、,;: 。":
        end -= 1
    return start, end


def _pieces(text: str, start: int, end: int, bodies: Bodies, as_offices: bool) -> Iterator[tuple[int, int, int]]:
    """The stretches between separators outside brackets; those of one group stay together (各市、县(市、区)政府)."""
    held: tuple[int, int, int] | None = None
    for first, last, rank in _parts(text, start, end, bodies):
        if held is not None:
            if _continues_group(text[held[0] : held[1]], text[first:last], bodies):
                held = (held[0], last, held[2])
                continue
            yield from _conjoined(text, *held, bodies, as_offices)
        held = (first, last, rank)
    if held is not None:
        yield from _conjoined(text, *held, bodies, as_offices)


def _parts(text: str, start: int, end: int, bodies: Bodies) -> Iterator[tuple[int, int, int]]:
    depth, first, rank = 0, start, 0
    for at in range(start, end + 1):
        sign = text[at] if at < end else "、"
        depth += (sign in "([〔") - (sign in ")]〕")
        parted = sign in _SEPARATORS or (sign in "和及与" and _parts_offices(text, at, end, bodies))
        if at < end and (depth > 0 or not parted):
            continue
        if at > first:
            yield first, at, rank
        first = at + 1
        rank += sign in ",;"


def _parts_offices(text: str, at: int, end: int, bodies: Bodies) -> bool:
    """和 behind the last word of a body and before a known office: 各区人民政府和市住建局."""
    following = re.split(r"[、,;(]", text[at + 1 : min(end, at + 40)], maxsplit=1)[0]
    return text[at - 1] in "府会局委办厅部门位构" and bodies.known(following) and not bodies.bare(following)


def _continues_group(group: str, piece: str, bodies: Bodies) -> bool:
    """各市 and 县(市、区)政府 are one group: the first part names places, no body."""
    if not group.startswith(bodies.group_starts) or piece.startswith(bodies.group_starts):
        return False
    if group.endswith("政府") and _ARM.fullmatch(piece):
        return True
    if group.endswith("公署") and _OF_GOVERNMENTS.fullmatch(piece):
        return True
    if group.endswith("党委") and piece in _GOVERNMENT:
        return True
    last = BRACKET.sub("", re.split(r"[、,]", group)[-1]).removeprefix("各")
    if not last.endswith(bodies.place_suffixes) or len(last) > 4:
        return False
    ends = ("政府", "管委会", "部门", "单位", "机构", *bodies.place_suffixes)
    bare = BRACKET.sub("", piece)
    listed = group.endswith(_PLACES_LISTED) and bare.endswith("政府")  # 各市、州、神农架林区政府
    placed = bodies.place(piece) and not listed
    return bare.endswith(ends) and not placed and not _ONE_GOVERNMENT.fullmatch(bare)


def _conjoined(
    text: str, first: int, last: int, rank: int, bodies: Bodies, as_offices: bool
) -> Iterator[tuple[int, int, int]]:
    """Parts at 和, 及, 与 where a body stands on both sides: never within 人力资源和社会保障局."""
    piece = text[first:last]
    if len(piece) > _LONGEST_PIECE or (as_offices and bodies.stem(piece)) or _BANK_BRANCH.fullmatch(piece):
        yield first, last, rank
        return
    known = [(first + start, first + end) for start, end in bodies.reference.departments.find(text[first:last])]
    places = {first + start for start, _, _ in bodies.reference.regions.find(text[first:last])}
    for match in _CONJUNCTION.finditer(text, first + 1, last - 1):
        at = match.start()
        within_bracket = text.count("(", first, at) > text.count(")", first, at)
        if within_bracket or any(start < at < end for start, end in known):
            continue
        sides = (text[first:at], text[match.end() : last])
        if sides[1] in _GOVERNMENT and bodies.begins_group(sides[0]):  # 各县党委和政府
            continue
        if at in places and not bodies.known(sides[1]):  # 人民银行和田地区分行: the place begins with 和
            continue
        if all(bodies.is_body(side) or (as_offices and bodies.stem(side)) for side in sides):
            yield first, at, rank
            yield from _conjoined(text, match.end(), last, rank, bodies, as_offices)
            return
    yield from ((start, end, rank) for start, end in _tiles(text, first, last, known, bodies))


def _tiles(text: str, first: int, last: int, known: list[tuple[int, int]], bodies: Bodies) -> list[tuple[int, int]]:
    """Offices written without a sign between them (the lines of a cell): 市教育局市公安局 is two."""
    if (
        len(known) < 2
        or known[-1][1] != last
        or bodies.known(text[first:last])
        or bodies.begins_group(text[first:last])
    ):
        return [(first, last)]
    edges = [first, *(end for _, end in known)]
    pieces = list(pairwise(edges))
    known_each = all(bodies.known(text[start:end]) for start, end in pieces)
    placed = all(not bodies.bare(text[start:end]) for start, end in pieces)
    offices = all(text[end - 1] in _OFFICE_ENDS for _, end in pieces) and text[pieces[0][1] - 2] != "总"
    offices = offices and all(bodies.bare(text[start:end]) for start, end in pieces[1:])
    return pieces if known_each and (placed or offices) else [(first, last)]


def _is_two(name: str, bodies: Bodies) -> bool:
    """Whether an unknown name is two offices that lost the sign between them: 信访办民间组织管理局."""
    if bodies.known(name) or name[-1:] not in _OFFICE_SIGNS or name.startswith("国家"):  # 国家税务总局某市税务局
        return False
    cuts = (at for at in range(3, len(name) - 2) if name[at - 1] in _OFFICE_SIGNS and bodies.known(name[at:]))
    return any(bodies.kind(name[:at]) is not None for at in cuts)


def _name(text: str, first: int, last: int, rank: int, bodies: Bodies, prefix: str, as_offices: bool) -> Name | None:
    """The name of one piece; None where it is no name of a body."""
    piece, scope, role = text[first:last], "", ""
    if piece.count("(") != piece.count(")"):
        return None
    if (told := TOLD.search(piece)) and told.end() == len(piece):
        role = "lead" if told[1] in ("牵头", "主办") else "help"
        piece, last = piece[: told.start()], first + told.start()
    if scoped := _SCOPE.search(piece):
        scope, piece, last = scoped["scope"], piece[: scoped.start()], first + scoped.start()
    bare = BRACKET.sub("", piece)
    if bodies.begins_group(piece) and not (as_offices and bodies.stem(bare)):
        return Name(piece, first, last, "group", True, scope, rank, role) if bodies.is_group(piece) else None
    if as_offices and not bodies.known(bare) and bodies.stem(bare):
        bare = piece = bare + "部门"
    kind = bodies.kind(bare)
    if kind is None or _is_two(bare, bodies):
        return None
    restored = prefix + piece if prefix and bodies.lacks_prefix(bare) else piece
    return Name(restored, first, last, kind, bodies.known(bare), scope, rank, role)
