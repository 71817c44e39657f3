"""Both languages are whole, and what is shipped is made from what can be read."""

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from examclient.ui.translation import LANGUAGES, install_language, spoken_language
from tests.ui.pages.conftest import TRANSLATIONS

UI = Path(__file__).parents[3] / "client" / "examclient" / "ui"
TOOLS = Path(sys.executable).parent


def run(tool: str, *arguments: str | Path) -> None:
    """Run one of Qt's translation tools."""
    script = f"from PySide6.scripts.pyside_tool import {tool}; {tool}()"
    subprocess.run([sys.executable, "-c", script, *map(str, arguments)], check=True, capture_output=True)


def messages(file: Path) -> list[ElementTree.Element]:
    return list(ElementTree.parse(file).iter("message"))  # noqa: S314 - a file of our own


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_unfinished(language: str) -> None:
    for message in messages(TRANSLATIONS / f"examclient_{language}.ts"):
        translation = message.find("translation")
        assert translation is not None
        assert translation.get("type") is None, message.findtext("source")
        forms = translation.findall("numerusform") or [translation]
        assert all((form.text or "").strip() for form in forms), message.findtext("source")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_file_is_made_from_the_readable_one(language: str, tmp_path: Path) -> None:
    made = tmp_path / "made.qm"
    run("lrelease", TRANSLATIONS / f"examclient_{language}.ts", "-qm", made)
    assert made.read_bytes() == (TRANSLATIONS / f"examclient_{language}.qm").read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_source_is_in_the_readable_file(language: str, tmp_path: Path) -> None:
    shipped = TRANSLATIONS / f"examclient_{language}.ts"
    fresh = tmp_path / shipped.name
    fresh.write_bytes(shipped.read_bytes())
    plural = ["-pluralonly"] if language == "en" else []
    sources = sorted(UI.rglob("*.py"))
    run("lupdate", "-locations", "none", "-no-obsolete", *plural, *sources, "-ts", fresh)
    words = {(one.findtext("source"), one.findtext("comment")) for one in messages(fresh)}
    assert words == {(one.findtext("source"), one.findtext("comment")) for one in messages(shipped)}


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("en", 1, "1 answer is not at the exam site yet."),
        ("en", 2, "2 answers are not at the exam site yet."),
        ("zh_CN", 1, "还有 1 个答案未送达考点。"),
        ("zh_CN", 2, "还有 2 个答案未送达考点。"),
    ],
)
def test_plurals_are_spoken_as_people_do(language: str, count: int, said: str, themed: QApplication) -> None:
    install_language(themed, language, TRANSLATIONS)
    text = "%n answer(s) not at the exam site yet."
    assert QCoreApplication.translate("SubmitFailedPage", text, "", count) == said
    assert spoken_language() == language
    install_language(themed, "en", TRANSLATIONS)


def test_the_fields_of_qt_speak_chinese_too(themed: QApplication) -> None:
    install_language(themed, "zh_CN", TRANSLATIONS)
    assert QCoreApplication.translate("QWidgetTextControl", "&Copy") != "&Copy"
    install_language(themed, "en", TRANSLATIONS)
    assert QCoreApplication.translate("QWidgetTextControl", "&Copy") == "&Copy"
