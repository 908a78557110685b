"""The graph as objects for notebooks, by py2neo's object mapping: for reading, from a Neo4j server.

Alone in importing py2neo, which is not maintained any more: docs/notebooks.md says when to use something else. Each
label of seeds/schema.yaml is a class, each relationship type an attribute at both of its ends: a test holds them to it.
"""

from collections.abc import Iterator
from typing import Any

from graph.engines.neo4j_address import SCHEMES, address_of, is_neo4j, shown
from graph.errors import ParameterError, StoreError, ZhituError
from graph.schema import load_schema
from graph.settings import NOBODY, Login

try:
    from py2neo import Graph
    from py2neo.errors import ConnectionUnavailable, Neo4jError, ServiceUnavailable
    from py2neo.ogm import Model, Property, Related, RelatedFrom, RelatedObjects, RelatedTo, Repository
except ImportError as error:
    raise ZhituError("graph.objects needs py2neo: pip install zhitu[py2neo] · 缺少 py2neo") from error


class Statements(RelatedObjects):  # type: ignore[misc]
    """The objects at the other end of one type of relationship, each as its own class.

    py2neo's own set wraps all of them as one class and keeps one of parallel relationships: here triples() gives every
    statement, in the order of its text, and the objects are listed once.
    """

    def __init__(self, subject: Any, direction: int, relationship_type: str) -> None:
        super().__init__(subject, subject.__node__, direction, relationship_type, Thing)
        self._pattern = f"-[r:{relationship_type}]->" if direction > 0 else f"<-[r:{relationship_type}]-"

    def __iter__(self) -> Iterator[Any]:
        return iter({thing.id: thing for thing, _ in self._related_objects}.values())

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __db_pull__(self, transaction: Any) -> None:
        text = f"MATCH (a:{self.subject.__primarylabel__} {{id: $id}}){self._pattern}(b) RETURN r, b"
        order = "ORDER BY r.document_id, r.start_char, b.id, r.key"
        found = transaction.run(f"{text} {order}", id=self.subject.id)
        allowed = load_schema().relationships[self.relationship_type].properties  # the store keeps notes of its own too
        self._related_objects[:] = [
            (Thing.wrap(other), {name: value for name, value in stated.items() if name in allowed})
            for stated, other in found
        ]


class _Stated(Related):  # type: ignore[misc]
    """An attribute that is the Statements of one object; read from the server when first looked at."""

    def __init__(self, relationship_type: str) -> None:
        super().__init__(Thing, relationship_type)

    def __get__(self, instance: Any, owner: type) -> Any:
        if instance is None:
            return self
        known = instance.__ogm__._related
        key = (self.direction, self.relationship_type)
        if key not in known:
            known[key] = Statements(instance, *key)
        return known[key]


class To(_Stated, RelatedTo):  # type: ignore[misc]
    """Relationships that lead from the object."""


class From(_Stated, RelatedFrom):  # type: ignore[misc]
    """Relationships that lead to the object."""


class Thing(Model):  # type: ignore[misc]
    """A node of the graph. What a property does not say is None; objects are for reading."""

    __primarykey__ = "id"
    id = Property()
    name = Property()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"

    @classmethod
    def wrap(cls, node: Any) -> Any:
        """The node as an object of its label's class."""
        if node is None:
            return None
        of_label = next((CLASSES[label] for label in node.labels if label in CLASSES), cls)
        return super(Thing, of_label).wrap(node)

    def _refuse(self, *_: object) -> None:
        raise StoreError("these objects are for reading: documents come into the graph by `zhitu ingest` · 只供读取")

    __db_create__ = __db_merge__ = __db_push__ = __db_delete__ = _refuse


class Region(Thing):
    """地区."""

    level = Property()
    adcode = Property()
    aliases = Property()
    valid_from = Property()
    valid_to = Property()

    part_of = To("PART_OF")
    parts = From("PART_OF")
    departments = From("BELONGS_TO")
    governed_by = From("GOVERNS")
    grants = From("GRANTED_BY")
    mentioned_by = From("MENTIONS")


class Department(Thing):
    """责任单位."""

    aliases = Property()
    former_ids = Property()
    level = Property()
    function = Property()
    kind = Property()
    valid_from = Property()
    valid_to = Property()

    leads = To("LEADS")
    cooperates = To("COOPERATES")
    belongs_to = To("BELONGS_TO")
    succeeded_by = To("SUCCEEDED_BY")
    succeeds = From("SUCCEEDED_BY")
    issues = From("ISSUED_BY")
    grants = From("GRANTED_BY")
    mentioned_by = From("MENTIONS")


class Document(Thing):
    """政策文件."""

    doc_number = Property()
    issuer = Property()
    issue_date = Property()
    period_start = Property()
    period_end = Property()
    kind = Property()
    sha256 = Property()
    source = Property()
    ingested = Property()
    former_ids = Property()

    issued_by = To("ISSUED_BY")
    governs = To("GOVERNS")
    derives_from = To("DERIVES_FROM")
    derived = From("DERIVES_FROM")
    cites = To("CITES")
    cited_by = From("CITES")
    has_task = To("HAS_TASK")
    sets = To("SETS")
    plans = To("PLANS")
    names = To("NAMES")
    mentions = To("MENTIONS")
    mentioned_by = From("MENTIONS")


class Task(Thing):
    """任务."""

    kind = Property()
    text = Property()
    path = Property()
    number = Property()
    order = Property()
    start_char = Property()
    end_char = Property()
    document_id = Property()
    deadline_text = Property()
    deadline = Property()
    recurrence = Property()

    led_by = From("LEADS")
    cooperating = From("COOPERATES")
    task_of = From("HAS_TASK")
    sets = To("SETS")
    part_of = To("PART_OF")
    parts = From("PART_OF")
    derives_from = To("DERIVES_FROM")
    derived = From("DERIVES_FROM")


class Indicator(Thing):
    """指标."""

    aliases = Property()
    former_ids = Property()
    unit = Property()

    measured_by = From("MEASURES")
    comparable_to = To("COMPARABLE_TO")
    comparable_from = From("COMPARABLE_TO")
    mentioned_by = From("MENTIONS")


class Target(Thing):
    """目标值."""

    value = Property()
    value_text = Property()
    unit = Property()
    comparator = Property()
    year = Property()
    kind = Property()
    status = Property()
    text = Property()
    path = Property()
    start_char = Property()
    end_char = Property()
    document_id = Property()

    measures = To("MEASURES")
    set_by = From("SETS")
    led_by = From("LEADS")
    cooperating = From("COOPERATES")
    derives_from = To("DERIVES_FROM")
    derived = From("DERIVES_FROM")


class Project(Thing):
    """项目."""

    text = Property()
    path = Property()
    start_char = Property()
    end_char = Property()
    document_id = Property()

    planned_by = From("PLANS")
    led_by = From("LEADS")
    cooperating = From("COOPERATES")


class Award(Thing):
    """荣誉、奖项."""

    level = Property()
    region_id = Property()

    granted_by = To("GRANTED_BY")
    named_by = From("NAMES")
    mentioned_by = From("MENTIONS")


CLASSES = {one.__name__: one for one in (Region, Department, Document, Task, Indicator, Target, Project, Award)}


class Objects(Repository):  # type: ignore[misc]
    """A graph to match objects in; leaves no connection open when it is closed."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    def close(self) -> None:
        """Close its connections."""
        self.graph.service.connector.close()

    def __enter__(self) -> "Objects":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _ReadOnlyGraph(Graph):  # type: ignore[misc]
    """Every transaction is one in which the server refuses to write."""

    def auto(self, readonly: bool = True) -> Any:
        return super().auto(readonly=True)

    def begin(self, readonly: bool = True) -> Any:
        return super().begin(readonly=True)


def repository(url: str, login: Login = NOBODY) -> Objects:
    """The objects at bolt://… or neo4j://…, for reading; ParameterError, StoreError where the server is not reached."""
    if not is_neo4j(url):
        raise ParameterError(
            f"{shown(url)} is no Neo4j server ({', '.join(SCHEMES)}): zhitu.open reads every kind of store"
        )
    address = address_of(url, login)
    try:
        graph = _ReadOnlyGraph(address.uri, name=address.database, auth=(address.user, login.password))
        graph.evaluate("RETURN 1")
    except (ConnectionUnavailable, ServiceUnavailable) as error:  # py2neo says the same of a wrong password
        raise StoreError(
            f"{address.uri} does not answer, or refuses user {address.user} with this password (py2neo does not say "
            "which): is the server running, is ZHITU_NEO4J_PASSWORD right? · 无法连接,或密码不对"
        ) from error
    except Neo4jError as error:
        raise StoreError(f"{address.uri}, database {address.database}: {error}") from error
    return Objects(graph)
