"""What all tests share: no screen is needed, where the real papers are, and no stop-watch in hypothesis."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("EXAMCLIENT_KEEP", "QT_QPA_PLATFORM")  # a client that is started by a test takes it too

settings.register_profile("project", deadline=None)  # a shared machine may be slow: timings are benchmarks
settings.load_profile("project")


NO_FONT_FOLDER = "^QFontDatabase: Cannot find font directory"


def pytest_configure(config: pytest.Config) -> None:
    """On Windows the platform without a screen misses a folder of fonts, once; ours come with the client."""
    config.addinivalue_line("qt_log_ignore", NO_FONT_FOLDER)


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of real papers: `$EXAM_CORPORA`, or `shared/corpora` beside the checkout."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "corpora"
    folder = Path(os.environ.get("EXAM_CORPORA", beside))
    if not folder.is_dir():
        pytest.skip(f"the real papers are not at {folder}: name their folder in EXAM_CORPORA")
    return folder
