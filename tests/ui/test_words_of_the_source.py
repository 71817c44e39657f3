"""No text that a person sees bypasses the translation: the source of the screen is read for such."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

UI = Path(__file__).parents[2] / "client" / "examclient" / "ui"

SHOWS = frozenset(
    (
        "setText setWindowTitle setTitle setToolTip setStatusTip setWhatsThis setPlaceholderText setSuffix "
        "setPrefix setAccessibleName setAccessibleDescription setInformativeText setDetailedText "
        "setLabelText setFormat setPlainText insertPlainText appendPlainText setItemText setTabText "
        "setHeaderLabels setNameFilter addItem addItems addAction addTab addButton addMenu insertItem "
        "QLabel QPushButton QCheckBox QRadioButton QGroupBox QAction QMenu QMessageBox QFileDialog "
        "QTableWidgetItem QAccessibleAnnouncementEvent getOpenFileName getSaveFileName getExistingDirectory "
        "critical question set_text set_spoken set_purpose set_name set_words show_words say complain "
        "Sentence announce"
    ).split()
)
"""What brings words onto the screen, or to a screen reader: Qt's calls and our own."""

MARKS = frozenset({"tr", "translate", "translated", "QT_TRANSLATE_NOOP", "_translate"})
WORD = re.compile(r"[^\W\d_]{2}")
"""A sign like the i of an information page is no word."""

READ = MARKS - {"translated"}
"""What lupdate looks for; `translated` takes words that were marked where they stand."""

NOT_WORDS = frozenset({"warning", "error", "info", "saved", "none"})
"""Levels and states: names for the style sheet."""


def name_of(call: ast.Call) -> str:
    """What is called, without what it belongs to."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def is_log(call: ast.Call) -> bool:
    """Whether the call writes into the log, which people outside the room read."""
    return isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "log"


def has_letters(node: ast.AST) -> bool:
    """Whether a literal stands there that has words, in one of its parts too."""
    if isinstance(node, ast.Call) and name_of(node) in MARKS:
        return False
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value not in NOT_WORDS and WORD.search(node.value) is not None
    if isinstance(node, ast.Call) and name_of(node) in ("format", "join"):
        return isinstance(node.func, ast.Attribute) and has_letters(node.func.value)
    return any(has_letters(part) for part in parts_of(node))


def parts_of(node: ast.AST) -> list[ast.expr]:
    """What a text may be put together of."""
    match node:
        case ast.JoinedStr(values=parts) | ast.BoolOp(values=parts):
            return parts
        case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, right=other):
            return [one, other]
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return parts
        case _:
            return []


def bare_words(tree: ast.AST) -> Iterator[str]:
    """Each literal with words that is brought onto the screen as it stands."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and name_of(call) in SHOWS and not is_log(call):
            given = [*call.args, *(keyword.value for keyword in call.keywords)]
            yield from (f"{name_of(call)}({ast.unparse(one)})" for one in given if has_letters(one))


def lost_words(tree: ast.AST) -> Iterator[str]:
    """Each mark that lupdate cannot read: it takes literals only, and looks into no f-string."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FormattedValue):
            inside = [one for one in ast.walk(node) if isinstance(one, ast.Call) and name_of(one) in MARKS]
            yield from (f"in an f-string: {ast.unparse(one)}" for one in inside if name_of(one) in READ)
        if isinstance(node, ast.Call) and (words := marked_by(node)) and not isinstance(words, ast.Constant):
            yield f"no literal: {ast.unparse(node)}"


def marked_by(call: ast.Call) -> ast.expr | None:
    """The words of a mark: the first argument of `tr`, the second of others; str.translate has but one."""
    place = {"tr": 0, "translate": 1, "QT_TRANSLATE_NOOP": 1}.get(name_of(call))
    return call.args[place] if place is not None and len(call.args) > place else None


def found_in_the_screen(find: Callable[[ast.AST], Iterator[str]]) -> dict[str, list[str]]:
    """What is found in the client's screen, by file; `sentence.py` makes the marks."""
    trees = {
        file.name: ast.parse(file.read_text(encoding="utf-8"))
        for file in sorted(UI.rglob("*.py"))
        if file.name != "sentence.py"
    }
    return {name: found for name, tree in trees.items() if (found := list(find(tree)))}


def test_all_words_of_the_screen_are_marked_for_translation() -> None:
    assert found_in_the_screen(bare_words) == {}


def test_every_mark_can_be_read_by_the_tools() -> None:
    assert found_in_the_screen(lost_words) == {}


@pytest.mark.parametrize(
    "line",
    [
        'label.setText("Log in")',
        'label.setText(f"{n} answers")',
        'label.setText("yes" if good else self.tr("no"))',
        'set_text(self._title, "Title " + name)',
        'self.alert.say(Sentence("Gone"))',
        'set_text(self._title, "of {n}".format(n=3))',
        'QMessageBox.critical(None, "Exam", words)',
        'menu.addAction("Copy")',
    ],
)
def test_words_without_a_mark_are_found(line: str) -> None:
    assert list(bare_words(ast.parse(line)))


@pytest.mark.parametrize(
    "line",
    [
        'label.setText(self.tr("Log in"))',
        'label.setText(self.tr("{n} of {m}").format(n=1, m=2))',
        'label.setText(f"{n} / {m}")',
        'log.warning("not stored")',
        'self.alert.say(sentence, "warning")',
    ],
)
def test_marked_words_are_no_finding(line: str) -> None:
    assert not list(bare_words(ast.parse(line)))


@pytest.mark.parametrize("line", ["self.tr(f'{n} left')", "self.tr(WORDS)", "f'{self.tr(\"left\")}: 3'"])
def test_marks_that_the_tools_cannot_read_are_found(line: str) -> None:
    assert list(lost_words(ast.parse(line)))
