"""How a seat stands, and what is wrong there: by what is known and by the time alone."""

from dataclasses import replace

import pytest

from examprotocol.self_check import Grade
from examprotocol.site_orders import StationNews
from examserver.services.exams import MINUTE
from examserver.services.monitor.facts import Machine, Marked, Sat, SeatFacts
from examserver.services.monitor.judging import Alarm, State, Tone, Verdict, judged
from examserver.services.monitor.reading import watched
from examserver.services.monitor.tiles import tile_of
from examserver.storage.exams import Exam
from examserver.storage.seen_stations import Seen
from tests.server.conftest import START

SECOND = 1_000
HOUR = 60 * MINUTE
EXAM = Exam("e", "English", "p", START, START + HOUR, START - 10 * MINUTE, START + HOUR + 10 * MINUTE, False)
NOW = START + 20 * MINUTE
MACHINE = Machine("m" * 32, "PC-01", "A", "1", "0.1.0")
SAT = Sat("a" * 32, is_submitted=False, closed=0, holder=MACHINE.id, events=8, writers=1, saved=NOW - SECOND)
SEEN = Seen(MACHINE.id, NOW - SECOND, "10.0.0.1", True, told=NOW - SECOND, attempt=SAT.id)
SEATED = SeatFacts("e/1", "A", "1", EXAM, "1", "张三", 40, SAT, MACHINE, SEEN, Grade.GREEN)
DUE = replace(SEATED, sat=None, seen=replace(SEEN, attempt=""))
NOBODY = SeatFacts(MACHINE.id, "A", "1", machine=MACHINE, seen=replace(SEEN, attempt=""), check=Grade.GREEN)


def silent(seconds: int) -> SeatFacts:
    """The candidate's machine was heard last so long ago."""
    then = NOW - seconds * SECOND
    return replace(SEATED, seen=replace(SEEN, heard=then), sat=replace(SAT, saved=then))


def telling(**news: object) -> SeatFacts:
    return replace(SEATED, seen=replace(SEEN, news=StationNews(**news)))  # type: ignore[arg-type]


def marked(**marks: object) -> SeatFacts:
    return replace(SEATED, sat=replace(SAT, marked=Marked(**marks)))  # type: ignore[arg-type]


def sat(**fields: object) -> SeatFacts:
    return replace(SEATED, sat=replace(SAT, **fields))  # type: ignore[arg-type]


def test_nothing_is_wrong_where_a_candidate_is_answering() -> None:
    assert judged(SEATED, NOW) == Verdict(State.ANSWERING)
    assert judged(SEATED, NOW).tone is Tone.PLAIN


@pytest.mark.parametrize(
    ("seconds", "state", "tone", "alarms"),
    [
        (59, State.ANSWERING, Tone.PLAIN, ()),
        (60, State.OFFLINE, Tone.AMBER, (Alarm.SILENT,)),
        (119, State.OFFLINE, Tone.AMBER, (Alarm.SILENT,)),
        (120, State.OFFLINE, Tone.RED, (Alarm.SILENT_LONG,)),
    ],
)
def test_silence_is_amber_after_a_minute_and_red_after_two(
    seconds: int, state: State, tone: Tone, alarms: tuple[Alarm, ...]
) -> None:
    verdict = judged(silent(seconds), NOW)
    assert (verdict.state, verdict.tone, verdict.alarms) == (state, tone, alarms)


@pytest.mark.parametrize(
    ("facts", "state", "alarms"),
    [
        (DUE, State.NOT_THERE, (Alarm.ABSENT,)),
        (replace(DUE, machine=None, seen=None), State.NOT_THERE, (Alarm.ABSENT,)),
        (replace(DUE, seen=None), State.NOT_THERE, (Alarm.ABSENT, Alarm.MACHINE_OFF)),
        (replace(DUE, check=Grade.RED), State.NOT_THERE, (Alarm.CHECK_RED, Alarm.ABSENT)),
        (
            replace(DUE, seen=replace(SEEN, attempt="", inside=False)),
            State.NOT_THERE,
            (Alarm.OUTSIDE, Alarm.ABSENT),
        ),
        (replace(SEATED, is_paused=True), State.PAUSED, ()),
        (replace(SEATED, seen=replace(SEEN, inside=False)), State.OUTSIDE, (Alarm.OUTSIDE,)),
        (sat(holder=""), State.RELEASED, ()),
        (sat(is_submitted=True), State.SUBMITTED, ()),
        (sat(is_submitted=True, closed=NOW), State.CLOSED, ()),
        (sat(is_submitted=True, is_imported=True), State.COLLECTED, ()),
        (sat(is_imported=True), State.ANSWERING, ()),
        (telling(exported=True), State.EXPORTED, ()),
        (telling(trouble="second_place"), State.ANSWERING, (Alarm.SAVING,)),
        (sat(is_cloned=True), State.ANSWERING, (Alarm.CLONED,)),
        (marked(conflicts=2, late=1), State.ANSWERING, (Alarm.CONFLICT, Alarm.LATE)),
        (marked(is_damaged=True), State.ANSWERING, (Alarm.DAMAGED,)),
        (NOBODY, State.IDLE, ()),
        (replace(NOBODY, check=Grade.RED), State.IDLE, (Alarm.CHECK_RED,)),
        (replace(NOBODY, seen=None), State.OFF, ()),
    ],
    ids=lambda value: value.value if isinstance(value, State) else "",
)
def test_each_way_in_which_a_seat_can_stand_has_its_state(
    facts: SeatFacts, state: State, alarms: tuple[Alarm, ...]
) -> None:
    verdict = judged(facts, NOW)
    assert (verdict.state, verdict.alarms) == (state, alarms)


def test_a_package_in_mid_exam_does_not_hide_that_the_machine_has_fallen_silent() -> None:
    """The staff had the room exported, or took a package in; then the cable came out."""
    quiet = silent(130)
    exported = replace(quiet, seen=replace(SEEN, heard=0, news=StationNews(exported=True)))
    taken_in = replace(quiet, sat=replace(SAT, saved=0, is_imported=True), seen=replace(SEEN, heard=1))
    for facts in (exported, taken_in):
        assert judged(facts, NOW) == Verdict(State.OFFLINE, (Alarm.SILENT_LONG,))


def test_who_has_exported_after_the_end_is_not_called_for() -> None:
    end = EXAM.ends + HOUR
    assert judged(telling(exported=True), end) == Verdict(State.EXPORTED)
    assert judged(sat(is_imported=True), end).alarms == (Alarm.SILENT_LONG, Alarm.NOT_HANDED_IN)


def test_before_the_start_candidates_wait_and_nobody_is_missed() -> None:
    now = START - SECOND
    waiting = replace(SEATED, seen=replace(SEEN, heard=now), sat=replace(SAT, saved=now))
    assert judged(waiting, now) == Verdict(State.WAITING)
    assert judged(replace(DUE, seen=replace(SEEN, heard=now, attempt="")), now) == Verdict(State.NOT_THERE)


def test_who_has_not_handed_in_a_minute_after_the_own_end_is_red() -> None:
    end = EXAM.ends + MINUTE
    there = replace(SEATED, seen=replace(SEEN, heard=end), sat=replace(SAT, saved=end))
    assert judged(there, end).alarms == (Alarm.NOT_HANDED_IN,)
    assert judged(there, end - 1).alarms == ()
    longer = replace(there, exam=EXAM.extended(10))
    assert judged(longer, end).alarms == ()


def test_answers_that_stay_at_the_machine_are_seen_though_it_is_heard() -> None:
    held = replace(telling(events=12), sat=replace(SAT, saved=NOW - MINUTE))
    assert judged(held, NOW).alarms == (Alarm.BEHIND,)
    assert judged(telling(events=12), NOW).alarms == (), "they have just been written"


def test_a_machine_that_is_back_at_the_login_page_in_mid_exam_is_seen() -> None:
    left = replace(SEATED, seen=replace(SEEN, attempt=""), sat=replace(SAT, saved=NOW - MINUTE))
    assert judged(left, NOW) == Verdict(State.OFFLINE, (Alarm.LEFT,))


def test_trouble_comes_first_and_the_worst_before_all() -> None:
    seats = [SEATED, silent(60), silent(130), sat(is_submitted=True), DUE, marked(late=1), NOBODY]
    ranked = sorted(seats, key=lambda one: judged(one, NOW).rank)
    assert ranked == [silent(130), silent(60), marked(late=1), DUE, SEATED, sat(is_submitted=True), NOBODY]


def test_a_tile_does_not_change_because_a_machine_was_heard_again() -> None:
    earlier = replace(SEATED, seen=replace(SEEN, heard=NOW - 9 * SECOND, skew=400))
    assert tile_of(earlier, NOW) == tile_of(SEATED, NOW)
    assert tile_of(silent(31), NOW).silent == NOW - 31 * SECOND


def test_the_exams_of_these_hours_are_watched_and_else_the_next_one() -> None:
    early = replace(EXAM, id="early", starts=START - 9 * HOUR, ends=START - 8 * HOUR, closes=START - 8 * HOUR)
    early = replace(early, key_release=early.starts)
    later = replace(EXAM, id="later", starts=START + 9 * HOUR, key_release=START + 9 * HOUR)
    later = replace(later, closes=START + 10 * HOUR)
    assert watched([early, EXAM, later], NOW) == (EXAM,)
    assert watched([early, later], NOW) == (later,)
    assert watched([early], NOW) == ()
    both = [replace(early, sitting="s"), replace(EXAM, sitting="s"), later]
    assert watched(both, NOW) == tuple(both[:2])


def test_a_machine_outside_is_marked_before_anybody_logs_in_there() -> None:
    outside = replace(SEEN, attempt="", inside=False)
    assert judged(replace(NOBODY, seen=outside), NOW) == Verdict(State.IDLE, (Alarm.OUTSIDE,))
    hours_before = START - 5 * HOUR
    awaited = replace(DUE, seen=replace(outside, heard=hours_before))
    assert judged(awaited, hours_before) == Verdict(State.NOT_THERE, (Alarm.OUTSIDE,)), "time to register it"
    assert judged(replace(DUE, seen=outside), NOW + 3 * MINUTE).alarms == (Alarm.ABSENT, Alarm.MACHINE_OFF)
    assert judged(replace(NOBODY, seen=outside), NOW + 3 * MINUTE) == Verdict(State.OFF)
