"""Web pages: the article, its index box and its tables; menus, related links, hidden blocks and scripts left out."""

from pathlib import Path

from graph.errors import SourceError
from graph.reference import load_reference
from ingest.readers.composed import Composed, Composer
from ingest.readers.html.article import article
from ingest.readers.html.blocks import blocks_of
from ingest.readers.html.tree import tree_of


def read_html(path: Path, data: bytes) -> Composed:
    """The text of a page: index box, title, article, one line for each block.

    Raises SourceError: no encoding fits, no text in it, a table beyond all measure.
    """
    encoding, page = tree_of(path, data)
    composer = Composer(encoding, path)
    for block in article(page, blocks_of(path, page), load_reference()):
        if block.rows is None:
            composer.line(block.text)
        else:
            composer.table(block.rows)
    composed = composer.composed()
    if not composed.text.strip():
        raise SourceError(f"{path}: the page holds no text, perhaps a script fetches it; save it from the browser.")
    return composed
