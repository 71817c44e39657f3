"""Rulings and late events: what counts is what the people in charge say, and nothing is ever removed."""

from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from examprotocol.canonical import canonical_bytes
from examprotocol.edits import edit_between
from examprotocol.events import Answered, Body, Epoch, Event, Flagged, Head, Started, Writer, WriterLog
from examprotocol.merge import answers_digest, fold
from examprotocol.responses import ChoiceResponse, TextResponse
from examprotocol.rulings import Counting, Deadline, Ruling, Span, Verdict
from tests.protocol.strategies import ATTEMPT, attempts, chain, same_after_travel

OLD, NEW = (Writer(ATTEMPT, letter * 32, Epoch(1, grant), 1) for letter, grant in (("f", 1), ("0", 2)))
END = 1_800_000_000_000
MINUTE = 60_000


def ruling(number: int, verdict: Verdict, *spans: Span) -> Ruling:
    return Ruling(ATTEMPT, number, verdict, spans, "主考", END, "looked at both")


def leave_out(writer: Writer, first: int, last: int | None = None, number: int = 1) -> Ruling:
    return ruling(number, Verdict.LEAVE_OUT, Span(writer.id, first, last or first))


def count(writer: Writer, first: int, last: int | None = None, number: int = 1) -> Ruling:
    return ruling(number, Verdict.COUNT, Span(writer.id, first, last or first))


def choose(*choices: str) -> list[Body]:
    return [Started("5", "1"), *(Answered("q1", ChoiceResponse(choice)) for choice in choices)]


@st.composite
def ruled(draw: st.DrawFn) -> tuple[list[WriterLog], list[Ruling]]:
    """An attempt, and rulings on any of its events."""
    logs = draw(attempts())
    rulings = []
    for number in range(draw(st.integers(0, 4))):
        spans = []
        for log in draw(st.lists(st.sampled_from(logs), max_size=2)):
            first = draw(st.integers(1, len(log.events)))
            spans.append(Span(log.writer.id, first, draw(st.integers(first, len(log.events)))))
        rulings.append(ruling(number + 1, draw(st.sampled_from(Verdict)), *spans))
    return logs, rulings


def cut(log: WriterLog, data: st.DataObject) -> list[WriterLog]:
    """The log in two pieces that overlap, as a package and the network bring them."""
    end = data.draw(st.integers(0, len(log.events)))
    start = data.draw(st.integers(0, end))
    return [WriterLog(log.writer, log.events[:end]), WriterLog(log.writer, log.events[start:])]


def joined(pieces: list[WriterLog]) -> list[WriterLog]:
    """What a store holds in which each event stands once."""
    held: dict[str, dict[int, Event]] = {}
    writers = {}
    for piece in pieces:
        writers[piece.writer.id] = piece.writer
        held.setdefault(piece.writer.id, {}).update({event.seq: event for event in piece.events})
    return [
        WriterLog(writers[name], tuple(event for _, event in sorted(events.items())))
        for name, events in held.items()
    ]


@given(ruled(), st.randoms(use_true_random=False), st.data())
def test_any_order_repetition_and_split_give_the_same_under_the_rulings(
    given_attempt: tuple[list[WriterLog], list[Ruling]], shuffler: Random, data: st.DataObject
) -> None:
    logs, rulings = given_attempt
    deadline = Deadline(END + data.draw(st.integers(-5, 15)), data.draw(st.integers(0, 5)))
    parted = {log.writer.id: data.draw(st.integers(1, 9)) for log in logs if data.draw(st.booleans())}
    pieces = [piece for log in logs for _ in range(2) for piece in cut(log, data)]
    shuffler.shuffle(pieces)
    shuffled = shuffler.sample(rulings, len(rulings)) + rulings
    expected = fold(logs, rulings, deadline, parted)
    assert fold(joined(pieces), shuffled, deadline, parted) == expected
    assert fold(shuffler.sample(logs, len(logs)), rulings, deadline, parted) == expected


@given(attempts())
def test_without_rulings_and_an_end_nothing_is_other_than_before(logs: list[WriterLog]) -> None:
    assert fold(logs, []) == fold(logs) == fold(logs, (), Deadline(END + 10 * MINUTE))
    assert not any(current.late for current in fold(logs).current.values())


@given(ruled())
def test_only_events_that_count_are_ever_current(
    given_attempt: tuple[list[WriterLog], list[Ruling]],
) -> None:
    logs, rulings = given_attempt
    events = {(log.writer.id, event.seq): event for log in logs for event in log.events}
    counting = Counting(rulings)
    for current in fold(logs, rulings).current.values():
        place = (current.stamp.writer, current.stamp.seq)
        assert counting.counts(place[0], events[place])


@given(ruled())
def test_a_ruling_that_counts_everything_again_undoes_all_earlier_ones(
    given_attempt: tuple[list[WriterLog], list[Ruling]],
) -> None:
    logs, rulings = given_attempt
    spans = [Span(log.writer.id, 1, len(log.events)) for log in logs]
    last = ruling(len(rulings) + 1, Verdict.COUNT, *spans)
    assert fold(logs, [*rulings, last]) == fold(logs)


def test_leaving_out_one_side_lets_the_other_stand_and_takes_the_mark_away() -> None:
    logs = [chain(OLD, choose("a")), chain(NEW, choose("b"))]
    assert fold(logs).conflicts == {"q1"}
    for side, left in ((NEW, "a"), (OLD, "b")):
        answers = fold(logs, [leave_out(side, 2)])
        assert answers.response("q1") == ChoiceResponse(left)
        assert answers.conflicts == frozenset()


def test_what_stood_before_the_event_that_is_left_out_counts_again() -> None:
    log = chain(OLD, choose("a", "b", "c"))
    assert fold([log], [leave_out(OLD, 4)]).response("q1") == ChoiceResponse("b")
    assert fold([log], [leave_out(OLD, 3, 4)]).response("q1") == ChoiceResponse("a")
    assert fold([log], [leave_out(OLD, 1, 4)]).response("q1") is None
    assert answers_digest(fold([log], [leave_out(OLD, 1, 4)])) == answers_digest(fold([]))


def test_the_newest_ruling_on_an_event_decides() -> None:
    log = chain(OLD, choose("a", "b"))
    rulings = [leave_out(OLD, 2, 3), count(OLD, 2, number=2)]
    assert fold([log], rulings).response("q1") == ChoiceResponse("a")
    assert fold([log], rulings[::-1]).response("q1") == ChoiceResponse("a")


def test_an_edit_that_counts_stands_on_the_text_as_it_was() -> None:
    texts = ["one", "one two", "one two three"]
    bodies: list[Body] = [Started("5", "1"), Answered("q1", TextResponse(texts[0]))]
    bodies += [edit_between("q1", *texts[:2]), edit_between("q1", *texts[1:])]
    log = chain(OLD, bodies)
    assert fold([log], [leave_out(OLD, 3)]).response("q1") == TextResponse("one two three")
    assert fold([log], [leave_out(OLD, 3, 4)]).response("q1") == TextResponse("one")


def test_a_mark_of_a_question_is_left_out_as_well() -> None:
    log = chain(OLD, [Started("5", "1"), Flagged("q1", flag=True), Flagged("q1", flag=False)])
    assert fold([log], [leave_out(OLD, 3)]).flagged == {"q1"}


def at_times(*times: int) -> WriterLog:
    """Answers a, b, c at these claimed times, each known to 5 milliseconds."""
    bodies = choose(*"abcdef"[: len(times)])
    log = chain(OLD, bodies)
    events = [
        msgspec.structs.replace(event, at=at, give=5)
        for event, at in zip(log.events, (END - MINUTE, *times), strict=True)
    ]
    return WriterLog(OLD, tuple(events))


@pytest.mark.parametrize(
    ("at", "late", "counts"),
    [
        (END, False, True),
        (END + 5, False, True),
        (END + 6, True, True),
        (END + MINUTE + 5, True, True),
        (END + MINUTE + 6, True, False),
    ],
)
def test_late_is_what_cannot_have_been_in_time_and_beyond_the_grace_it_does_not_count(
    at: int, late: bool, counts: bool
) -> None:
    answers = fold([at_times(END - 1, at)], (), Deadline(END, MINUTE))
    assert answers.response("q1") == ChoiceResponse("b" if counts else "a")
    assert answers.current["q1"].late is (late and counts)


def test_what_came_too_late_counts_by_a_ruling_and_stays_marked() -> None:
    log = at_times(END - 1, END + 2 * MINUTE, END + 3 * MINUTE)
    answers = fold([log], [count(OLD, 3)], Deadline(END, MINUTE))
    assert answers.response("q1") == ChoiceResponse("b")
    assert answers.current["q1"].late


def test_a_clock_that_nobody_has_set_is_no_reason_to_lose_an_answer() -> None:
    for years in (0, 5):
        at = END + years * 365 * 24 * 60 * MINUTE + 20 * 60 * MINUTE
        event = Event(2, "0" * 64, at, 24 * 60 * MINUTE, choose("a")[1])
        assert not Deadline(END).is_late(event)


def writer(grant: int) -> Writer:
    return Writer(ATTEMPT, f"{grant:032x}", Epoch(1, grant), 1)


def session(grant: int, choice: str, **seen: int) -> WriterLog:
    """One who saw so much of the writers w1, w2 .. and then chose, or did nothing."""
    named = {writer(int(name[1:])).id: last for name, last in seen.items()}
    more = [Answered("q1", ChoiceResponse(choice))] if choice else []
    return chain(writer(grant), [Started("5", "1", named), *more])


@pytest.mark.parametrize(
    ("logs", "conflict"),
    [
        ((session(1, "a"), session(2, "b"), session(3, "b")), True),
        ((session(1, "a"), session(2, "b"), session(3, "c", w2=2)), True),
        ((session(1, "a"), session(2, "b", w1=2), session(3, "c", w2=2)), False),
        ((session(1, "a"), session(2, "", w1=2), session(3, "c", w2=1)), False),
        ((session(1, "a"), session(2, "", w1=1), session(3, "c", w2=1)), True),
        ((session(1, "a", w2=2), session(2, "b")), True),
        ((session(1, "a"), session(2, "a")), False),
    ],
    ids=[
        "an older one that nobody saw, below two that agree",
        "one of two was seen",
        "seen through another who changed it",
        "seen through another who left it",
        "through another who had not seen it either",
        "the one that loses had seen the one that wins",
        "the same value",
    ],
)
def test_a_person_looks_wherever_the_value_that_counts_had_not_seen_another(
    logs: tuple[WriterLog, ...], conflict: bool
) -> None:
    assert fold(logs).current["q1"].conflict is conflict


def test_numbers_of_a_writer_with_two_branches_prove_no_sight() -> None:
    logs = [session(1, "a"), session(2, "b", w1=2)]
    assert not fold(logs).conflicts
    assert not fold(logs, parted={writer(1).id: 3}).conflicts
    assert fold(logs, parted={writer(1).id: 2}).conflicts == {"q1"}


def test_a_writer_that_carries_a_branch_on_says_itself_where_the_branches_part() -> None:
    """Then also a site that has lost the other branch takes nobody to have seen what is there."""
    logs = [session(1, "a"), session(2, "b", w1=2)]
    heir = Started("5", "1", {writer(1).id: 1}, {writer(1).id: Head(4, "a" * 64)})
    assert fold([*logs, chain(writer(3), [heir])]).conflicts == {"q1"}


def test_writers_that_claim_to_have_seen_each_other_end_the_search() -> None:
    assert fold([session(1, "a", w2=2), session(2, "b", w1=2)]).response("q1") == ChoiceResponse("b")


@given(ruled())
def test_rulings_survive_the_wire(given_attempt: tuple[list[WriterLog], list[Ruling]]) -> None:
    logs, rulings = given_attempt
    travelled = [msgspec.json.decode(canonical_bytes(one), type=Ruling) for one in rulings]
    assert travelled == rulings
    assert fold([same_after_travel(log) for log in logs], travelled) == fold(logs, rulings)


def test_a_ruling_has_these_bytes() -> None:
    """They are kept for good, so they stay readable."""
    expected = (
        b'{"at":1800000000000,"attempt":"%b","by":"\xe4\xb8\xbb\xe8\x80\x83","number":1,'
        b'"reason":"looked at both","spans":[{"first":2,"last":4,"writer":"%b"}],"verdict":"leave_out"}'
    )
    assert canonical_bytes(leave_out(OLD, 2, 4)) == expected % (ATTEMPT.encode(), OLD.id.encode())
