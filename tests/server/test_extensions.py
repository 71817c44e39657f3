"""More time for one candidate or for all: numbered, signed, in force at once, and open again by it."""

from collections.abc import Callable

import msgspec
import pytest
from sqlalchemy import Connection

from examprotocol.errors import ForgedError
from examprotocol.events import Answered, Submitted
from examprotocol.extensions import Extension, extended_end, open_extension, sign_extension
from examprotocol.merge import answers_digest
from examprotocol.messages import SyncReply, SyncRequest
from examprotocol.receipts import open_receipt
from examprotocol.responses import ChoiceResponse
from examprotocol.signing import RECEIPT, new_signing_key, sign
from examserver.cli.command_line import main
from examserver.cli.ordering import give
from examserver.errors import SiteError, StorageError
from examserver.ids import new_id
from examserver.services import exam_orders, extensions
from examserver.services.counting import answers_that_count
from examserver.services.exam_orders import ExtendExam
from examserver.services.exams import MINUTE
from examserver.services.keys import signing_key
from examserver.services.receipt_book import ReceiptBook
from examserver.serving import SiteServer
from examserver.site import running_site
from examserver.storage.attempts import attempts_of
from examserver.storage.extensions import extensions_of
from examserver.storage.reviews import read_reviews
from examserver.storage.store import reading
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.station import Pen, Station

END = START + 60 * MINUTE
ANN = ("2026A002", "110101199003070425")


def extend(prepared: Prepared, minutes: int, candidate: str = "", reason: str = "r") -> tuple[str, ...]:
    return give(prepared.folder.root, ExtendExam(prepared.exam.id, minutes, candidate, reason)).lines


def handed_in(station: Station, *, by_deadline: bool) -> Pen:
    pen = station.pen()
    pen.choose("q1", "a")
    pen.write(Submitted({pen.writer.id: pen.head}, by_deadline))
    station.sync(pen)
    assert station.submit(pen).receipt
    return pen


def bring(station: Station, pen: Pen, *tokens: str) -> SyncReply:
    """A heartbeat with extensions that the station was given."""
    request = SyncRequest(pen.writer, len(pen.events) + 1, (), tokens)
    return station.call("POST", "/sync", SyncReply, request)


def test_extensions_for_all_and_for_one_reach_running_clients_with_the_next_reply(
    new_station: Callable[[], Station], prepared: Prepared
) -> None:
    zhang, ann = new_station(), new_station()
    zhang.log_in()
    ann.log_in(*ANN)
    pen, other = zhang.pen(), ann.pen()
    assert (zhang.heartbeat(pen).end, zhang.heartbeat(pen).extensions) == (END, ())
    extend(prepared, 10)
    extend(prepared, 5, "2026a001 ")
    assert zhang.heartbeat(pen).end == END + 15 * MINUTE
    assert ann.heartbeat(other).end == END + 10 * MINUTE
    assert (len(zhang.heartbeat(pen).extensions), len(ann.sync(other).extensions)) == (2, 1)


def test_a_station_can_prove_its_extensions_and_work_out_the_end(
    seated: Station, prepared: Prepared, clock: FakeClock
) -> None:
    extend(prepared, 10, reason="power cut")
    extend(prepared, 5, "2026A001")
    tokens = seated.heartbeat(seated.pen()).extensions
    key = signing_key(prepared.folder)
    opened = [open_extension(token, key) for token in tokens]
    assert [(one.number, one.candidate, one.minutes) for one in opened] == [(1, "", 10), (2, "2026A001", 5)]
    assert (opened[0].reason, opened[0].at, opened[0].site) == (
        "power cut",
        clock.now(),
        prepared.card.site_id,
    )
    end = extended_end(END, [*opened, *opened], prepared.exam.id, "2026A001")
    assert end == seated.heartbeat(seated.pen()).end == END + 15 * MINUTE
    assert extended_end(END, opened, prepared.exam.id, "2026A002") == END + 10 * MINUTE
    assert extended_end(END, opened, "exam-2", "2026A001") == END
    with pytest.raises(ForgedError):
        open_extension(tokens[0], new_signing_key())
    with pytest.raises(ForgedError):
        open_extension(sign(opened[0], key, RECEIPT), key)


def test_a_login_hears_of_them_and_is_taken_until_the_extended_closing(
    station: Station, prepared: Prepared, clock: FakeClock
) -> None:
    extend(prepared, 30, "2026A001")
    clock.time = END + 35 * MINUTE
    login = station.log_in()
    assert (login.exam.end, len(login.extensions)) == (END + 30 * MINUTE, 1)


def test_an_extension_opens_what_the_deadline_handed_in(
    seated: Station, prepared: Prepared, clock: FakeClock
) -> None:
    clock.time = END
    pen = handed_in(seated, by_deadline=True)
    first = seated.heartbeat(pen).receipt
    assert first
    assert "1 attempt is open again" in extend(prepared, 10)[1]
    reply = seated.heartbeat(pen)
    assert (reply.receipt, reply.end) == ("", END + 10 * MINUTE)
    pen.choose("q1", "b")
    pen.write(Submitted({}, by_deadline=True))
    seated.sync(pen)
    supplement = open_receipt(seated.submit(pen).receipt, signing_key(prepared.folder))
    assert supplement.number == 2


@pytest.fixture
def two_ended(
    new_station: Callable[[], Station], clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> tuple[Station, Station]:
    """The deadline has handed two candidates in; whoever extends looks at one of them at a time."""
    monkeypatch.setattr(extensions, "PART_SECONDS", 0)
    zhang, ann = new_station(), new_station()
    clock.time = END
    zhang.log_in()
    ann.log_in(*ANN)
    handed_in(zhang, by_deadline=True)
    handed_in(ann, by_deadline=True)
    return zhang, ann


def open_again(prepared: Prepared) -> list[str]:
    with reading(prepared.folder) as connection:
        return [one.candidate for one in attempts_of(connection, prepared.exam.id) if not one.submitted]


@pytest.mark.usefixtures("two_ended")
def test_an_extension_for_all_lets_saves_come_between_its_parts(
    prepared: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    before: list[list[str]] = []

    def go_on(connection: Connection, book: ReceiptBook, extension: str) -> object:
        before.append(open_again(prepared))
        return extensions.go_on_with(connection, book, extension)

    monkeypatch.setattr(exam_orders, "go_on_with", go_on)
    lines = extend(prepared, 10)
    assert lines[1] == "2 attempts are open again: only the clock had ended them."
    assert before == [["2026A001"]], "what was done so far is stored, and the writer was free"
    assert open_again(prepared) == ["2026A001", "2026A002"]


@pytest.mark.usefixtures("two_ended")
def test_an_extension_that_was_cut_short_comes_to_its_end_when_the_service_starts(
    prepared: Prepared, server: SiteServer, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise StorageError("The power is gone.", "")

    monkeypatch.setattr(exam_orders, "go_on_with", fail)
    assert "1 attempt is open again" in extend(prepared, 10)[1], "it counts, whatever becomes of the rest"
    server.stop()
    assert open_again(prepared) == ["2026A001"]
    clock.time = END + 5 * MINUTE
    with running_site(prepared.folder, clock) as site:
        site.closing.run_once()
    assert open_again(prepared) == ["2026A001", "2026A002"]
    with reading(prepared.folder) as connection:
        assert read_reviews(connection) == ()
        assert len(extensions_of(connection, prepared.exam.id)) == 1


@pytest.mark.usefixtures("two_ended")
def test_without_a_service_an_extension_is_carried_out_whole(prepared: Prepared, server: SiteServer) -> None:
    server.stop()
    extend(prepared, 10)
    with reading(prepared.folder) as connection:
        assert read_reviews(connection) == ()


def test_an_attempt_opened_again_in_which_nothing_changes_keeps_its_receipt(
    seated: Station, prepared: Prepared, clock: FakeClock
) -> None:
    clock.time = END
    pen = handed_in(seated, by_deadline=True)
    first = seated.heartbeat(pen).receipt
    extend(prepared, 10)
    assert seated.submit(pen).receipt == seated.heartbeat(pen).receipt == first
    assert seated.log_in().receipt == first


def test_who_handed_in_by_themselves_stays_handed_in(
    seated: Station, prepared: Prepared, clock: FakeClock
) -> None:
    clock.time = START + MINUTE
    pen = handed_in(seated, by_deadline=False)
    assert len(extend(prepared, 10)) == 2
    assert seated.heartbeat(pen).receipt


def test_an_extension_for_another_or_one_that_has_run_out_opens_nothing(
    seated: Station, prepared: Prepared, clock: FakeClock
) -> None:
    clock.time = END
    pen = handed_in(seated, by_deadline=True)
    extend(prepared, 10, "2026A002")
    assert seated.heartbeat(pen).receipt
    clock.time = END + 9 * MINUTE
    extend(prepared, 5, "2026A001")
    assert seated.heartbeat(pen).receipt
    extend(prepared, 5, "2026A001")
    assert seated.heartbeat(pen).receipt == ""


@pytest.mark.parametrize("brought", [False, True])
def test_an_extension_after_the_fact_counts_what_was_too_late_and_the_receipt_says_so(
    seated: Station,
    new_station: Callable[[], Station],
    prepared: Prepared,
    clock: FakeClock,
    *,
    brought: bool,
) -> None:
    """The extended end has passed too when the extension is made, or comes back from another station."""
    neighbour = new_station()
    neighbour.log_in(*ANN)
    clock.time = END
    pen = handed_in(seated, by_deadline=True)
    pen.write(Answered("q1", ChoiceResponse("b")), at=END + 12 * MINUTE)
    clock.time = END + 12 * MINUTE
    seated.sync(pen)
    key = signing_key(prepared.folder)
    first = open_receipt(seated.heartbeat(pen).receipt, key)
    assert first.number == 1, "it came after the grace"
    clock.time = END + 60 * MINUTE
    if brought:
        lost = Extension(prepared.card.site_id, prepared.exam.id, new_id(), 1, "", 15, "", START)
        bring(neighbour, neighbour.pen(), sign_extension(lost, key))
    else:
        assert len(extend(prepared, 15)) == 2, "nothing is open again"
    second = open_receipt(seated.heartbeat(pen).receipt, key)
    with reading(prepared.folder) as connection:
        counts = answers_digest(answers_that_count(connection, second.attempt))
    assert (second.number, second.answers) == (2, counts)
    assert second.answers != first.answers


def test_extensions_that_a_service_forgot_are_taken_back_from_a_station(
    seated: Station, prepared: Prepared, server: SiteServer
) -> None:
    assert server.is_serving
    pen, key = seated.pen(), signing_key(prepared.folder)
    lost = Extension(prepared.card.site_id, prepared.exam.id, new_id(), 1, "", 10, "", START)
    token = sign_extension(lost, key)
    assert bring(seated, pen, token).end == END + 10 * MINUTE
    assert bring(seated, pen, token).extensions == (token,)
    assert extend(prepared, 5)[0].startswith("Extension 2 ")
    with reading(prepared.folder) as connection:
        assert [one.minutes for one in extensions_of(connection, prepared.exam.id)] == [10, 5]


@pytest.mark.parametrize("change", [{"site": "f" * 32}, {"exam": "exam-9"}, {}])
def test_extensions_that_this_service_did_not_sign_count_for_nothing(
    seated: Station, prepared: Prepared, change: dict[str, str]
) -> None:
    own = Extension(prepared.card.site_id, prepared.exam.id, new_id(), 1, "", 10, "", START)
    key = signing_key(prepared.folder) if change else new_signing_key()
    token = sign_extension(msgspec.structs.replace(own, **change), key)
    assert bring(seated, seated.pen(), token, "no token").end == END


@pytest.mark.parametrize(
    ("order", "reason"),
    [
        (("exam-9", 5, "", "r"), "no exam with the id exam-9"),
        (("exam-1", 0, "", "r"), "Nobody can have 0 minutes more"),
        (("exam-1", 1441, "", "r"), "Nobody can have 1441 minutes more"),
        (("exam-1", 5, "2026A009", "r"), "2026A009 is not registered"),
        (("exam-1", 5, "", "two\nlines"), "needs a reason that others can follow"),
    ],
)
def test_an_extension_that_makes_no_sense_is_refused(
    prepared: Prepared, order: tuple[str, int, str, str], reason: str
) -> None:
    with pytest.raises(SiteError, match=reason):
        give(prepared.folder.root, ExtendExam(*order))
    with reading(prepared.folder) as connection:
        assert extensions_of(connection, "exam-1") == ()


def test_the_command_extends_and_the_list_shows_it(
    prepared: Prepared, capsys: pytest.CaptureFixture[str]
) -> None:
    root = str(prepared.folder.root)
    assert main(["exam", "extend", root, "exam-1", "--minutes", "10", "--reason", "停电"]) == 0
    assert (
        main(["exam", "extend", root, "exam-1", "--minutes", "5", "--candidate", "2026A001", "--reason", "r"])
        == 0
    )
    assert "candidate 2026A001 has 5 minutes more" in capsys.readouterr().out
    assert main(["exam", "list", root]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert [line.split("\t")[:3] for line in listed[1:]] == [
        ["  extension 1", "+10 minutes", "all candidates"],
        ["  extension 2", "+5 minutes", "candidate 2026A001"],
    ]
    assert listed[1].endswith("停电")
