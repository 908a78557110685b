"""The parameters that routes share: their types, and what they mean in Chinese and English."""

from contextlib import suppress
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Depends, Path, Query
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

Level = Literal["country", "province", "prefecture", "county"]
Role = Literal["LEADS", "COOPERATES"]
Label = Literal["Region", "Department", "Document", "Task", "Indicator", "Target", "Project", "Award"]
Relation = Literal[
    "ISSUED_BY", "GOVERNS", "DERIVES_FROM", "CITES", "HAS_TASK", "SETS", "PLANS", "NAMES", "MENTIONS", "PART_OF",
    "MEASURES", "COMPARABLE_TO", "BELONGS_TO", "GRANTED_BY", "LEADS", "COOPERATES", "SUCCEEDED_BY",
]  # fmt: skip
DepartmentKind = Literal["agency", "office", "government", "party", "leading_group", "group", "other"]
DocumentKind = Literal["plan", "opinion", "notice", "law", "standard", "other"]
TaskKind = Literal["item", "measure"]
TargetStatus = Literal["target", "observation"]
Direction = Literal["up", "down"]
State = Literal["certified", "corrected"]
Upstream = Literal["country", "province", "prefecture"]
Verdict = Literal["above", "equal", "below", "different_year", "no_counterpart"]

_LONGEST = 300  # characters of an id


def real_day(day: str | None) -> str | None:
    """The day, if the calendar has it and it is written so."""
    with suppress(ValueError):
        if day is None or date.fromisoformat(day).isoformat() == day:
            return day
    raise PydanticCustomError("date", "Input should be a real date such as 2015-12-31")


Id = Annotated[str, Path(min_length=1, max_length=_LONGEST, description="编号 · id")]
Key = Annotated[
    str, Path(min_length=1, max_length=64, pattern="^[0-9a-zA-Z_-]+$", description="关系编号 · key of an edge")
]
AnyId = Annotated[str, Query(min_length=1, max_length=_LONGEST, description="编号 · id")]
OfDocument = Annotated[
    str | None, Query(min_length=1, max_length=_LONGEST, description="只看这份文件 · id of a document")
]
OfRegion = Annotated[str | None, Query(min_length=1, max_length=_LONGEST, description="只看这个地区 · id of a region")]
OfDepartment = Annotated[
    str | None, Query(min_length=1, max_length=_LONGEST, description="只看这个部门 · id of a department")
]
OfLevel = Annotated[
    Level | None, Query(description="文件所属地区的层级 · level of the region that the document governs")
]
OfYear = Annotated[
    int | None, Query(ge=1900, le=2100, description="文件印发年份 · year in which the document was issued")
]
OfFigureYear = Annotated[int | None, Query(ge=1900, le=2100, description="指标年份 · year that the figure is set for")]
OfRole = Annotated[Role | None, Query(description="LEADS 牵头、负责; COOPERATES 配合、参与")]
Words = Annotated[
    str, Query(min_length=1, max_length=100, description="要找的字,可用空格分开 · words, apart by blanks")
]
AsOf = Annotated[
    str | None,
    Query(
        json_schema_extra={"format": "date"},
        description="当日有效的文件;没有日期的文件也列出 · documents in force on this date, or without dates",
    ),
    AfterValidator(real_day),
]
OnDay = Annotated[
    str | None,
    Query(json_schema_extra={"format": "date"}, description="当日的机构名称 · what the office is called on this date"),
    AfterValidator(real_day),
]
LedgerDay = Annotated[
    str | None,
    Query(
        json_schema_extra={"format": "date"},
        description="台账日期,默认今天 · the day as of which deadlines are told, today unless told",
    ),
    AfterValidator(real_day),
]


OfState = Annotated[
    State | None, Query(description="certified 已签署, corrected 已更正 · only what a person has reviewed")
]


async def in_documents(
    document: OfDocument = None,
    region: OfRegion = None,
    level: OfLevel = None,
    year: OfYear = None,
    state: OfState = None,
) -> dict[str, Any]:
    """What many lists are narrowed by: one document, the documents of a region, a level, a year of issue; a review."""
    return {"document_id": document, "region_id": region, "level": level, "year": year, "state": state}


async def of_figures(
    document: OfDocument = None,
    region: OfRegion = None,
    level: OfLevel = None,
    year: OfFigureYear = None,
    state: OfState = None,
) -> dict[str, Any]:
    """The same for lists of figures, whose year is the one that they are set for."""
    return await in_documents(document, region, level, year, state)


InDocuments = Annotated[dict[str, Any], Depends(in_documents)]
OfFigures = Annotated[dict[str, Any], Depends(of_figures)]
