"""What of the site's orders is still to be seen or done, and what a restart knows of it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from msgspec.structs import replace

from examclient.domain.standing_orders import (
    MOST_NOTICES,
    NOTHING_ORDERED,
    REMEMBERED,
    KeptOrders,
    finish,
    hear,
    lost_time,
    standing,
    time_of,
    told,
    trouble_to_play,
)
from examclient.usecases.order_book import ORDERS, OrderBook, act_of_lifting
from examprotocol.events import LIFT_PAUSE, ProctorActed
from examprotocol.messages import Exam
from examprotocol.site_orders import (
    LONGEST_NOTICE,
    NO_ORDERS,
    Ended,
    Notice,
    Pause,
    SiteOrders,
    Trouble,
    TroubleKind,
)

ONE, TWO = Notice("1" * 32, 1000, "first"), Notice("2" * 32, 2000, "second")
PAUSE = Pause("3" * 32, 5000, "power cut")
ENDED = Ended("4" * 32, 9000, "alarm")
TROUBLE = Trouble("5" * 32, TroubleKind.CRASH)
EXAM = Exam("e", "大学语文", "第三考点", 0, 4000, 20_000)


@dataclass
class Notes:
    """The notes of a journal."""

    kept: dict[str, str] = field(default_factory=dict)
    meanwhile: Callable[[], object] = dict

    def note(self, key: str, value: str) -> None:
        self.meanwhile()
        self.kept[key] = value

    def noted(self, key: str) -> str:
        return self.kept.get(key, "")


def heard(**orders: object) -> KeptOrders:
    return hear(KeptOrders(), SiteOrders(**orders))  # type: ignore[arg-type]


def test_the_newest_message_comes_first_and_one_that_was_put_away_comes_no_more() -> None:
    kept = heard(notices=(TWO, ONE))
    assert standing(kept, ()).notices == (TWO, ONE)
    kept = finish(kept, TWO.id)
    assert standing(kept, ()).notices == (ONE,)
    assert told(kept) == (TWO.id,)
    gone = hear(kept, SiteOrders(notices=(ONE,)))
    assert told(gone) == (), "the site does not send it any more"
    assert standing(hear(gone, SiteOrders(notices=(ONE, TWO))), ()).notices == (ONE,), "nor shown again"


def test_a_flood_of_messages_is_cut_and_a_long_one_as_well() -> None:
    many = tuple(Notice(f"{number:032x}", number, "x" * 2 * LONGEST_NOTICE) for number in range(200))
    shown = standing(heard(notices=many), ()).notices
    assert len(shown) == MOST_NOTICES
    assert shown[0].at == 199
    assert len(shown[0].text) == LONGEST_NOTICE


def test_what_was_done_is_remembered_but_not_for_ever() -> None:
    kept = KeptOrders()
    for number in range(2 * REMEMBERED):
        kept = finish(kept, f"{number:032x}")
    assert len(kept.done) == REMEMBERED
    assert finish(kept, kept.done[-1]) is kept


def test_a_pause_stands_until_the_site_ends_it_or_a_proctor_lifts_it() -> None:
    kept = heard(pause=PAUSE)
    assert standing(kept, ()).pause == PAUSE
    assert standing(kept, {PAUSE.id}).pause is None
    assert standing(kept, {"another"}).pause == PAUSE
    assert standing(hear(kept, NO_ORDERS), ()) == NOTHING_ORDERED


def test_an_exam_that_was_ended_stays_so_until_the_candidate_was_let_in_again() -> None:
    kept = hear(heard(ended=ENDED), NO_ORDERS)
    assert standing(kept, ()).ended == ENDED
    assert standing(hear(kept, SiteOrders(reopened=ENDED.at - 1)), ()).ended == ENDED
    assert standing(hear(kept, SiteOrders(reopened=ENDED.at)), ()).ended is None
    assert standing(hear(kept, NO_ORDERS, ENDED.at), ()).ended == ENDED
    assert standing(hear(kept, NO_ORDERS, ENDED.at + 1), ()).ended is None, "the closing was taken back"
    assert standing(hear(kept, SiteOrders(ended=ENDED), ENDED.at + 1), ()).ended == ENDED


@pytest.mark.parametrize("orders", [True, False])
@pytest.mark.parametrize("login", [True, False])
def test_a_trouble_is_played_only_where_both_say_that_it_is_a_rehearsal(login: bool, orders: bool) -> None:
    kept = heard(trouble=TROUBLE, rehearsal=orders)
    assert (trouble_to_play(kept, is_rehearsal=login) == TROUBLE) is (login and orders)
    assert trouble_to_play(finish(kept, TROUBLE.id), is_rehearsal=login) is None


def test_in_a_pause_the_time_is_that_of_its_beginning_and_an_ended_exam_was_over_then() -> None:
    assert time_of(NOTHING_ORDERED, EXAM, 8000) == (EXAM, 8000)
    assert time_of(standing(heard(pause=PAUSE), ()), EXAM, 8000) == (EXAM, 5000)
    assert time_of(standing(heard(pause=PAUSE), ()), EXAM, 4500) == (EXAM, 4500), "a clock that lags"
    assert time_of(standing(heard(ended=ENDED), ()), EXAM, 8000) == (replace(EXAM, end=9000), 8000)


def test_a_pause_takes_no_time_from_an_exam_before_its_start() -> None:
    assert lost_time(PAUSE, 4000, 8000) == 3000
    assert lost_time(PAUSE, 6000, 8000) == 2000
    assert lost_time(PAUSE, 9000, 8000) == 0
    assert lost_time(None, 4000, 8000) == 0


def test_what_is_finished_while_the_disk_writes_is_not_told_before_the_next_writing() -> None:
    notes = Notes()
    book = OrderBook(notes)
    book.hear(SiteOrders(notices=(ONE,)))
    notes.meanwhile = lambda: book.finish(ONE.id)
    assert (book.keep(), book.told()) == ((), (ONE.id,))
    assert book.keep() == (ONE.id,)


def test_the_book_of_an_attempt_is_the_same_after_a_restart() -> None:
    notes = Notes()
    book = OrderBook(notes)
    assert book.hear(SiteOrders(notices=(ONE, TWO), pause=PAUSE, reopened=7))
    assert book.hear(SiteOrders(notices=(ONE, TWO), pause=PAUSE, reopened=7)), "the disk does not have it"
    assert book.keep() == ()
    assert not book.hear(SiteOrders(notices=(ONE, TWO), pause=PAUSE, reopened=7)), "nothing new to be kept"
    assert book.finish(ONE.id)
    assert not book.finish(ONE.id)
    assert book.keep() == (ONE.id,)
    again = OrderBook(notes)
    assert again.standing() == book.standing()
    assert again.told() == (ONE.id,)
    assert again.reopened() == 7


def test_a_pause_that_was_lifted_here_lends_the_time_that_it_had_taken() -> None:
    book = OrderBook(Notes(), [ProctorActed(LIFT_PAUSE, "of a version to come", 0)])
    book.hear(SiteOrders(pause=PAUSE))
    assert book.lent() == ("", 0)
    act = act_of_lifting(PAUSE, EXAM.start, 8000, wrong_tries=2)
    assert act == ProctorActed(LIFT_PAUSE, f"{PAUSE.id} 3000", 2)
    book.lift(act)
    assert (book.lent(), book.standing().pause) == ((PAUSE.id, 3000), None)
    book.hear(NO_ORDERS)
    assert book.lent() == ("", 0), "the site has given it back"


@pytest.mark.parametrize("words", ["{", '{"heard":3}', json.dumps({"done": 1})], ids=["cut", "odd", "other"])
def test_a_note_that_cannot_be_read_is_no_obstacle(words: str) -> None:
    assert OrderBook(Notes({ORDERS: words})).standing() == NOTHING_ORDERED
