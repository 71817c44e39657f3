"""Rulings at the service: they change what counts, never what is held, and the receipt always says so."""

import json
import logging
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from examprotocol.events import Answered, Edited
from examprotocol.receipts import Receipt, open_receipt
from examprotocol.responses import ChoiceResponse, TextResponse
from examprotocol.rulings import Verdict
from examserver.cli.command_line import main
from examserver.cli.ordering import give
from examserver.errors import OrderError, RulingError
from examserver.services.attempt_orders import RuleOnEvents
from examserver.services.counting import answers_that_count
from examserver.services.keys import signing_key
from examserver.services.results import Result, State, results_of
from examserver.storage.events import logs_of
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.receipts import newest_receipt
from examserver.storage.rulings import rulings_of
from examserver.storage.store import reading
from tests.server.conftest import START, Prepared, release
from tests.server.station import ADMISSION, Pen, RefusedByServiceError, Station

Capture = pytest.CaptureFixture[str]
HOUR, MINUTE = 3_600_000, 60_000


def order(prepared: Prepared, verdict: Verdict, *spans: str, attempt: str = ADMISSION) -> tuple[str, ...]:
    return give(prepared.folder.root, RuleOnEvents(attempt, verdict, spans, "主考", "compared both")).lines


def leave_out(prepared: Prepared, *spans: str) -> tuple[str, ...]:
    return order(prepared, Verdict.LEAVE_OUT, *spans)


def counted(prepared: Prepared, attempt: str, question: str) -> object:
    with reading(prepared.folder) as connection:
        return answers_that_count(connection, attempt).response(question)


def result(prepared: Prepared) -> Result:
    with reading(prepared.folder) as connection:
        shelf = PaperShelf(prepared.folder.papers, signing_key(prepared.folder))
        return next(
            one for one in results_of(connection, shelf, prepared.exam) if one.admission_number == ADMISSION
        )


def receipt_of(prepared: Prepared, attempt: str) -> Receipt:
    with reading(prepared.folder) as connection:
        newest = newest_receipt(connection, attempt)
    assert newest is not None
    return open_receipt(newest.token, signing_key(prepared.folder))


def two_stations(new_station: Callable[[], Station], prepared: Prepared) -> tuple[Station, Pen, Pen]:
    """Both answered the first question without having seen the other."""
    pens, stations = [], []
    for choice in ("a", "b"):
        station = new_station()
        station.log_in()
        pens.append(station.pen())
        pens[-1].choose("q1", choice)
        station.sync(pens[-1])
        stations.append(station)
        release(prepared)
    return stations[-1], pens[0], pens[1]


def test_a_conflict_is_decided_by_leaving_one_side_out(
    new_station: Callable[[], Station], prepared: Prepared
) -> None:
    station, old, new = two_stations(new_station, prepared)
    attempt = station.login.attempt
    assert (result(prepared).conflicts, result(prepared).score) == (1, Decimal(0))
    lines = leave_out(prepared, f"{new.writer.id}:2")
    assert lines == ("Ruling 1 leaves out 1 event. Nothing was removed.",)
    one = result(prepared)
    assert (one.conflicts, one.score, one.left_out, one.events) == (0, Decimal(2), 1, 4)
    assert counted(prepared, attempt, "q1") == ChoiceResponse("a")
    order(prepared, Verdict.COUNT, f"{new.writer.id[:8]}:1-2")
    leave_out(prepared, f"{old.writer.id[:8].upper()}:2-2")
    assert counted(prepared, attempt, "q1") == ChoiceResponse("b")
    with reading(prepared.folder) as connection:
        held = [log.events for log in logs_of(connection, attempt)]
        assert held == [tuple(old.events), tuple(new.events)]
        assert [one.number for one in rulings_of(connection, attempt)] == [1, 2, 3]


def test_a_ruling_is_kept_with_who_when_and_why(
    seated: Station, prepared: Prepared, caplog: pytest.LogCaptureFixture
) -> None:
    pen = seated.pen()
    seated.sync(pen)
    with caplog.at_level(logging.INFO):
        leave_out(prepared, f"{pen.writer.id}:1")
    with reading(prepared.folder) as connection:
        (ruling,) = rulings_of(connection, seated.login.attempt)
    assert (ruling.by, ruling.reason, ruling.verdict) == ("主考", "compared both", Verdict.LEAVE_OUT)
    assert ruling.at == START - 30 * MINUTE
    assert f"attempt {ruling.attempt}: ruling 1, leave_out" in caplog.text
    assert "主考" not in caplog.text


def test_a_ruling_that_changes_a_receipt_gives_a_supplement_that_reaches_the_station(
    seated: Station, prepared: Prepared
) -> None:
    pen = seated.pen()
    pen.choose("q1", "a")
    pen.choose("q1", "b")
    seated.sync(pen)
    first = seated.submit(pen).receipt
    lines = leave_out(prepared, f"{pen.writer.id}:3")
    assert lines[1] == "The answers have changed: receipt 2 is signed."
    supplement = receipt_of(prepared, seated.login.attempt)
    assert (supplement.number, supplement.heads, supplement.events) == (2, {pen.writer.id: pen.head}, 3)
    assert supplement.answers != open_receipt(first, signing_key(prepared.folder)).answers
    beat = seated.heartbeat(pen).receipt
    assert beat == seated.submit(pen).receipt != first


def test_a_ruling_that_changes_no_answer_signs_nothing(seated: Station, prepared: Prepared) -> None:
    pen = seated.pen()
    pen.choose("q1", "a")
    seated.sync(pen)
    first = seated.submit(pen).receipt
    assert len(leave_out(prepared, f"{pen.writer.id}:1")) == 1
    assert seated.submit(pen).receipt == first
    assert receipt_of(prepared, seated.login.attempt).number == 1


def test_an_attempt_that_is_not_handed_in_gets_no_receipt_by_a_ruling(
    seated: Station, prepared: Prepared
) -> None:
    pen = seated.pen()
    pen.choose("q1", "a")
    seated.sync(pen)
    leave_out(prepared, f"{pen.writer.id}:2")
    with reading(prepared.folder) as connection:
        assert newest_receipt(connection, seated.login.attempt) is None
    assert counted(prepared, seated.login.attempt, "q1") is None


def test_events_that_come_after_the_receipt_give_a_supplement_at_once(
    new_station: Callable[[], Station], prepared: Prepared
) -> None:
    """The old machine comes back with what it had not sent."""
    old, new = new_station(), new_station()
    old.log_in()
    before = old.pen()
    before.choose("q3", "true")
    release(prepared)
    new.log_in()
    pen = new.pen()
    pen.choose("q1", "a")
    new.sync(pen)
    first = new.submit(pen).receipt
    reply = old.sync(before)
    assert reply.receipt != first
    supplement = open_receipt(reply.receipt, signing_key(prepared.folder))
    assert (supplement.number, supplement.answered) == (2, 2)
    assert old.sync(before).receipt == reply.receipt
    assert new.heartbeat(pen).receipt == reply.receipt


def test_a_paper_that_cannot_be_read_is_no_reason_to_refuse_events(
    seated: Station, prepared: Prepared, caplog: pytest.LogCaptureFixture
) -> None:
    pen = seated.pen()
    seated.sync(pen)
    first = seated.submit(pen).receipt
    paper = prepared.folder.papers / prepared.exam.paper
    paper.rename(paper.with_name("gone"))
    pen.choose("q1", "a")
    assert seated.sync(pen).head == pen.head
    assert seated.heartbeat(pen).receipt == first
    assert "no supplement could be signed" in caplog.text
    paper.with_name("gone").rename(paper)
    assert seated.submit(pen).receipt != first


def test_the_refusal_of_a_fork_says_where_the_branches_part(seated: Station) -> None:
    pen = seated.pen()
    pen.choose("q1", "a")
    pen.choose("q2", "a")
    clone = Pen(pen.writer, pen.events[:2])
    clone.choose("q2", "clone")
    clone.choose("q3", "true")
    seated.sync(pen)
    for start, about in ((1, "3"), (3, "3"), (4, "")):
        with pytest.raises(RefusedByServiceError) as refused:
            seated.sync(clone, start)
        assert refused.value.reply.about == about


def late_pen(station: Station) -> Pen:
    """Answers in time, within the grace of ten minutes, and after it."""
    pen = station.pen()
    for letter, at in (("a", START + HOUR), ("b", START + HOUR + MINUTE), ("c", START + HOUR + 11 * MINUTE)):
        pen.write(Answered("q4", TextResponse(letter)), at)
    station.sync(pen)
    return pen


def test_late_answers_are_marked_and_beyond_the_grace_they_count_only_by_a_ruling(
    seated: Station, prepared: Prepared
) -> None:
    pen = late_pen(seated)
    attempt = seated.login.attempt
    assert (result(prepared).late, result(prepared).left_out) == (2, 1)
    assert counted(prepared, attempt, "q4") == TextResponse("b")
    order(prepared, Verdict.COUNT, f"{pen.writer.id}:4")
    assert counted(prepared, attempt, "q4") == TextResponse("c")
    assert (result(prepared).late, result(prepared).left_out) == (2, 0)
    leave_out(prepared, f"{pen.writer.id}:3-4")
    assert counted(prepared, attempt, "q4") == TextResponse("a")


def test_damaged_events_can_be_left_out_so_that_the_rest_counts(seated: Station, prepared: Prepared) -> None:
    pen = seated.pen()
    pen.choose("q1", "a")
    pen.write(Edited("q8", 5, 9, "x", 6))
    seated.sync(pen)
    assert result(prepared).state == State.DAMAGED
    leave_out(prepared, f"{pen.writer.id}:3")
    assert (result(prepared).state, result(prepared).score) == (State.OPEN, Decimal(2))


@pytest.mark.parametrize(
    ("spans", "reason", "title"),
    [
        (("7",), "why", "names no events"),
        (("{w}:0",), "why", "has the events 1 to 2, not 0 to 0"),
        (("{w}:2-3",), "why", "has the events 1 to 2, not 2 to 3"),
        (("{w}:2-1",), "why", "has the events 1 to 2, not 2 to 1"),
        (("{other}:1",), "why", "No writer of this attempt begins with"),
        ((), "why", "names no events"),
        (("{w}:1",), "  ", "needs a reason"),
        (("{w}:1",), "x" * 501, "needs a reason"),
    ],
)
def test_a_ruling_that_makes_no_sense_is_refused_and_nothing_is_kept(
    seated: Station, prepared: Prepared, spans: tuple[str, ...], reason: str, title: str
) -> None:
    pen = seated.pen()
    pen.choose("q1", "a")
    seated.sync(pen)
    other = ("0" if pen.writer.id[0] != "0" else "1") * 8
    named = tuple(span.format(w=pen.writer.id, other=other) for span in spans)
    with pytest.raises((RulingError, OrderError), match=title):
        give(prepared.folder.root, RuleOnEvents(ADMISSION, Verdict.COUNT, named, "me", reason))
    with reading(prepared.folder) as connection:
        assert rulings_of(connection, seated.login.attempt) == ()


@pytest.mark.parametrize("text", ["9999", "nobody", ""])
def test_an_attempt_that_is_not_there_is_named(seated: Station, prepared: Prepared, text: str) -> None:
    assert seated.login
    with pytest.raises(OrderError, match="There is no attempt"):
        order(prepared, Verdict.COUNT, "abcd:1", attempt=text)


def test_an_attempt_is_found_by_the_beginning_of_its_id(seated: Station, prepared: Prepared) -> None:
    pen = seated.pen()
    seated.sync(pen)
    attempt = seated.login.attempt
    assert order(prepared, Verdict.LEAVE_OUT, f"{pen.writer.id}:1", attempt=attempt[:8].upper())


def run(capsys: Capture, *words: str | Path) -> list[str]:
    capsys.readouterr()
    assert main([str(word) for word in words]) == 0
    return capsys.readouterr().out.splitlines()


def forked(station: Station, pen: Pen) -> None:
    clone = Pen(pen.writer, pen.events[:1])
    clone.choose("q1", "clone")
    with pytest.raises(RefusedByServiceError, match="fork"):
        station.sync(clone)


def test_the_command_lists_shows_and_rules_while_the_service_runs(
    new_station: Callable[[], Station], prepared: Prepared, capsys: Capture
) -> None:
    station, old, new = two_stations(new_station, prepared)
    forked(station, new)
    root, attempt = prepared.folder.root, station.login.attempt
    (line,) = run(capsys, "attempts", "list", root)
    assert line.split("\t") == [
        attempt[:8],
        prepared.exam.id,
        ADMISSION,
        "张三",
        "open",
        "4 events",
        "1 conflicts",
        "0 late",
        "0 left out",
        "1 forks",
        "-",
        f"released R1/2 PC-02 ({station.key.id[:8]})",
    ]
    (row,) = json.loads(
        "\n".join(run(capsys, "attempts", "list", root, "--exam", prepared.exam.id, "--json"))
    )
    assert (row["attempt"], row["conflicts"], row["forks"], row["writers"]) == (attempt, ["q1"], 1, 2)
    shown = "\n".join(run(capsys, "attempts", "show", root, ADMISSION))
    assert "Conflict at question q1" in shown
    assert f"{new.writer.id[:8]}:2\t" in shown
    assert '"choice":"a"' in shown
    assert "another branch from 2 on, 1 events" in shown
    spans = ["--leave-out", f"{new.writer.id[:8]}:2", "--leave-out", f"{new.writer.id[:8]}:1"]
    ruled = run(capsys, "attempts", "rule", root, attempt, *spans, "--reason", "换机前的作答", "--by", "李")
    assert ruled == ["Ruling 1 leaves out 2 events. Nothing was removed."]
    shown = "\n".join(run(capsys, "attempts", "show", root, attempt[:6]))
    assert "Conflict" not in shown
    assert "李\tleaves out" in shown
    assert "换机前的作答" in shown
    assert old.writer.id[:8] in shown


def test_the_command_says_when_there_is_nothing(prepared: Prepared, capsys: Capture) -> None:
    assert run(capsys, "attempts", "list", prepared.folder.root) == [
        "There are no attempts: nobody has logged in yet."
    ]
    assert main(["attempts", "list", str(prepared.folder.root), "--exam", "none"]) == 1
    assert main(["attempts", "show", str(prepared.folder.root), "2026A001"]) == 1
    assert "There is no attempt 2026A001" in capsys.readouterr().err


def test_a_text_in_dispute_cannot_play_with_the_terminal(
    new_station: Callable[[], Station], prepared: Prepared, capsys: Capture
) -> None:
    for text in ("\x1b[31mred\nnext line", "x" * 100):
        station = new_station()
        station.log_in()
        pen = station.pen()
        pen.type("q4", text)
        station.sync(pen)
        release(prepared)
    shown = run(capsys, "attempts", "show", prepared.folder.root, ADMISSION)
    assert any(line.endswith("\t [31mred next line") for line in shown)
    assert any(line.endswith("x" * 60 + "…") for line in shown)
