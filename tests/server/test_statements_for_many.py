"""Every statement for many at once is one that a server takes, and says for each what it says for one."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping

import pytest
from sqlalchemy import Connection, Engine, bindparam, insert, select, update

from examserver import storage
from examserver.storage import schema
from examserver.storage.at_once import AtOnce, rows_of_each
from examserver.storage.deferred import Form, begin_deferring, settle
from examserver.storage.postgres import open_writing
from examserver.storage.prepared import Prepared

OF_A_TYPE: Mapping[str, object] = {"BIGINT": 1, "TEXT": "x", "BYTEA": b"x", "BOOLEAN": True}
NEW = Prepared(insert(schema.rooms), rank=1)
WORDED = Prepared(
    update(schema.rooms).where(schema.rooms.c.name == bindparam("of")).values(added=bindparam("at")),
    rank=2,
    last="of",
)
FROM_ON = Prepared(
    select(schema.rooms.c.name)
    .where(schema.rooms.c.added >= bindparam("since"))
    .order_by(schema.rooms.c.name)
)


def prepared_statements() -> dict[str, Prepared]:
    """All of the service, by the module and the name that they have there."""
    found: dict[str, Prepared] = {}
    for module in pkgutil.iter_modules(storage.__path__):
        there = vars(importlib.import_module(f"{storage.__name__}.{module.name}"))
        found |= {f"{module.name}.{name}": one for name, one in there.items() if isinstance(one, Prepared)}
    return found


ALL = prepared_statements()
ALONE = {
    "attempts._RAISED",
    "events._NEW_BRANCH",
    "events._NEW_WRITER",
    "monitor._CHECKED",
    "monitor._MACHINES",
    "monitor._STILL_SAT",
    "settings._ALL",
    "site._ONE",
}
"""These have no form for many: no two operations of a group ask them of different things."""


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    engine = open_writing(database)
    yield engine
    engine.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """One that defers, with three rooms in its tables."""
    with engine.begin() as connection:
        begin_deferring(connection, is_on=True)
        NEW.run(connection, [{"name": name, "added": at} for at, name in enumerate("ABC", start=1)])
        yield connection


def form_of(statement: Prepared, connection: Connection) -> Form:
    return statement._for(connection.dialect).form


@pytest.mark.parametrize("name", sorted(ALL))
def test_the_server_takes_each_statement_for_many(name: str, engine: Engine) -> None:
    """It plans it, which needs every name and every type in it; nothing is run."""
    with engine.connect() as connection:
        form = form_of(ALL[name], connection)
        assert (form.at_once is None) == (name in ALONE)
        if form.at_once is None:
            return
        sets = [{of: OF_A_TYPE[kind] for of, kind in form.at_once.types.items()}] * 3
        raw = connection.connection.cursor()
        raw.execute(f"EXPLAIN {form.at_once.text}", form.at_once.arguments(sets, form.fixed))
        assert raw.fetchall()


def added(connection: Connection) -> dict[str, int]:
    rows = connection.execute(select(schema.rooms.c.name, schema.rooms.c.added))
    return {row.name: row.added for row in rows}


def test_what_is_asked_for_many_is_for_each_what_it_is_for_one(connection: Connection) -> None:
    questions = [{"since": since} for since in (4, 2, 1, 3)]
    for question in questions:
        FROM_ON.ask(connection, question)
    together = [[row.name for row in FROM_ON.all(connection, question)] for question in questions]
    begin_deferring(connection, is_on=False)
    assert together == [[row.name for row in FROM_ON.all(connection, question)] for question in questions]
    assert together == [[], ["B", "C"], ["A", "B", "C"], ["C"]]


def test_of_several_changes_of_one_row_the_last_one_counts(connection: Connection) -> None:
    for name, at in (("A", 7), ("B", 8), ("A", 9), ("C", 3)):
        WORDED.run(connection, [{"of": name, "at": at}])
    settle(connection)
    assert added(connection) == {"A": 9, "B": 8, "C": 3}


def test_a_row_is_there_before_what_changes_it_though_both_go_out_together(connection: Connection) -> None:
    for name in ("D", "E"):
        NEW.run(connection, [{"name": name, "added": 1}])
        WORDED.run(connection, [{"of": name, "at": 5}])
    settle(connection)
    assert added(connection) == {"A": 1, "B": 2, "C": 3, "D": 5, "E": 5}


def test_what_has_no_rank_keeps_its_place_among_the_others(connection: Connection) -> None:
    plain = Prepared(update(schema.rooms).values(added=schema.rooms.c.added * bindparam("by")))
    WORDED.run(connection, [{"of": "A", "at": 10}])
    plain.run(connection, [{"by": 2}])
    WORDED.run(connection, [{"of": "B", "at": 10}])
    settle(connection)
    assert added(connection) == {"A": 20, "B": 10, "C": 6}


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("a\0b", "a\ufffdb"),
        ('\'; --{"x", NULL}\\', '\'; --{"x", NULL}\\'),
        ("%(name)s", "%(name)s"),
        ("", ""),
    ],
    ids=["nul", "marks", "a parameter", "nothing"],
)
def test_a_text_means_itself_among_many_as_it_does_alone(
    connection: Connection, said: str, kept: str
) -> None:
    NEW.run(connection, [{"name": said, "added": 11}, {"name": "Z", "added": 12}])
    settle(connection)
    assert added(connection)[kept] == 11


def test_an_insert_that_gives_nothing_back_asks_for_nothing_back(connection: Connection) -> None:
    """Else the server would answer each event with the key that it gave it."""
    assert "RETURNING" not in form_of(ALL["sightings._NEW"], connection).text


def test_the_rows_of_an_answer_come_to_those_who_asked_in_their_order() -> None:
    found = [(3, 1, "c"), (1, 2, "a2"), (1, 1, "a1")]
    assert rows_of_each(3, found) == [[["a1"], ["a2"]], [], [["c"]]]


def test_only_where_a_parameter_stood_a_column_of_the_arrays_stands() -> None:
    once = AtOnce("SELECT a FROM t WHERE a = %(of)s::TEXT AND b = %(fixed)s", {"of": "TEXT"})
    assert 'a = wanted."of"::TEXT AND b = %(fixed)s' in once.text
    assert once.arguments([{"of": "x"}, {"of": "y"}], {"fixed": 1}) == {"fixed": 1, "of": ["x", "y"]}
