"""Whether a decision still has something to apply to, and if not, why: read only."""

import re
from functools import cached_property

from graph.decisions.corrections import duty_of
from graph.decisions.decision import PAIRS, Decision
from graph.decisions.rulings import Rulings, holds
from graph.errors import NotFound
from graph.identity import possible_ids
from graph.model import Reading
from graph.parameters import DocumentFilter, DocumentId, NodeId
from graph.project import statements_of
from graph.queries import DOCUMENT, DOCUMENTS, NODE
from graph.reference import Reference
from graph.rows import DocumentRow, NodeRow
from graph.store import GraphStore

_ALL = 10**9  # rows
_PATIENCE = 60.0  # seconds for a look at the whole store
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Applying:
    """Looks decisions up in a store; readings and what is decided are read once."""

    def __init__(self, store: GraphStore, reference: Reference) -> None:
        self._store = store
        self._reference = reference
        self._readings: dict[str, Reading] = {}

    def problem(self, decision: Decision) -> str:
        """Why the decision does nothing; "" where it does."""
        try:
            if decision.verdict in PAIRS:
                for name in decision.about:
                    self.node(name)
            elif decision.verdict == "correct":
                return self._lost_duty(decision)
            elif decision.verdict == "certified":
                return self._lost_text(decision)
        except NotFound as error:
            return str(error)
        return ""

    def node(self, node_id: str) -> NodeRow:
        """The node of this id, or the one that it was merged into; NotFound."""
        found = self._store.run(NODE, NodeId(node_id))
        if not found and node_id.startswith("doc:"):
            ids = (row.document_id for row in self._store.run(DOCUMENT, DocumentId(node_id)))
            found = [row for each in ids for row in self._store.run(NODE, NodeId(each))]
        elif not found:
            kept = self._store.run(NODE, NodeId(self._rulings.kept(node_id)))
            found = [row for row in kept if node_id in (row.properties.get("former_ids") or ())]
        if not found:
            raise NotFound(f"nothing in the graph has the id {node_id} · 图谱中没有 {node_id}")
        return found[0]

    def shown_text(self, name: str) -> DocumentRow:
        """The document of this id, or the one that shows the text of this sha256; NotFound where no text was read."""
        if _SHA256.fullmatch(name):
            row = self._shown.get(name)
            if row is None:
                raise NotFound(
                    f"no document shows the text {name[:12]}… any more: it was replaced, or never read · 原文已变"
                )
            return row
        found = self._store.run(DOCUMENT, DocumentId(name))
        if not found or not found[0].sha256:
            problem = "its text was not read in" if found else "no document has this id"
            raise NotFound(f"{name}: {problem} · 没有这份文件的原文")
        return found[0]

    def document(self, correction: Decision) -> tuple[DocumentRow, Reading]:
        """The document whose duty was corrected, as it is read now; NotFound."""
        keys = correction.told.get("keys")
        for name in (correction.about[0], *(possible_ids(keys) if isinstance(keys, tuple) else ())):
            found = self._store.run(DOCUMENT, DocumentId(name))
            if found and found[0].sha256:
                return found[0], self._reading(found[0].sha256)
        raise NotFound(f"the document {correction.about[0]} is not there any more · 文件已不在图谱中")

    def _lost_duty(self, correction: Decision) -> str:
        row, reading = self.document(correction)
        if duty_of(correction, statements_of(reading, self._reference), self._reference) is not None:
            return ""
        told = correction.told
        return f"《{row.document}》 does not state this duty of {told.get('was', '')} any more · 原文中已没有这条责任"

    def _lost_text(self, certificate: Decision) -> str:
        text, document = certificate.about[0], certificate.told.get("document")
        if text not in self._shown and document:
            signed = f"the one that {certificate.who} signed ({certificate.when[:10]})"
            return f"《{document}》 has another text now than {signed}: read it, sign again · 原文已变,请核对后重新签署"
        row = self.shown_text(text)
        if holds(certificate, self._reading(row.sha256 or "")):
            return ""
        return f"《{row.document}》 is read otherwise than when it was signed: sign it again · 读取结果已变,请重新签署"

    def _reading(self, sha256: str) -> Reading:
        if sha256 not in self._readings:
            self._readings[sha256] = self._store.reading(sha256)
        return self._readings[sha256]

    @cached_property
    def _rulings(self) -> Rulings:
        return Rulings.of(self._store.decisions())

    @cached_property
    def _shown(self) -> dict[str, DocumentRow]:
        rows = self._store.run(DOCUMENTS, DocumentFilter(ingested=True, limit=_ALL), _PATIENCE)
        return {row.sha256: row for row in rows if row.sha256}
