"""Every pair of text and ground, and of edge and ground, that the style sheet makes, in every theme."""

from dataclasses import asdict

import pytest

from examclient.ui.theme import STYLE_SHEET, THEMES
from tests.ui.contrast import LEAST_SIGN, LEAST_TEXT, contrast
from tests.ui.style_rules import STANDING_ON, Rule, colour_in, grounds_of, rules_of, settled

RULES = rules_of(STYLE_SHEET.read_text("utf-8"))
QUIET_EDGES = {"border"}
"""Lines that only part areas, or stand around what cannot be used: nobody needs to see them."""
PAINTED = ('kind="light"', 'kind="sign"', 'kind="grade"')
"""Labels that paint a sign in the colour of their text."""
WITHOUT_TEXT = (
    "QProgressBar",
    "QScrollBar",
    "QSlider",
    "QSplitter",
    'QFrame[kind="separator"]',
    "QMenu::separator",
)


def texts() -> list[tuple[str, str, str]]:
    """(selector, text, ground) of every rule that says something of a text or of its ground."""
    found = []
    for rule in RULES:
        says = settled(rule, RULES)
        if rule.selector.startswith(WITHOUT_TEXT) or not {"color", "background"} & rule.says.keys():
            continue
        for text in colour_in(says.get("color", "@text")):
            found += [(rule.selector, text, ground) for ground in sorted(grounds_of(rule, RULES))]
    return found


def edges() -> list[tuple[str, str, str]]:
    """(selector, edge, what lies around it) of every edge that has to be seen."""
    found = []
    for rule in RULES:
        for edge in edges_of(rule) - QUIET_EDGES:
            found += [(rule.selector, edge, ground) for ground in STANDING_ON]
    return found


def edges_of(rule: Rule) -> set[str]:
    named = {
        name for key, value in rule.says.items() if key.startswith("border") for name in colour_in(value)
    }
    return named if "outline" not in rule.says else set()


def least_for(selector: str) -> float:
    return LEAST_SIGN if any(kind in selector for kind in PAINTED) else LEAST_TEXT


@pytest.mark.parametrize("theme", THEMES)
def test_every_text_of_the_sheet_can_be_read(theme: str) -> None:
    colours = asdict(THEMES[theme])
    assert len(texts()) > 100
    unreadable = [
        (*pair, round(contrast(colours[pair[1]], colours[pair[2]]), 2))
        for pair in texts()
        if contrast(colours[pair[1]], colours[pair[2]]) < least_for(pair[0])
    ]
    assert unreadable == []


@pytest.mark.parametrize("theme", THEMES)
def test_every_edge_of_the_sheet_can_be_seen(theme: str) -> None:
    colours = asdict(THEMES[theme])
    assert len(edges()) > 40
    unseen = [pair for pair in edges() if contrast(colours[pair[1]], colours[pair[2]]) < LEAST_SIGN]
    assert unseen == []


@pytest.mark.parametrize("theme", THEMES)
def test_what_is_filled_stands_out_from_what_is_not(theme: str) -> None:
    """An answered question, the chosen theme, the handle of a scroll bar, how far something is."""
    colours = asdict(THEMES[theme])
    for filled, ground in (("accent", "surface"), ("border_strong", "page"), ("accent", "hover")):
        assert contrast(colours[filled], colours[ground]) >= LEAST_SIGN, (filled, ground)


def test_the_reader_of_the_sheet_knows_what_follows_from_other_rules() -> None:
    rules = rules_of(
        'A { color: @text; background: @page } A[kind="x"] { color: @accent } A[kind="x"]:focus { top: 1px }'
        'F[kind="n"] { background: @surface } F[kind="n"][level="e"] { background: @error_soft }'
        'F[kind="n"] A[kind="y"], B { color: @error } A[kind="y"] { background: transparent }'
    )
    by_name = {rule.selector: rule for rule in rules}
    focused = by_name['A[kind="x"]:focus']
    assert settled(focused, rules)["color"] == "@accent"
    assert grounds_of(focused, rules) == {"page"}
    assert grounds_of(by_name['F[kind="n"] A[kind="y"]'], rules) == {"surface", "error_soft"}
    assert grounds_of(by_name["B"], rules) == set(STANDING_ON)
