"""Projects: the rows of tables that list what is to be built or carried out, and the bodies that do it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.model import Attributes, Mention, Statement
from graph.reference import Reference
from ingest.bodies import Bodies, bodies_of
from ingest.document import Clause, Findings, ParsedDocument, Passage, Row, Table
from ingest.names import NameList, split_names

EXTRACTOR = "project/1"
_LONGEST_NAME = 80
_SERIAL = re.compile(r"\d{1,3}[.、]\s?(?=\D)")


@dataclass(frozen=True)
class _Columns:
    """Which columns of a table hold the projects' names, who leads them, who helps."""

    name: int
    builders: tuple[int, ...]
    leading: tuple[int, ...]  # of the builders, those under 牵头单位
    helpers: tuple[int, ...]


def extract(document: ParsedDocument, reference: Reference) -> Findings:
    """Each row of a table of projects is one, its building bodies lead it; running text is left alone."""
    findings, bodies = Findings(EXTRACTOR), bodies_of(reference)
    for clause in document.clauses:
        columns = _columns(clause.table, reference) if clause.table else None
        if clause.table is None or columns is None:
            continue
        for number, row in enumerate(clause.table.rows, 1):
            name = _name(row, columns.name)
            findings.see()
            if not name.text or name.text in reference.words["total_rows"]:
                findings.reject("a row without a project")
            elif len(name.text) > _LONGEST_NAME:
                findings.wait(name.span(), "too long for the name of a project")
            else:
                _read(findings, document.document, (clause, row, number), name, columns, bodies)
    return findings


def _name(row: Row, column: int) -> Passage:
    """The name in its cell, without a serial number before it."""
    cell = row.cells[column]
    serial = _SERIAL.match(cell.text)
    return cell.part(serial.end()) if serial else cell


def _columns(table: Table, reference: Reference) -> _Columns | None:
    """The columns by their headers; a header that the page lost is the name's where the caption speaks of projects."""
    words = reference.words
    heads = [column.replace(" ", "").split("(")[0] for column in table.columns]
    builders = tuple(at for at, head in enumerate(heads) if head in words["builder_columns"])
    helpers = tuple(at for at, head in enumerate(heads) if head in words["helper_columns"])
    told = builders or any(head in words["project_facts"] for head in heads)
    if any(head in words["no_project_columns"] for head in heads) or not told:
        return None
    captioned = any(word in table.caption for word in words["project_captions"])
    name = next((at for at, head in enumerate(heads) if head in words["project_columns"]), None)
    loose = name is not None and heads[name] in words["loose_project_columns"]
    if loose and not (captioned or _says_more(heads, reference)):
        return None
    if name is None and captioned:
        name = next((at for at, head in enumerate(heads) if head in ("", "名称", "内容")), None)
    leading = tuple(at for at in builders if "牵头" in heads[at])
    return _Columns(name, builders, leading, helpers) if name is not None else None


def _says_more(heads: list[str], reference: Reference) -> bool:
    return any(head in reference.words["project_facts"] for head in heads)


def _read(
    findings: Findings,
    document: Mention,
    place: tuple[Clause, Row, int],
    name: Passage,
    columns: _Columns,
    bodies: Bodies,
) -> None:
    """One row: the project, and LEADS or COOPERATES for each body; what is no name of a body waits."""
    clause, row, number = place
    path = (*clause.path, *((row.section,) if row.section else ()))
    where: Attributes = {"path": path, "row": number}
    text = " ".join(cell.text for cell in row.cells if cell.text)
    project = Mention("Project", name.text, name.span(), {"path": path, "text": text})
    statements = [Statement(document, "PLANS", project, name.span(), EXTRACTOR, 1.0, where)]
    roles = [("LEADS", at) for at in columns.builders] + [("COOPERATES", at) for at in columns.helpers]
    for relation, at in roles:
        cell = row.cells[at]
        named = split_names(cell.text, 0, len(cell.text), bodies)
        statements += _bodies(project, relation, cell, named, at in columns.leading, where)
        for piece in named.unread:
            begin = cell.text.find(piece)
            findings.see()
            findings.wait(cell.span(begin, begin + len(piece)), "no name of a body in the column of who builds")
    findings.keep(*statements)


def _bodies(
    project: Mention, relation: str, cell: Passage, named: NameList, leading: bool, where: Attributes
) -> Iterator[Statement]:
    """The bodies of a cell: one alone is sole, several share; helpers cooperate."""
    alone = "sole" if len(named.names) == 1 else "shared"
    mode = "cooperate" if relation == "COOPERATES" else "lead" if leading else alone
    attributes = {**where, "mode": mode, **({"open_list": True} if named.open_list else {})}
    for name in named.names:
        told = {"kind": name.kind} if name.kind else {}
        department = Mention("Department", name.name, cell.span(name.start, name.end), told)
        yield Statement(department, relation, project, cell.span(), EXTRACTOR, 1.0 if name.known else 0.9, attributes)
