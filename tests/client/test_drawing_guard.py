"""The guard of the drawing levels: what a start came to decides over the next; nothing goes in circles."""

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest

from examclient.domain.drawing import FALL_BACK
from examclient.domain.drawing_trial import Drawing, Outcome, Trial, Why, decide
from examclient.storage import drawing_trials
from examclient.storage.drawing_trials import TRIALS, DrawingTrials
from examclient.usecases.drawing_guard import DrawingGuard, expected

STARTING, SEEN = Trial(2, Outcome.STARTING), Trial(2, Outcome.SEEN)
BLANK = Trial(2, Outcome.FAILED, Why.BLANK, "in Qt's words")


@pytest.fixture(autouse=True)
def _no_word_from_the_start_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv(FALL_BACK, raising=False)
    yield
    monkeypatch.delenv(FALL_BACK, raising=False)


def start(folder: Path, level: int = 2, second: Path | None = None, *, is_remote: bool = False) -> Drawing:
    """A start that goes well where the graphics device is used at all."""
    with DrawingGuard(level, DrawingTrials(folder, second), is_remote=is_remote) as guard:
        if guard.drawing.is_watched:
            guard.seen()
    return guard.drawing


def crash(folder: Path, level: int = 2, second: Path | None = None) -> None:
    """A start that ends before anything was seen: its guard never gets a word."""
    DrawingGuard(level, DrawingTrials(folder, second))


@pytest.mark.parametrize(
    ("level", "earlier", "effective", "why"),
    [
        (0, (), 0, Why.AS_SET),
        (-7, (), 0, Why.AS_SET),
        (1, (), 1, Why.AS_SET),
        (0, (STARTING,), 0, Why.AS_SET),
        (1, (BLANK,), 1, Why.AS_SET),
        (2, (), 2, Why.AS_SET),
        (99, (), 99, Why.AS_SET),
        (2, (SEEN,), 2, Why.AS_SET),
        (2, (STARTING,), 0, Why.CRASHED),
        (2, (BLANK,), 0, Why.BLANK),
        (3, (STARTING,), 3, Why.AS_SET),
        (3, (BLANK,), 3, Why.AS_SET),
        (2, (SEEN, BLANK), 0, Why.BLANK),
        (2, (BLANK, SEEN), 0, Why.BLANK),
    ],
)
def test_what_an_earlier_start_came_to_decides(
    level: int, earlier: tuple[Trial, ...], effective: int, why: Why
) -> None:
    drawing = decide(level, earlier)
    assert (drawing.level_requested, drawing.level_effective, drawing.why) == (level, effective, why)
    assert drawing.stepped_in is (why is not Why.AS_SET)


@pytest.mark.parametrize(("level", "effective"), [(0, 0), (1, 1), (2, 0), (3, 0)])
def test_a_remote_session_has_no_windows_by_the_graphics_device(level: int, effective: int) -> None:
    assert decide(level, (), is_remote=True).level_effective == effective


def test_the_marker_is_on_disk_before_anything_is_drawn(tmp_path: Path) -> None:
    DrawingGuard(2, DrawingTrials(tmp_path))
    assert DrawingTrials(tmp_path).all() == (STARTING,)


def test_a_start_that_was_seen_is_followed_by_another(tmp_path: Path) -> None:
    assert [start(tmp_path).level_effective for _ in range(3)] == [2, 2, 2]


def test_after_a_crash_every_start_is_in_software(tmp_path: Path) -> None:
    crash(tmp_path)
    assert [(start(tmp_path).level_effective, start(tmp_path).why) for _ in range(2)] == [
        (0, Why.CRASHED)
    ] * 2


def test_after_a_blank_window_every_start_is_in_software_and_keeps_qts_words(tmp_path: Path) -> None:
    with DrawingGuard(2, DrawingTrials(tmp_path)) as guard:
        guard.failed(Why.BLANK, "device lost")
    for _ in range(3):
        assert start(tmp_path) == Drawing(2, 0, Why.BLANK, "device lost")


def test_another_level_is_tried_and_then_the_first_one_again(tmp_path: Path) -> None:
    crash(tmp_path)
    assert start(tmp_path, 3).level_effective == 3
    assert start(tmp_path, 2).level_effective == 2


@pytest.mark.parametrize("lower", [0, 1])
def test_a_level_that_was_taken_back_and_set_again_is_tried_again(tmp_path: Path, lower: int) -> None:
    crash(tmp_path)
    assert start(tmp_path, lower).level_effective == lower
    assert list(tmp_path.iterdir()) == []
    assert start(tmp_path, 2).level_effective == 2


def test_a_window_closed_before_anybody_looked_proves_nothing(tmp_path: Path) -> None:
    with DrawingGuard(2, DrawingTrials(tmp_path)):
        pass
    assert start(tmp_path).level_effective == 2


def test_an_error_that_has_nothing_to_do_with_drawing_proves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyError), DrawingGuard(2, DrawingTrials(tmp_path)):
        raise KeyError
    assert start(tmp_path).level_effective == 2


def test_where_nothing_can_be_noted_it_is_not_tried(tmp_path: Path) -> None:
    (tmp_path / TRIALS).mkdir()  # a folder of that name can be neither written nor replaced
    for _ in range(2):
        drawing = start(tmp_path)
        assert (drawing.level_effective, drawing.why) == (0, Why.NOT_KEPT)


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_where_writing_fails_it_is_not_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    def fails(*_: object) -> None:
        raise OSError(error, "no")

    monkeypatch.setattr(drawing_trials, "write_whole", fails)
    assert start(tmp_path).why is Why.NOT_KEPT


def test_where_writing_is_forgotten_at_once_it_is_not_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing_trials, "write_whole", lambda *_: None)
    assert start(tmp_path).why is Why.NOT_KEPT


def test_a_damaged_note_counts_as_none(tmp_path: Path) -> None:
    (tmp_path / TRIALS).write_bytes(b'{"level":2,"outc\xff')
    assert start(tmp_path).level_effective == 2


def test_a_machine_that_forgets_its_disk_still_hears_of_the_start_before(tmp_path: Path) -> None:
    with DrawingGuard(2, DrawingTrials(tmp_path)) as guard:
        guard.failed(Why.BLANK)
    (tmp_path / TRIALS).unlink()
    assert start(tmp_path) == Drawing(2, 0, Why.BLANK), "the word goes from one start to the next"
    assert start(tmp_path) == Drawing(2, 0, Why.BLANK), "and is noted anew"


def test_a_word_that_is_not_known_falls_back_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FALL_BACK, "?")
    assert start(tmp_path) == Drawing(2, 0, Why.CRASHED)


def test_a_second_folder_remembers_what_a_restore_card_takes_away(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    crash(tmp_path / "forgets", second=kept)
    (tmp_path / "forgets" / TRIALS).unlink()
    assert start(tmp_path / "forgets", second=kept) == Drawing(2, 0, Why.CRASHED)


def test_an_image_that_remembers_a_good_start_does_not_hide_a_crash(tmp_path: Path) -> None:
    kept, data = tmp_path / "kept", tmp_path / "forgets"
    start(data)
    image = (data / TRIALS).read_bytes()
    crash(data, second=kept)
    (data / TRIALS).write_bytes(image)
    assert start(data, second=kept).why is Why.CRASHED


def test_a_second_folder_that_takes_nothing_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert start(tmp_path / "data", second=tmp_path / "file").level_effective == 2


def test_a_remote_start_leaves_what_is_known_as_it_is(tmp_path: Path) -> None:
    assert start(tmp_path, is_remote=True) == Drawing(2, 0, Why.REMOTE)
    assert start(tmp_path).level_effective == 2


def test_a_self_check_tells_what_a_start_would_do_and_changes_nothing(tmp_path: Path) -> None:
    trials = DrawingTrials(tmp_path)
    assert expected(2, trials) == Drawing(2, 2)
    assert list(tmp_path.iterdir()) == []
    crash(tmp_path)
    assert expected(2, trials) == Drawing(2, 0, Why.CRASHED)
    assert trials.all() == (STARTING,)
