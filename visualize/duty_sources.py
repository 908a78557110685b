"""Which documents a Word file of duties rests on."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from graph.answers.matrix import Matrix, MatrixTask

_FEW: Final = 3  # documents that are named


def sources(matrix: Matrix, tasks: Iterable[MatrixTask], made: date | None) -> Iterator[str]:
    """Which documents these tasks are from: named where they are few; the day only where it is given."""
    documents = {task.document_id: task.document for task in tasks}
    numbers = numbers_of(matrix)
    if len(documents) <= _FEW:
        told = [
            f"《{name}》({numbers[each]})" if numbers.get(each) else f"《{name}》" for each, name in documents.items()
        ]
        if told:
            yield f"依据:{'、'.join(told)}"
    else:
        yield f"依据:{len(documents)} 份文件"
    if made:
        yield f"制表日期:{made.isoformat()}"


def numbers_of(matrix: Matrix) -> dict[str, str | None]:
    """The number of each document, by its id."""
    return {one.document_id: one.doc_number for one in matrix.documents}
