"""What is no plan though it speaks like one: news, laws, rules of a company, reports and minutes of meetings.

They tell what was done, or what holds for everybody; nobody is given a task in them, no figure in them is a target.
"""

import re
from collections.abc import Iterator
from itertools import islice

from graph.model import Mention
from ingest.document import Findings, SourceText
from ingest.passages import lines

GENRE = "genre"
_NO_PLAN = "{}: gives nobody a task and sets no target"
_FIRST_LINES = 8
_TITLES = range(8, 81)  # characters of a title, with blanks; 政策解读 is the menu of a site
_HEAD = 600  # characters: where a law says who passed it
_PASSED = re.compile(r"(?:人民代表大会|人大)[^。]{0,30}第?[^。]{0,12}会议[^。]{0,12}(?:通过|修正|修订|批准)")
_ORDER = re.compile(r"令第?\d+号$")
_ARTICLE = re.compile(r"^\s*第[一二三四五六七八九十百]{1,5}条", re.MULTILINE)
_FEW = 3  # articles; a plan has none
_REPORT = re.compile(
    r"(?:情况的?|工作|年度|调研|检查|专题|进展|执行情况的?)报告$|总结$|汇报$|综述$|讲话(?:稿|摘要|提纲)?$|致辞$|发言(?:稿|材料)?$"
    r"|答复(?:意见|函)?$|解读$|问答$|简报$|的复函$|倡议书?$"
)
_MINUTES = re.compile(r"纪要$")
_BYLINE = re.compile(
    r"本报(?:[\u4e00-\u9fff]{0,6}\d{1,2}月\d{1,2}日)?(?:讯|电)|新华社|[(【]\s?(?:本报|通讯员|特约)?(?:记者|通讯员)|\d{1,2}日[讯电]"
    r"|(?:本报|本网|特约)(?:记者|通讯员)|记者从[^。]{2,30}获悉"
)
_MEETING = re.compile(r"会议(?:指出|强调|要求|认为|听取|传达)|(?:出席|主持)(?:会议|座谈会|仪式|活动)|参加(?:会议|座谈)")
_MEETING_TITLE = re.compile(r"召开|举行|举办|调研|出席|座谈|走访|启动仪式|开展[^,。]{0,12}活动|圆满|成功")
_COMPANY_RULES = re.compile(r"(?:制度|办法|规定|规程|细则|手册|章程|守则|规范|规则)(?:\([^()]*\))?$")
_COMPANY = re.compile(r"[^关对于]{2,30}(?:公司|集团)")
_OWN_COMPANY = re.compile(r"(?:本|我)(?:公司|集团|厂|院|校|企业)|公司(?:各|内部|全体|总经理|董事会)")


def genre_of(source: SourceText, document: Mention) -> str:
    """Why the document is no plan: news, a law, rules of a company, a report, minutes of a meeting; "" if it may be."""
    title, told = document.name, document.attributes
    official = bool(told.get("doc_number")) or told.get("kind", "other") in ("plan", "opinion", "notice")
    if told.get("kind") == "law" or _is_law(source, str(told.get("doc_number", ""))):
        return "law"
    begin = [title, *_first_lines(source)] if not official else [title]
    if any(map(_MINUTES.search, begin)):
        return "minutes of a meeting"
    if any(map(_REPORT.search, begin)):
        return "report"
    if not told.get("doc_number") and _is_of_company(source, title):
        return "rules of a company"
    return "news" if not official and _is_news(source, title) else ""


def _first_lines(source: SourceText) -> Iterator[str]:
    """The lines that may be the title, without blanks."""
    found = islice(lines(source), _FIRST_LINES)
    return ("".join(source.normal[start:end].split()) for start, end in found if end - start in _TITLES)


def dismiss(findings: Findings, genre: str) -> Findings:
    """The same account with nothing kept: whatever was seen is rejected for the genre."""
    return findings.dismissed(_NO_PLAN.format(genre))


def no_plan(genre: str) -> Findings:
    """The account that says of the whole document what it is instead of a plan."""
    findings = Findings(GENRE)
    findings.see()
    findings.reject(_NO_PLAN.format(genre))
    return findings


def _is_law(source: SourceText, number: str) -> bool:
    if sum(1 for _ in islice(_ARTICLE.finditer(source.normal), _FEW)) < _FEW:
        return False
    return _PASSED.search("".join(source.normal[:_HEAD].split())) is not None or _ORDER.search(number) is not None


def _is_of_company(source: SourceText, title: str) -> bool:
    """Whether a company orders its own affairs: its name in the title, or 本公司 in the text of what reads as rules."""
    if not _COMPANY_RULES.search(title):
        return False
    return _COMPANY.match(title) is not None or sum(1 for _ in islice(_OWN_COMPANY.finditer(source.normal), 2)) > 1


def _is_news(source: SourceText, title: str) -> bool:
    if _BYLINE.search(source.normal):
        return True
    return _MEETING_TITLE.search(title) is not None and len(_MEETING.findall(source.normal)) > 1
