"""What all tests share: no screen is needed, where the real papers are, and no stop-watch in hypothesis."""

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("EXAMCLIENT_KEEP", "QT_QPA_PLATFORM")  # a client that is started by a test takes it too

TRANSLATIONS = Path(__file__).parents[1] / "resources" / "translations"

settings.register_profile("project", deadline=None)  # a shared machine may be slow: timings are benchmarks
settings.load_profile("project")


NO_FONT_FOLDER = "^QFontDatabase: Cannot find font directory"


def pytest_configure(config: pytest.Config) -> None:
    """On Windows the platform without a screen misses a folder of fonts, once; ours come with the client."""
    config.addinivalue_line("qt_log_ignore", NO_FONT_FOLDER)
    config.addinivalue_line("qt_log_ignore", MEDIA_BACKEND)


MEDIA_BACKEND = (
    "^(Couldn't (load|resolve) .*|PulseAudioService: .*|No audio device .*|Could not open media.*)"
)
"""Qt's media backend on a machine without sound, or with a file that is no sound."""

MUCH_GARBAGE = 20_000
gc.disable()  # as the client does: Qt's objects must not die on whichever thread happens to allocate


def pytest_runtest_teardown() -> None:
    """Objects that were thrown away go on this thread, now and then."""
    if gc.get_count()[0] > MUCH_GARBAGE:
        gc.collect()


@pytest.fixture(autouse=True)
def language_as_it_was() -> Iterator[None]:
    """A client that a test had speak Chinese leaves nothing of it to the next test."""
    yield
    translation, core = sys.modules.get("examclient.ui.translation"), sys.modules.get("PySide6.QtCore")
    if translation is None or core is None or translation.spoken_language() == "en":
        return
    app = core.QCoreApplication.instance()
    assert app is not None, "who speaks keeps the application"
    translation.install_language(app, "en", TRANSLATIONS)


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of real papers: `$EXAM_CORPORA`, or `shared/corpora` beside the checkout."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "corpora"
    folder = Path(os.environ.get("EXAM_CORPORA", beside))
    if not folder.is_dir():
        pytest.skip(f"the real papers are not at {folder}: name their folder in EXAM_CORPORA")
    return folder
