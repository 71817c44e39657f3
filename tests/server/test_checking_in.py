"""Check-in at the door: who is in, who waits for the head proctor, and who may log in."""

import io

import anyio
import pytest
from PIL import Image

from examprotocol.messages import Refusal
from examserver.cli.ordering import give
from examserver.errors import CheckInError, OrderError
from examserver.services.actions.orders import PauseExams
from examserver.services.checkin.desk import CheckInDesk, RoomList
from examserver.services.checkin.orders import AskForEntry, CheckIn, DecideEntry, UndoCheckIn
from examserver.services.checkin.record_orders import AddMaterial, PurgePhotos, RequireCheckIn
from examserver.services.exam_orders import ExtendExam
from examserver.services.sittings.setup_orders import MakeSitting, PutExamIn
from examserver.storage.audit import audit_rows
from examserver.storage.checkins import CheckInState, checkin_of, materials_at
from examserver.storage.entry_photos import entry_photo, keep_entry_photo, strays
from examserver.storage.store import Store, reading
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.sittings import ANN, DAY, MINUTE, ZHANG, order_at
from tests.server.station import ROOM, RefusedByServiceError, Station
from tests.server.test_roster_photos import picture

EXAM = "exam-1"
BEFORE, AFTER = START - 30 * MINUTE, START + 3 * 60 * MINUTE


def state_of(prepared: Prepared, candidate: str = ZHANG) -> CheckInState | None:
    with reading(prepared.folder) as connection:
        row = checkin_of(connection, EXAM, candidate)
    return row.state if row else None


def asked(candidate: str = ZHANG, reason: str = "照片不像") -> AskForEntry:
    return AskForEntry(EXAM, candidate, ROOM, reason, picture(), "赵监考")


def test_a_candidate_is_checked_in_once_and_that_can_be_taken_back(prepared: Prepared) -> None:
    wish = CheckIn(EXAM, ZHANG.lower(), ROOM, "赵监考")
    assert order_at(prepared, wish, BEFORE).lines == (f"{ZHANG} is checked in.",)
    assert order_at(prepared, wish, BEFORE).lines == (f"{ZHANG} is checked in already.",)
    assert state_of(prepared) is CheckInState.IN
    order_at(prepared, UndoCheckIn(EXAM, ZHANG, ROOM, "赵监考"), BEFORE)
    assert state_of(prepared) is None
    with pytest.raises(CheckInError, match="not checked in"):
        order_at(prepared, UndoCheckIn(EXAM, ZHANG, ROOM), BEFORE)


def test_nobody_is_checked_in_to_an_exam_that_is_over(prepared: Prepared) -> None:
    with pytest.raises(CheckInError, match="The exam is over"):
        order_at(prepared, CheckIn(EXAM, ZHANG, ROOM), AFTER)
    with pytest.raises(CheckInError, match="no candidate of exam"):
        order_at(prepared, CheckIn(EXAM, "NOBODY", ROOM), BEFORE)


def test_who_does_not_match_waits_for_the_head_proctor_with_a_photo_made_anew(prepared: Prepared) -> None:
    assert give(prepared.folder.root, asked()).lines == (f"{ZHANG} waits for the head proctor.",)
    with reading(prepared.folder) as connection:
        row = checkin_of(connection, EXAM, ZHANG)
    assert row is not None
    kept = entry_photo(prepared.folder, row.photo)
    assert kept is not None
    with Image.open(io.BytesIO(kept)) as opened:
        assert opened.format == "JPEG"
    with pytest.raises(CheckInError, match="head proctor was asked"):
        order_at(prepared, CheckIn(EXAM, ZHANG, ROOM), BEFORE)


@pytest.mark.parametrize(
    ("photo", "reason", "said"),
    [
        (b"", "x", "There is no photo"),
        (b"GIF89a", "x", "no JPEG or PNG"),
        (picture(), " ", "Say why"),
        (picture(), "x" * 501, "more than 500"),
    ],
    ids=["no-photo", "no-picture", "no-reason", "long"],
)
def test_a_question_to_the_head_proctor_needs_a_photo_and_a_reason(
    prepared: Prepared, photo: bytes, reason: str, said: str
) -> None:
    with pytest.raises(CheckInError, match=said):
        give(prepared.folder.root, AskForEntry(EXAM, ZHANG, ROOM, reason, photo))
    assert state_of(prepared) is None


def test_the_head_proctor_allows_several_or_refuses_with_a_reason(prepared: Prepared) -> None:
    for candidate in (ZHANG, ANN):
        give(prepared.folder.root, asked(candidate))
    refusing = DecideEntry((f"{EXAM}/{ANN}",), allow=False, by="王主考")
    with pytest.raises(CheckInError, match="Say why"):
        order_at(prepared, refusing, BEFORE)
    order_at(prepared, DecideEntry((f"{EXAM}/{ANN}",), allow=False, reason="冒名", by="王主考"), BEFORE)
    assert (state_of(prepared), state_of(prepared, ANN)) == (CheckInState.WAITING, CheckInState.REFUSED)
    both = DecideEntry((f"{EXAM}/{ZHANG}", f"{EXAM}/{ANN}"), allow=False, reason="冒名", by="王主考")
    with pytest.raises(CheckInError, match="does not wait any more"):
        order_at(prepared, both, BEFORE)
    order_at(prepared, DecideEntry((f"{EXAM}/{ZHANG}",), allow=True, by="王主考"), BEFORE)
    assert state_of(prepared) is CheckInState.ALLOWED
    with pytest.raises(CheckInError, match="not taken back here"):
        order_at(prepared, UndoCheckIn(EXAM, ZHANG, ROOM), BEFORE)


def test_a_decision_is_changed_with_a_reason_until_the_candidate_has_logged_in(
    prepared: Prepared, station: Station
) -> None:
    give(prepared.folder.root, asked())
    who = (f"{EXAM}/{ZHANG}",)
    give(prepared.folder.root, DecideEntry(who, allow=False, reason="冒名"))
    with pytest.raises(RefusedByServiceError, match=Refusal.ENTRY_REFUSED):
        station.log_in()
    with pytest.raises((OrderError, CheckInError), match="only with a reason"):
        give(prepared.folder.root, DecideEntry(who, allow=True))
    give(prepared.folder.root, DecideEntry(who, allow=True, reason="补交证件"))
    give(prepared.folder.root, DecideEntry(who, allow=False, reason="再看一次"))
    give(prepared.folder.root, DecideEntry(who, allow=True, reason="证件有效"))
    station.log_in()
    with pytest.raises((OrderError, CheckInError), match="has logged in, so the decision stands"):
        give(prepared.folder.root, DecideEntry(who, allow=False, reason="冒名"))
    assert state_of(prepared) is CheckInState.ALLOWED


def test_what_was_refused_stays_in_the_record_when_it_is_asked_anew(prepared: Prepared) -> None:
    give(prepared.folder.root, asked())
    with reading(prepared.folder) as connection:
        first = checkin_of(connection, EXAM, ZHANG)
    assert first is not None
    give(prepared.folder.root, DecideEntry((f"{EXAM}/{ZHANG}",), allow=False, reason="冒名", by="王主考"))
    give(prepared.folder.root, asked(reason="本人到场"))
    assert state_of(prepared) is CheckInState.WAITING
    with reading(prepared.folder) as connection:
        (earlier,) = materials_at(connection, [EXAM])
    assert earlier.reason == f"{ZHANG}: 照片不像 ✗ 冒名 (王主考)"
    assert (earlier.photo, earlier.at, earlier.by) == (first.photo, first.at, first.by)


def test_who_was_checked_in_by_the_proctor_is_not_decided_about(prepared: Prepared) -> None:
    give(prepared.folder.root, CheckIn(EXAM, ZHANG, ROOM))
    with pytest.raises((OrderError, CheckInError), match="does not wait any more"):
        give(prepared.folder.root, DecideEntry((f"{EXAM}/{ZHANG}",), allow=False, reason="冒名"))


def test_the_audit_log_names_the_photo_by_its_hash_and_who_decided(prepared: Prepared) -> None:
    give(prepared.folder.root, asked())
    order_at(prepared, DecideEntry((f"{EXAM}/{ZHANG}",), allow=True, reason="证件新办", by="王主考"), BEFORE)
    with reading(prepared.folder) as connection:
        rows = {row.what: row for row in audit_rows(connection)}
    assert len(str(rows["ask_for_entry"].about["sha256"])) == 64
    assert rows["decide_entry"].why == "证件新办"
    assert rows["decide_entry"].who == "王主考"


def test_a_login_needs_a_check_in_only_where_that_is_chosen(prepared: Prepared, station: Station) -> None:
    station.log_in()
    give(prepared.folder.root, RequireCheckIn(on=True))
    station.log_in()


def test_who_is_not_checked_in_is_refused_until_the_proctor_has_done_it(
    prepared: Prepared, station: Station
) -> None:
    give(prepared.folder.root, RequireCheckIn(on=True))
    with pytest.raises(RefusedByServiceError, match=Refusal.NOT_CHECKED_IN):
        station.log_in()
    give(prepared.folder.root, asked())
    with pytest.raises(RefusedByServiceError, match=Refusal.NOT_CHECKED_IN):
        station.log_in()
    give(prepared.folder.root, DecideEntry((f"{EXAM}/{ZHANG}",), allow=True))
    station.log_in()
    with pytest.raises((OrderError, CheckInError)):
        give(prepared.folder.root, UndoCheckIn(EXAM, ZHANG, ROOM))


def test_a_sitting_chooses_otherwise_than_its_site(prepared: Prepared, station: Station) -> None:
    root = prepared.folder.root
    give(root, MakeSitting("上午", rehearsal=False))
    give(root, PutExamIn(EXAM, "sitting-1"))
    give(root, RequireCheckIn(on=True))
    give(root, RequireCheckIn(on=False, sitting="sitting-1"))
    station.log_in()
    give(root, RequireCheckIn(on=None, sitting="sitting-1"))
    with pytest.raises((OrderError, CheckInError), match="has to choose"):
        give(root, RequireCheckIn(on=None))


def test_materials_are_taken_until_the_sitting_is_over_and_not_after(prepared: Prepared) -> None:
    sha256 = keep_entry_photo(prepared.folder, picture())
    wish = AddMaterial(EXAM, ROOM, "停电十分钟", by="赵监考", sha256=sha256)
    order_at(prepared, wish, START)
    with pytest.raises(CheckInError, match="before its end, and not after"):
        order_at(prepared, wish, AFTER)
    with reading(prepared.folder) as connection:
        (one,) = materials_at(connection, [EXAM])
    assert (one.room, one.reason, one.photo) == (ROOM, "停电十分钟", sha256)


def test_with_more_time_a_room_hands_materials_in_and_checks_in_until_that_is_over_too(
    prepared: Prepared,
) -> None:
    closes, late = prepared.exam.closes, 30 * MINUTE
    sha256 = keep_entry_photo(prepared.folder, picture())
    material, entry = AddMaterial(EXAM, ROOM, "停电十分钟", sha256=sha256), CheckIn(EXAM, ZHANG, ROOM)
    order_at(prepared, ExtendExam(EXAM, 30, ANN, "断电"), START)
    for wish in (material, entry):
        order_at(prepared, wish, closes + MINUTE)
        with pytest.raises(CheckInError, match="is over"):
            order_at(prepared, wish, closes + late)
    assert not looked(prepared, closes + late - 1).is_over
    assert looked(prepared, closes + late).is_over


def test_materials_are_taken_while_a_pause_keeps_somebody_in_the_exam(
    prepared: Prepared, station: Station, clock: FakeClock
) -> None:
    station.log_in()
    give(prepared.folder.root, PauseExams(exam=EXAM, by="王主考", reason="停电"))
    clock.time = prepared.exam.closes + MINUTE
    give(prepared.folder.root, AddMaterial(EXAM, ROOM, "停电", picture()))
    assert not looked(prepared, clock.time).is_over


def looked(prepared: Prepared, now: int) -> RoomList:
    """What the page of the room shows at a site time."""
    store = Store(prepared.folder)
    try:
        return anyio.run(CheckInDesk(store, prepared.folder, FakeClock(now)).room, EXAM, ROOM)
    finally:
        store.close()


def test_photos_are_deleted_when_they_are_old_and_what_was_decided_stays(prepared: Prepared) -> None:
    give(prepared.folder.root, asked())
    stray = keep_entry_photo(prepared.folder, b"of nobody")
    with reading(prepared.folder) as connection:
        assert strays(prepared.folder, connection) == {stray}
    assert order_at(prepared, PurgePhotos(), START + DAY).lines == ("Photos deleted: 1.",)
    assert order_at(prepared, PurgePhotos(), START + 32 * DAY).lines == ("Photos deleted: 1.",)
    with reading(prepared.folder) as connection:
        row = checkin_of(connection, EXAM, ZHANG)
    assert row is not None
    assert (row.photo, row.reason) == ("", "照片不像")
    assert entry_photo(prepared.folder, stray) is None
