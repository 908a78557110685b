"""A document and its Reading, as routes and pages need them."""

from api.deps import answer, ask
from api.missing import the_one
from api.problems import Problem
from graph.errors import NotFound
from graph.model import Reading
from graph.parameters import DocumentId
from graph.queries import DOCUMENT
from graph.rows import DocumentRow
from graph.store import GraphStore


async def document_of(store: GraphStore, document_id: str) -> DocumentRow:
    """The document with this id, also a former one; a Problem where there is none."""
    return await the_one(store, await ask(store, DOCUMENT, DocumentId(document_id)), "Document", document_id)


async def reading_of(store: GraphStore, row: DocumentRow) -> Reading:
    """What was read in the document; a Problem where it is only cited, so that its words are not here."""
    if not row.sha256:
        raise Problem(
            404,
            f"《{row.document}》只被其他文件引用,原文尚未读入。",
            f"{row.document} is only cited so far: its text has not been read in.",
        )
    try:
        return await answer(store.reading, row.sha256)
    except NotFound as error:
        raise Problem(
            503,
            f"图谱文件夹中缺少《{row.document}》的原文:请运行 zhitu ingest 重新读入 {row.source}。",
            f"What was read in {row.document} is gone from the store: read {row.source} again with zhitu ingest.",
        ) from error
