"""Setting a machine up on the screen, at a real site: by a proctor, by itself, and again after a refusal."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from examclient.app import Client
from examclient.assembly import build_enrolling
from examclient.domain.config import Config
from examclient.domain.enrolling import EnrolState, EnrolStep, NamedFile
from examclient.domain.phases import Phase
from examclient.enrolling import build_enrol
from examclient.errors import (
    EnrolmentFileError,
    ExamError,
    Flaw,
    SiteRefusedError,
    SiteUnreachableError,
    StationError,
)
from examclient.storage.enrolment_file import read_enrolment
from examclient.storage.station_file import read_membership
from examclient.ui import enrolling
from examclient.ui.enrolling import Enrolling
from examclient.ui.pages.enrol import EnrolPage
from examclient.ui.pages.login import LoginPage
from examprotocol.messages import Refusal
from examserver.services.station_orders import MakeEnrolment, ReleaseStation
from tests.client.exam_site import ROOM, WEEK, ZHANG, ExamSite
from tests.client.seat import PATIENCE


class Setting:
    """A machine that is set up, and everything that its screen would have been shown."""

    def __init__(self, qtbot: QtBot, config: Config) -> None:
        self._qtbot = qtbot
        self.enrolling: Enrolling = build_enrolling(config)
        self.enrolling._jitter = lambda: 0.0
        self.seen: list[EnrolState] = []
        self.left = 0
        self.enrolling.state_changed.connect(self.seen.append)
        self.enrolling.left.connect(self._on_left)

    def _on_left(self) -> None:
        self.left += 1

    @property
    def state(self) -> EnrolState:
        return self.enrolling.state

    def start_by_itself(self, file: Path) -> None:
        self.enrolling.start_by_itself(NamedFile(str(file), "PC-07"))

    def wait(self, is_so: Callable[[], bool]) -> EnrolState:
        def check() -> None:
            assert is_so(), self.state

        self._qtbot.waitUntil(check, timeout=PATIENCE)
        return self.state

    def rest(self) -> EnrolState:
        return self.wait(lambda: not self.state.busy)


@pytest.fixture
def file(site: ExamSite, tmp_path: Path) -> Path:
    path = tmp_path / "site.enrol"
    path.write_bytes(site.sealed(site.file))
    return path


@pytest.fixture
def set_up(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Setting]]:
    made: list[Setting] = []

    def make(seat: str = "") -> Setting:
        made.append(Setting(qtbot, Config(data_folder=tmp_path / "data", seat=seat)))
        return made[-1]

    yield make
    for setting in made:
        setting.enrolling.close()


def test_a_proctor_chooses_compares_and_sets_the_machine_up(
    file: Path, tmp_path: Path, set_up: Callable[..., Setting]
) -> None:
    setting = set_up()
    setting.enrolling.start(None, may_leave=False)
    setting.enrolling.choose(str(file))
    state = setting.rest()
    assert state.step is EnrolStep.COMPARING
    assert state.file is not None
    assert (state.file.site, len(state.file.fingerprint)) == ("第一考点", 23)
    assert read_membership(tmp_path / "data") is None, "nothing happens before somebody has compared"
    setting.enrolling.leave()
    assert setting.left == 0, "there is no login page yet"
    setting.enrolling.register("12")
    state = setting.rest()
    assert state.step is EnrolStep.DONE
    assert state.enrolled is not None
    assert state.enrolled.membership == read_membership(tmp_path / "data")
    setting.enrolling.leave()
    assert setting.left == 1


def test_a_wrong_file_is_named_and_another_can_be_chosen(
    file: Path, tmp_path: Path, set_up: Callable[..., Setting]
) -> None:
    (tmp_path / "letter.enrol").write_text("Dear colleague", encoding="utf-8")
    setting = set_up()
    for name, flaw in (("letter.enrol", Flaw.OTHER_KIND), ("gone.enrol", Flaw.NOT_READ)):
        setting.enrolling.choose(str(tmp_path / name))
        state = setting.rest()
        assert isinstance(state.trouble, EnrolmentFileError)
        assert (state.trouble.flaw, state.step) == (flaw, EnrolStep.CHOOSING)
    setting.enrolling.choose(str(file))
    assert setting.rest().step is EnrolStep.COMPARING
    assert setting.state.trouble is None


def test_a_taken_seat_is_said_and_another_can_be_typed(
    site: ExamSite, file: Path, new_machine: Callable[[], object], set_up: Callable[..., Setting]
) -> None:
    new_machine()
    setting = set_up()
    setting.enrolling.choose(str(file))
    setting.rest()
    setting.enrolling.register("M0")
    state = setting.rest()
    assert isinstance(state.trouble, SiteRefusedError)
    assert state.trouble.code == Refusal.SEAT_TAKEN
    assert state.step is EnrolStep.COMPARING
    setting.enrolling.register("M1")
    assert setting.rest().step is EnrolStep.DONE


def test_a_proctor_is_told_when_nobody_answers_and_presses_again(
    site: ExamSite, file: Path, set_up: Callable[..., Setting]
) -> None:
    setting = set_up()
    setting.enrolling.choose(str(file))
    setting.rest()
    site.cable.pull()
    setting.enrolling.register("12")
    assert isinstance(setting.rest().trouble, SiteUnreachableError)
    site.cable.plug()
    setting.enrolling.register("12")
    assert setting.rest().step is EnrolStep.DONE


def test_by_itself_a_machine_waits_for_file_and_network_and_goes_on(
    site: ExamSite, file: Path, set_up: Callable[..., Setting]
) -> None:
    content = file.read_bytes()
    file.unlink()
    setting = set_up(seat="12")
    setting.start_by_itself(file)
    setting.wait(lambda: isinstance(setting.state.trouble, EnrolmentFileError))
    site.cable.pull()
    file.write_bytes(content)
    setting.wait(lambda: isinstance(setting.state.trouble, SiteUnreachableError))
    assert setting.state.by_itself
    site.cable.plug()
    setting.wait(lambda: setting.left == 1)
    assert setting.state.step is EnrolStep.DONE
    assert setting.state.enrolled is not None
    assert setting.state.enrolled.membership.seat == "12"


def test_by_itself_what_does_not_pass_is_left_to_a_person(file: Path, set_up: Callable[..., Setting]) -> None:
    setting = set_up()
    setting.start_by_itself(file)
    state = setting.rest()
    assert isinstance(state.trouble, SiteRefusedError)
    assert state.trouble.code == Refusal.SEAT_MISSING
    assert (state.step, state.by_itself) == (EnrolStep.COMPARING, False)
    setting.enrolling.register("12")
    assert setting.rest().step is EnrolStep.DONE
    assert setting.left == 0, "a person reads what the page says"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A minute is over at once."""
    monkeypatch.setattr(enrolling, "LOOKS_AGAIN", 0.02)


def in_trouble_and_asking(setting: Setting, code: Refusal) -> EnrolState:
    def is_so() -> bool:
        trouble = setting.state.trouble
        return isinstance(trouble, SiteRefusedError) and trouble.code == code and not setting.state.busy

    return setting.wait(is_so)


@pytest.mark.usefixtures("impatient")
def test_a_newer_file_in_the_same_place_is_found_without_a_restart(
    site: ExamSite, file: Path, set_up: Callable[..., Setting]
) -> None:
    new = site.along_the_cable(site.order(MakeEnrolment(ROOM, 2 * WEEK, seats={"pc-07": "7"})))
    site.time.put_forward(WEEK)
    setting = set_up(seat="12")
    setting.start_by_itself(file)
    state = in_trouble_and_asking(setting, Refusal.ENROLMENT_EXPIRED)
    assert state.looks_at == NamedFile(str(file), "PC-07")
    file.write_bytes(site.sealed(new))
    setting.wait(lambda: setting.left == 1)
    assert setting.state.step is EnrolStep.DONE


@pytest.mark.usefixtures("impatient")
def test_a_seat_that_is_released_meanwhile_is_taken_without_a_restart(
    site: ExamSite, file: Path, tmp_path: Path, set_up: Callable[..., Setting]
) -> None:
    """A machine whose disk was wiped has another key, and its seat is held by the one from before."""
    before = build_enrol(tmp_path / "wiped")(read_enrolment(file), "12").membership
    setting = set_up(seat="12")
    setting.start_by_itself(file)
    in_trouble_and_asking(setting, Refusal.SEAT_TAKEN)
    site.order(ReleaseStation(before.station, reason="a power cut"))
    setting.wait(lambda: setting.left == 1)


@pytest.mark.usefixtures("impatient")
def test_what_a_person_has_to_mend_stays_in_sight_while_the_network_is_gone(
    site: ExamSite, file: Path, set_up: Callable[..., Setting], monkeypatch: pytest.MonkeyPatch
) -> None:
    setting = set_up()
    setting.start_by_itself(file)
    in_trouble_and_asking(setting, Refusal.SEAT_MISSING)
    failed: list[ExamError] = []
    on_failed = setting.enrolling._on_failed

    def heard(trouble: ExamError) -> None:
        failed.append(trouble)
        on_failed(trouble)

    monkeypatch.setattr(setting.enrolling, "_on_failed", heard)
    site.cable.pull()
    setting.wait(lambda: sum(isinstance(error, SiteUnreachableError) for error in failed) > 1)
    in_trouble_and_asking(setting, Refusal.SEAT_MISSING)


@pytest.mark.usefixtures("impatient")
def test_a_person_who_has_begun_is_not_interrupted(
    site: ExamSite, file: Path, new_machine: Callable[[], object], set_up: Callable[..., Setting]
) -> None:
    new_machine()
    setting = set_up()
    setting.start_by_itself(file)
    in_trouble_and_asking(setting, Refusal.SEAT_MISSING)
    setting.enrolling.register("M0")
    state = in_trouble_and_asking(setting, Refusal.SEAT_TAKEN)
    assert state.looks_at is None
    assert not setting.enrolling._timer.isActive()
    setting.enrolling.register("12")
    assert setting.wait(lambda: setting.state.enrolled is not None).step is EnrolStep.DONE
    assert setting.left == 0, "a person reads what the page says"


def test_who_chooses_a_file_ends_what_the_machine_does_by_itself(
    file: Path, tmp_path: Path, set_up: Callable[..., Setting]
) -> None:
    setting = set_up()
    setting.start_by_itself(tmp_path / "not there yet.enrol")
    setting.wait(lambda: setting.state.trouble is not None)
    setting.enrolling.choose(str(file))
    assert setting.rest().step is EnrolStep.COMPARING
    assert not setting.enrolling._timer.isActive()


# -- the whole client ---------------------------------------------------------------------------------------


@pytest.fixture
def start(qtbot: QtBot, dressed: QApplication, tmp_path: Path) -> Iterator[Callable[..., Client]]:
    """Starts the client in the same data folder, without waiting for anything."""
    clients: list[Client] = []

    def begin(enrol_file: Path | None = None, seat: str = "") -> Client:
        client = Client(dressed, Config(tmp_path / "data", enrol_file, seat, language="en"))
        qtbot.addWidget(client.window)
        client.window.show()
        client.begin()
        clients.append(client)
        return client

    yield begin
    for client in clients:
        client.close()


def wait_for(qtbot: QtBot, is_so: Callable[[], bool]) -> None:
    def check() -> None:
        assert is_so()

    qtbot.waitUntil(check, timeout=PATIENCE)


def log_in(qtbot: QtBot, client: Client) -> None:
    client.window.login_requested.emit(*ZHANG)
    wait_for(qtbot, lambda: not client.open().stage.state.busy)


def test_a_new_machine_is_set_up_and_takes_a_candidate_without_a_restart(
    file: Path, qtbot: QtBot, start: Callable[..., Client]
) -> None:
    client = start()
    wait_for(qtbot, lambda: client.enrolling is not None)
    page = client.window.page()
    assert isinstance(page, EnrolPage)
    page.file_chosen.emit(str(file))
    wait_for(qtbot, lambda: page.file.fingerprint.words() != "---")
    page.file.seat.field.setText("12")
    page.file.set_up.click()
    wait_for(qtbot, page.go_on.isVisible)
    page.go_on.click()
    wait_for(qtbot, lambda: isinstance(client.window.page(), LoginPage))
    log_in(qtbot, client)
    assert client.open().stage.state.phase is Phase.CONFIRMING
    assert client.enrolling is None


def test_a_machine_with_a_file_in_its_settings_needs_nobody(
    file: Path, qtbot: QtBot, start: Callable[..., Client]
) -> None:
    client = start(file, "12")
    wait_for(qtbot, lambda: isinstance(client.window.page(), LoginPage))
    log_in(qtbot, client)
    assert client.open().stage.state.phase is Phase.CONFIRMING


def test_an_enrolled_machine_does_not_look_at_the_file_any_more(
    file: Path, tmp_path: Path, qtbot: QtBot, start: Callable[..., Client]
) -> None:
    first = start(file, "12")
    wait_for(qtbot, lambda: first.presenter is not None)
    client = start(tmp_path / "gone.enrol", "13")
    wait_for(qtbot, lambda: client.presenter is not None)
    assert isinstance(client.window.page(), LoginPage)
    member = read_membership(tmp_path / "data")
    assert member is not None
    assert member.seat == "12"


def test_a_released_machine_is_set_up_again_from_its_login_page(
    site: ExamSite, file: Path, tmp_path: Path, qtbot: QtBot, start: Callable[..., Client]
) -> None:
    client = start(file, "12")
    wait_for(qtbot, lambda: client.presenter is not None)
    member = read_membership(tmp_path / "data")
    assert member is not None
    site.order(ReleaseStation(member.station, reason="a power cut"))
    log_in(qtbot, client)
    login = client.window.page()
    assert isinstance(login, LoginPage)
    assert login.enrol_again.isVisible()
    login.enrol_again.click()
    wait_for(qtbot, lambda: isinstance(client.window.page(), EnrolPage))
    page = client.window.page()
    assert isinstance(page, EnrolPage)
    page.back.click()
    wait_for(qtbot, lambda: isinstance(client.window.page(), LoginPage))
    client.window.enrolment_wanted.emit()
    page.file_chosen.emit(str(file))
    wait_for(qtbot, lambda: page.file.seat.number() == "12")
    page.file.set_up.click()
    wait_for(qtbot, page.go_on.isVisible)
    page.go_on.click()
    log_in(qtbot, client)
    assert client.open().stage.state.phase is Phase.CONFIRMING


def test_a_machine_whose_disk_was_moved_says_so_and_asks_for_a_file(
    file: Path, tmp_path: Path, qtbot: QtBot, start: Callable[..., Client]
) -> None:
    first = start(file, "12")
    wait_for(qtbot, lambda: first.presenter is not None)
    (tmp_path / "data" / "station.key").write_bytes(b"wrapped by another machine")
    client = start(file, "12")
    wait_for(qtbot, lambda: client.enrolling is not None)
    assert client.enrolling is not None
    assert isinstance(client.enrolling.state.trouble, StationError)
    assert not client.enrolling.state.busy, "it does not get a new key by itself"
    assert isinstance(client.window.page(), EnrolPage)
