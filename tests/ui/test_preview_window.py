"""A preview answers, flags, plays and reviews as a candidate does, and keeps nothing."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from examclient.domain.clock import SiteClock
from examclient.domain.phases import Phase
from examclient.errors import InstallationError
from examclient.machine_clock import MachineClock
from examclient.storage.preview_folder import PreviewFolder
from examclient.ui.preview import Preview
from examclient.usecases.preview import PreviewAttempt, PreviewPaper
from examprotocol.paper import Single, questions_of
from examprotocol.responses import ChoiceResponse
from examserver.importers.registry import import_paper
from examserver.services.preview_files import write_preview


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    paper = tmp_path / "kings.gift"
    paper.write_text("::Kings:: Who? {=Alfred ~Egbert}\n\n::Why:: Why? {}", encoding="utf-8")
    prepared = tmp_path / "prepared"
    prepared.mkdir()
    write_preview(import_paper(paper, "paper1"), prepared)
    return prepared


@pytest.fixture
def shown(folder: Path, qtbot: QtBot) -> Preview:
    preview = Preview(PreviewPaper(PreviewFolder(folder)), SiteClock(MachineClock()), 80)
    qtbot.addWidget(preview.window, before_close_func=lambda _window: preview.close())
    preview.window.resize(1024, 600)
    preview.window.show()
    return preview


def test_a_preview_opens_at_the_first_question(shown: Preview) -> None:
    assert shown.stage.state.phase is Phase.ANSWERING
    assert shown.stage.state.current == "q1"


def test_answers_and_flags_are_shown_and_counted(shown: Preview) -> None:
    window, stage = shown.window, shown.stage
    assert stage.state.paper is not None
    first = questions_of(stage.state.paper)[0]
    assert isinstance(first, Single)
    chosen = ChoiceResponse(first.choices[1].id)
    window.response_changed.emit("q1", chosen)
    window.flag_toggled.emit("q1", True)
    assert stage.state.answers.response("q1") == chosen
    assert stage.state.answers.flagged == {"q1"}
    window.question_chosen.emit("q2")
    assert stage.state.current == "q2"


def test_handing_in_leads_to_the_review_and_back(shown: Preview) -> None:
    phases: list[Phase] = []
    shown.stage.state_changed.connect(lambda state: phases.append(state.phase))
    shown.window.review_requested.emit()
    shown.window.submit_confirmed.emit()
    assert phases == [Phase.REVIEWING, Phase.ANSWERING]


def test_plays_are_counted_as_in_the_exam() -> None:
    attempt = PreviewAttempt()
    assert [attempt.play("q1a1", 2) for _ in range(3)] == [True, True, False]
    assert attempt.plays()["q1a1"].used == 2


@pytest.mark.parametrize(
    ("content", "why"),
    [(None, "cannot be read (No such file or directory)"), ("{", "is no paper that this client knows")],
    ids=["nothing", "damaged"],
)
def test_a_folder_without_a_paper_is_refused_with_what_to_do(
    tmp_path: Path, content: str | None, why: str
) -> None:
    file = tmp_path / "paper.json"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(InstallationError) as refused:
        PreviewFolder(tmp_path)
    assert refused.value.title == f"There is no paper to preview: {file} {why}."
    assert "examserver paper preview FILE" in refused.value.advice


@pytest.mark.parametrize("name", ["../kings.gift", "paper.json", "0" * 64])
def test_only_assets_of_the_paper_are_read(folder: Path, name: str) -> None:
    assert PreviewFolder(folder).asset(name) is None
