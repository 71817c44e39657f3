"""The ledger: what is safe on this machine, and the answers that it folds to."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examclient.domain.ledger import Ledger
from examprotocol.canonical import canonical_bytes
from examprotocol.edits import FULL_COPY_EVERY, WORTH_AN_EDIT
from examprotocol.errors import ChainError
from examprotocol.events import Answered, Body, Edited, Flagged, FocusLost, Head, Submitted, WriterLog
from examprotocol.merge import answers_digest, fold
from examprotocol.responses import ChoiceResponse, TextResponse
from tests.client.writing import Pen

ESSAY = "我能吞下玻璃而不伤身体。" * 1667  # 20,000 characters and a few


class Desk:
    """A pen that writes through the ledger, as an attempt does."""

    def __init__(self) -> None:
        self.pen = Pen()
        self.ledger = Ledger()
        self.pen.begin()
        self.take()

    def type(self, text: str) -> Body:
        body = self.ledger.body_for(self.pen.writer, "essay", TextResponse(text))
        self.pen.write(body)
        self.take()
        return body

    def take(self) -> None:
        self.ledger.take(self.pen.writer, self.pen.events[-1:])


def changed_a_little(text: str, chance: random.Random) -> str:
    """The essay after one more sentence, or with one word taken out, anywhere in it."""
    place = chance.randrange(len(text))
    if chance.random() < 0.7:
        return text[:place] + "又一句。" + text[place:]
    return text[:place] + text[place + 3 :]


def test_a_long_essay_saved_a_thousand_times_stays_small_and_whole() -> None:
    desk, chance, text = Desk(), random.Random(3), ESSAY
    desk.type(text)
    bodies = []
    for _ in range(1000):
        text = changed_a_little(text, chance)
        bodies.append(desk.type(text))
    whole = sum(isinstance(body, Answered) for body in bodies)
    assert desk.ledger.response("essay") == TextResponse(text)
    assert fold([desk.pen.log]).response("essay") == TextResponse(text)
    assert whole == 1000 // (FULL_COPY_EVERY + 1)
    edits = [event for event in desk.pen.events if isinstance(event.body, Edited)]
    assert max(len(canonical_bytes(edit)) for edit in edits) < 300
    assert sum(len(canonical_bytes(event)) for event in desk.pen.events) < 30 * len(ESSAY.encode())


def test_after_fifty_edits_the_text_is_written_in_full_again() -> None:
    desk, text = Desk(), "x" * 300
    kinds = []
    for _ in range(2 * FULL_COPY_EVERY + 5):
        text += "y"
        kinds.append(type(desk.type(text)))
    full = [place for place, kind in enumerate(kinds) if kind is Answered]
    assert full == [0, FULL_COPY_EVERY + 1, 2 * FULL_COPY_EVERY + 2]


def test_short_texts_and_great_changes_are_written_in_full() -> None:
    desk = Desk()
    assert isinstance(desk.type("a" * (WORTH_AN_EDIT - 1)), Answered)
    assert isinstance(desk.type("b" + "a" * (WORTH_AN_EDIT - 1)), Answered)
    assert isinstance(desk.type("a" * WORTH_AN_EDIT), Edited)
    assert isinstance(desk.type("c" * 2 * WORTH_AN_EDIT), Answered)
    assert desk.type("") == Edited("essay", 0, 2 * WORTH_AN_EDIT, "", 0)
    assert isinstance(desk.type("d"), Answered)


def test_an_edit_never_builds_on_what_another_machine_wrote() -> None:
    other, mine = Pen("other"), Pen("mine", grant=2)
    other.begin()
    other.type("essay", "x" * 500)
    mine.begin()
    ledger = Ledger([other.log, mine.log])
    assert ledger.response("essay") == TextResponse("x" * 500)
    body = ledger.body_for(mine.writer, "essay", TextResponse("x" * 501))
    assert body == Answered("essay", TextResponse("x" * 501))


def test_a_choice_after_a_long_text_is_written_as_it_is() -> None:
    desk = Desk()
    desk.type("x" * 500)
    assert desk.ledger.body_for(desk.pen.writer, "essay", ChoiceResponse("a")) == Answered(
        "essay", ChoiceResponse("a")
    )


def test_an_edit_that_does_not_fit_is_refused() -> None:
    pen = Pen()
    pen.begin()
    pen.write(Edited("essay", 0, 5, "", 0))
    with pytest.raises(ChainError):
        Ledger([pen.log])


def test_the_ledger_knows_how_far_everyone_is_and_hands_events_out_in_order() -> None:
    pen = Pen()
    pen.begin()
    for number in range(10):
        pen.choose("q1", str(number))
    ledger = Ledger([pen.log])
    assert ledger.writers() == (pen.writer,)
    assert ledger.heads() == {pen.writer.id: pen.head}
    assert ledger.head(pen.writer.id) == pen.head
    assert ledger.head("nobody") == Head(0)
    assert ledger.events_after(pen.writer.id, 3, 4) == tuple(pen.events[3:7])
    assert ledger.events_after(pen.writer.id, 11, 4) == ()
    assert ledger.events_after("nobody", 0, 4) == ()


def test_only_a_submit_makes_an_attempt_submitted() -> None:
    pen = Pen()
    pen.begin()
    pen.write(FocusLost(3))
    ledger = Ledger([pen.log])
    assert not ledger.is_submitted()
    ledger.take(pen.writer, pen.write(Submitted({pen.writer.id: pen.head})))
    assert ledger.is_submitted()


QUESTIONS = st.sampled_from(["q1", "q2", "essay"])
STROKES = st.one_of(
    st.tuples(st.just("type"), QUESTIONS, st.text(max_size=20)),
    st.tuples(st.just("long"), QUESTIONS, st.text(min_size=1, max_size=8)),
    st.tuples(st.just("choose"), QUESTIONS, st.sampled_from(["", "a", "b"])),
    st.tuples(st.just("flag"), QUESTIONS, st.sampled_from(["", "yes"])),
)
STORIES = st.lists(st.tuples(st.integers(0, 2), STROKES), max_size=60)


def body_of(ledger: Ledger, pen: Pen, stroke: tuple[str, str, str]) -> Body:
    """What the candidate does next; `long` puts a few characters into the middle of a long text."""
    kind, question, text = stroke
    if kind == "flag":
        return Flagged(question, bool(text))
    if kind == "choose":
        return Answered(question, ChoiceResponse(text))
    if kind == "long":
        old = ledger.response(question)
        base = old.text if isinstance(old, TextResponse) else "长" * 400
        text = base[: len(base) // 2] + text + base[len(base) // 2 :]
    return ledger.body_for(pen.writer, question, TextResponse(text))


@given(STORIES, st.randoms(use_true_random=False))
def test_whatever_is_written_on_three_machines_the_ledger_says_what_the_fold_says(
    story: list[tuple[int, tuple[str, str, str]]], chance: random.Random
) -> None:
    pens, ledger = [Pen("a"), Pen("b", grant=2), Pen("c", grant=2, inc=2)], Ledger()
    for turn, stroke in story:
        pen = pens[turn]
        ledger.take(pen.writer, pen.write(body_of(ledger, pen, stroke)))
        logs = [pen.log for pen in pens if pen.events]
        chance.shuffle(logs)
        assert ledger.answers() == fold(logs)
        assert answers_digest(ledger.answers()) == answers_digest(fold(logs))


@given(STORIES)
def test_a_ledger_read_from_the_journal_is_the_one_that_was_written(
    story: list[tuple[int, tuple[str, str, str]]],
) -> None:
    pens, ledger = [Pen("a"), Pen("b", grant=2), Pen("c", grant=3)], Ledger()
    for turn, stroke in story:
        ledger.take(pens[turn].writer, pens[turn].write(body_of(ledger, pens[turn], stroke)))
    logs = [WriterLog(pen.writer, tuple(pen.events)) for pen in pens if pen.events]
    again = Ledger(logs)
    assert again.answers() == ledger.answers()
    assert again.heads() == ledger.heads()
    assert again.is_submitted() == ledger.is_submitted()
    for pen in pens:
        assert again.body_for(pen.writer, "essay", TextResponse("z" * 600)) == ledger.body_for(
            pen.writer, "essay", TextResponse("z" * 600)
        )
