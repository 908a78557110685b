"""The reading for spaCy's users: nlp(text) with every mention in doc.spans, so that displaCy can show it."""

import hashlib
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans, registry

from graph.reference import load_reference
from ingest.document import SourceText
from ingest.pipeline import read_source

_ENTITIES = ("Award", "Department", "Indicator", "Project", "Region")  # names; Task and Target are stretches of text


class CharacterTokenizer:
    """One token for each character, so that token i starts at offset i; the default tokenizer folds blanks."""

    def __init__(self, vocab: Any) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The text as characters."""
        return Doc(self.vocab, words=list(text), spaces=[False] * len(text))

    def to_bytes(self, **_: Any) -> bytes:
        """Nothing to keep."""
        return b""

    def from_bytes(self, _data: bytes, **_: Any) -> "CharacterTokenizer":
        """Nothing to read."""
        return self

    def to_disk(self, _path: str | Path, **_: Any) -> None:
        """Nothing to keep."""

    def from_disk(self, _path: str | Path, **_: Any) -> "CharacterTokenizer":
        """Nothing to read."""
        return self


@registry.tokenizers("zhitu.characters.v1")  # type: ignore[untyped-decorator]
def _make_tokenizer() -> Any:
    return lambda nlp: CharacterTokenizer(nlp.vocab)


@Language.component("zhitu")
def _read(doc: Doc) -> Doc:
    text = doc.text
    reference = load_reference()
    digest = hashlib.sha256(text.encode()).hexdigest()
    reading = read_source(SourceText(digest, "", "", text, reference.normalise(text)), reference)
    spans: dict[str, list[Any]] = {}
    for statement in reading.statements:
        for mention in (statement.subject, statement.object):
            start, end = mention.evidence.start_char, mention.evidence.end_char
            if end > start:
                spans.setdefault(mention.kind, []).append(Span(doc, start, end, label=mention.kind))
    for kind, found in sorted(spans.items()):
        unique = {(span.start, span.end): span for span in found}
        doc.spans[kind] = [unique[place] for place in sorted(unique)]
    doc.ents = filter_spans([span for kind in _ENTITIES for span in doc.spans.get(kind, ())])
    return doc


def blank_pipeline() -> Language:
    """spacy.blank("zh") with one token a character and the reading as its one component: doc.spans[kind]."""
    config = {"nlp": {"tokenizer": {"@tokenizers": "zhitu.characters.v1"}}}
    nlp = spacy.blank("zh", config=config)
    nlp.add_pipe("zhitu")
    return nlp
