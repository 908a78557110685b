"""The types that OpenAPI shows: rows of queries as models, pages of them, each field with its Chinese name."""

from functools import cache
from typing import Any, get_type_hints

from pydantic import BaseModel, Field, create_model

from graph.analysis.comparison import ComparisonRow
from graph.answers.chain import Step
from graph.exports.table import columns_of, label_of
from graph.rows import DocumentRow, EdgeRow, IndicatorRow, LineageRow

_PERMANENT = "永久地址 · address of this fact's evidence: opens the document at the quote"
LINK = Field(None, description=_PERMANENT)


@cache
def model_of(row_type: type) -> type[BaseModel]:
    """The model of a type of row; a fact has besides the address of its evidence."""
    hints = get_type_hints(row_type)
    shown: dict[str, Any] = {name: (hints[name], Field(description=_described(name))) for name in columns_of(row_type)}
    if "key" in shown:
        shown["link"] = (str | None, LINK)
    name = row_type.__name__.removesuffix("Row")
    return create_model(name, __doc__=row_type.__doc__, **shown)


@cache
def page_of(row_type: type) -> type[BaseModel]:
    """The model of a page of a list."""
    model = model_of(row_type)
    following = Field(None, description="下一页的 cursor,没有则为 null · cursor of the next page, null on the last one")
    return create_model(
        f"{model.__name__}Page",
        __doc__=f"A page of a list. {row_type.__doc__}",
        items=(list[model], ...),  # type: ignore[valid-type]
        next=(str | None, following),
    )


def told(row: Any) -> dict[str, Any]:
    """A row as its model has it, for an answer with parts besides; lists give their rows as they are."""
    values = {name: getattr(row, name) for name in columns_of(row.__class__)}
    if "key" in values:
        values["link"] = f"/e/{values['key']}" if values["key"] else None
    return values


def _described(name: str) -> str:
    label = label_of(name)
    return _EVIDENCE.get(name) or (f"{label} · {name}" if label and label != name else name)


_EVIDENCE = {
    "key": "编号 · key of the relationship",
    "start_char": "原文起点 · offset of the quote in the decoded text, in code points",
    "end_char": "原文终点 · offset behind the quote",
    "quote": "原文 · the words that the fact rests on, exactly text[start_char:end_char]",
    "path": "条款 · headings above the quote",
    "source": "参考数据 · row of reference data, for a fact that no document states",
    "confidence": "把握 · 0 to 1",
}


def many(row_type: type) -> Any:
    """A list of rows, as a part of a model."""
    return (list[model_of(row_type)], ...)  # type: ignore[misc]


def model_with(row_type: type, **parts: Any) -> type[BaseModel]:
    """The model of a type of row with further parts."""
    model = model_of(row_type)
    return create_model(f"{model.__name__}Detail", __base__=model, **parts) if parts else model


class Health(BaseModel):
    """The server is well."""

    status: str


_SUBJECT = create_model("Subject", label=(str, ...), id=(str, ...), name=(str, ...))
_LINK = create_model(
    "ChainLink",
    __doc__="One task with the clauses above it (top first), who answers for it, and what derives from it elsewhere.",
    upstream=many(Step),
    task=(model_of(Step), ...),
    departments=many(Step),
    downstream=many(Step),
)
ChainModel = create_model(
    "Chain",
    __doc__="From the outline's clause over the documents between to the tasks and their departments.",
    subject=(_SUBJECT, ...),
    documents=many(LineageRow),
    links=(list[_LINK], ...),  # type: ignore[valid-type]
    total=(int, Field(description="任务总数 · tasks in all; more than links where the limit cut them")),
)
LineageModel = create_model(
    "Lineage",
    __doc__="A document, and the steps of its line of descent.",
    document=(model_of(DocumentRow), ...),
    items=many(LineageRow),
)
ComparisonModel = create_model(
    "Comparison",
    __doc__="An indicator, each local figure beside the upstream one, and those of others that stand beside its own.",
    indicator=(model_of(IndicatorRow), ...),
    items=many(ComparisonRow),
    near=many(ComparisonRow),
)
EdgeModel = create_model(
    "EdgeDetail",
    __base__=model_of(EdgeRow),
    doc_number=(str | None, None),
    quotation=(str | None, Field(None, description="可直接引用的引文 · 《题名》(文号)条款:“引文”")),
)
EdgesModel = create_model(
    "Edges",
    __doc__="Relationships; truncated where there are more than the limit.",
    items=many(EdgeRow),
    truncated=(bool, ...),
)


class TextModel(BaseModel):
    """A stretch of the decoded text of a document."""

    document_id: str
    document: str
    start_char: int
    end_char: int
    total_chars: int
    text: str


class SpanModel(BaseModel):
    """A stretch of the text."""

    start_char: int
    end_char: int
    quote: str


class WaitingModel(BaseModel):
    """A phrase that waits for a person, or that states nothing, with the reason."""

    evidence: SpanModel
    why: str


class ExtractorModel(BaseModel):
    """What one extractor saw and what became of it: seen = kept + rejected + waiting."""

    seen: int
    kept: int
    rejected: dict[str, int]
    waiting: list[WaitingModel]
    places: list[WaitingModel]


class ReportModel(BaseModel):
    """The account of the reading of one document."""

    document_id: str
    document: str
    extractors: dict[str, ExtractorModel]


class AccountModel(BaseModel):
    """What was read in one file, in numbers."""

    file: str
    title: str
    tasks: int
    duties: int
    targets: int
    waiting: int
    uncovered: int


class UploadedModel(BaseModel):
    """What became of one file."""

    file: str
    document_id: str | None
    document: str | None
    account: AccountModel | None
    problem: str | None
    remarks: list[str]


class UploadModel(BaseModel):
    """What became of each file."""

    files: list[UploadedModel]


class MatrixEdgeModel(BaseModel):
    """One edge behind a mark, with its place in the document."""

    key: str
    role: str
    mode: str | None
    scope: str | None
    open_list: bool | None
    quote: str | None = Field(description=_EVIDENCE["quote"])
    confidence: float | None
    mark: str
    document_id: str | None
    document: str | None
    path: list[str] = Field(description=_EVIDENCE["path"])
    start_char: int | None = Field(description=_EVIDENCE["start_char"])
    end_char: int | None = Field(description=_EVIDENCE["end_char"])
    link: str | None = Field(description=_PERMANENT)


class MatrixCellModel(BaseModel):
    """What one department has to do with one task."""

    mark: str = Field(description="● 牵头 leads, △ 按职责分工 by division of duties, ○ 配合 cooperates")
    edges: list[MatrixEdgeModel]


class MatrixTargetModel(BaseModel):
    """A figure that stands in the words of a task."""

    target_id: str
    target: str
    year: int | None
    quote: str | None = Field(description=_EVIDENCE["quote"])
    key: str
    link: str | None = Field(description=_PERMANENT)


class MatrixTaskModel(BaseModel):
    """A row of the matrix; cells by department."""

    task_id: str
    task: str
    label: str
    number: str | None
    path: list[str]
    item: str | None
    document_id: str
    document: str
    text: str | None
    deadline_text: str | None = Field(description="期限原文 · the deadline as the document words it")
    deadline: str | None = Field(description="期限 · the same as an ISO date")
    recurrence: str | None
    targets: list[MatrixTargetModel]
    cells: dict[str, MatrixCellModel]


class MatrixDepartmentModel(BaseModel):
    """A column of the matrix."""

    department_id: str
    department: str
    leads: int
    tasks: int


class MatrixDocumentModel(BaseModel):
    """A document that the matrix rests on."""

    document_id: str
    document: str
    doc_number: str | None
    issuer: str | None
    issue_date: str | None


class MatrixModel(BaseModel):
    """Tasks in the order of their documents, departments that lead most first."""

    departments: list[MatrixDepartmentModel]
    tasks: list[MatrixTaskModel]
    documents: list[MatrixDocumentModel]
