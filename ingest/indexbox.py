"""The index box above a document on the page of an office: labels with a colon, and their values."""

import re
from functools import cache

from graph.reference import Reference
from ingest.document import Passage

_LISTS = ("number_labels", "written_labels", "issuer_labels", "title_labels", "other_labels")


def read_box(lines: tuple[Passage, ...], reference: Reference) -> dict[str, Passage]:
    """Label -> value: several labels to a line, a value behind its label or in the next line."""
    fields: dict[str, Passage] = {}
    pattern = label(reference)
    for index, line in enumerate(lines):
        if ":" not in line.text and "】" not in line.text:
            continue
        found = list(pattern.finditer(line.text))
        ends = [following.start() for following in found[1:]] + [len(line.text)]
        for name, end in zip(found, ends, strict=False):
            value = line.part(name.end(), end)
            below = lines[index + 1] if index + 1 < len(lines) and name is found[-1] else None
            if not value.text and below is not None and not pattern.search(below.text):
                value = below
            if value.text:
                fields.setdefault(name["a"] or name["b"], value)
    return fields


def label(reference: Reference) -> re.Pattern[str]:
    """A label of an index box or of page furniture: 发文字号: or 【发文字号】."""
    return _labels(tuple(word for name in _LISTS for word in reference.words[name]))


@cache
def _labels(labels: tuple[str, ...]) -> re.Pattern[str]:
    either = "|".join(sorted(labels, key=lambda word: (-len(word), word)))
    return re.compile(rf"【(?P<a>{either})】:?|(?P<b>{either}):")
