"""Imports a file made in the test, as it would be imported from a disk."""

from collections.abc import Callable
from pathlib import Path

import pytest

from examserver.importers.draft import PaperDraft
from examserver.importers.registry import import_paper
from tests.importers.drafts import check_showable

ImportText = Callable[[str, str], PaperDraft]


@pytest.fixture
def import_text(tmp_path: Path) -> ImportText:
    """Write a text under a name and import it; what comes in must be fit to be shown."""

    def run(name: str, text: str) -> PaperDraft:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8", newline="")
        draft = import_paper(path, "paper1")
        check_showable(draft)
        return draft

    return run


@pytest.fixture
def moodle(import_text: ImportText) -> Callable[[str], PaperDraft]:
    """Import the `<question>` elements of a Moodle XML file."""
    return lambda questions: import_text("paper.xml", f"<quiz>{questions}</quiz>")


@pytest.fixture
def gift(import_text: ImportText) -> Callable[[str], PaperDraft]:
    """Import the text of a GIFT file."""
    return lambda text: import_text("paper.gift", text)
