"""Plays are counted over all writers of an attempt, and only a person gives one back."""

from examprotocol.events import GIVE_PLAY, Body, Played, PlayEnded, ProctorActed, Started
from examprotocol.plays import Plays, plays_of
from tests.client.writing import STATION, Pen

GIVEN = ProctorActed(GIVE_PLAY, "m")


def plays(*bodies: Body) -> Plays:
    pen = Pen()
    pen.begin()
    pen.write(*bodies)
    return plays_of([pen.log]).get("m", Plays())


def test_a_play_counts_from_its_beginning_on() -> None:
    began = plays(Played("m"))
    assert (began.used, began.lost, began.left(2), began.left(1)) == (1, 1, 1, 0)


def test_a_play_that_came_to_its_end_is_not_lost() -> None:
    heard = plays(Played("m"), PlayEnded("m", 9_000, complete=True))
    assert (heard.used, heard.lost, heard.left(2)) == (1, 0, 1)


def test_a_play_that_was_stopped_before_its_end_can_be_given_back_once() -> None:
    cut = (Played("m"), PlayEnded("m", 4_000, complete=False))
    assert plays(*cut).lost == 1
    given = plays(*cut, GIVEN)
    assert (given.lost, given.used, given.left(1)) == (0, 0, 1)


def test_no_more_is_given_back_than_was_played() -> None:
    assert plays(Played("m"), GIVEN, GIVEN).left(2) == 2


def test_where_there_is_no_limit_nothing_is_left_and_nothing_is_lacking() -> None:
    assert plays(Played("m")).left(0) is None


def test_plays_of_all_machines_count() -> None:
    first, second = Pen("first"), Pen("second", grant=2)
    for pen in (first, second):
        pen.begin()
        pen.write(Played("m"))
    assert plays_of([first.log, second.log])["m"].used == 2


def test_what_a_writer_carries_on_of_a_forked_one_is_one_play() -> None:
    forked, heir = Pen("forked"), Pen("heir", inc=2)
    forked.begin()
    forked.write(Played("m"), PlayEnded("m", 9, complete=True), Played("m"))
    carried = Started(STATION, "test", {forked.writer.id: 3}, {forked.writer.id: forked.head})
    heir.write(carried, Played("m"))
    assert plays_of([forked.log, heir.log])["m"].used == 2


def test_the_other_branch_of_a_forked_writer_counts_as_it_is() -> None:
    here, there, heir = Pen("forked"), Pen("forked"), Pen("heir", inc=2)
    for pen in (here, there):
        pen.begin()
    here.write(Played("m"))
    there.write(Played("other"))
    heir.write(Started(STATION, "test", {here.writer.id: 1}, {here.writer.id: here.head}), Played("m"))
    at_the_site = plays_of([there.log, heir.log])
    assert (at_the_site["m"].used, at_the_site["other"].used) == (1, 1)
