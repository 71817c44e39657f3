"""What a test asks for that a paper does not have, in words for the person who imports."""

from collections.abc import Iterator

from lxml import etree

from examserver.importers.notes import Note
from examserver.importers.qti.item_source import count, flag

_TIMES = "A time limit inside the test is not carried: the exam's own time counts."
_SOME_ITEMS = ("includeCategory", "excludeCategory", "sectionIdentifier")
_ROUTES = "A rule that skips questions by earlier answers is not carried: every candidate gets them all."


def test_notes(test: etree._Element) -> Iterator[Note]:
    """Notes on the test as a whole."""
    if next(test.iter("timeLimits"), None) is not None:
        yield Note("TEST_TIME", _TIMES)
    if next(test.iter("preCondition", "branchRule"), None) is not None:
        yield Note("TEST_ROUTING", _ROUTES)
    if any(part.get("navigationMode") == "linear" for part in test.iterchildren("testPart")):
        yield Note(
            "TEST_LINEAR", "Candidates may go back to earlier questions: the test asks that they cannot."
        )
    if any((one.get("allowSkipping") or "").strip() == "false" for one in test.iter("itemSessionControl")):
        yield Note("TEST_SKIPPING", "Candidates may leave a question open: the test asks that they cannot.")
    if next(test.iter("templateDefault"), None) is not None:
        yield Note("TEST_TEMPLATES", "Values that the test sets inside its items are not carried.")
    processing = test.find("outcomeProcessing")
    if processing is not None and not _adds_scores(processing):
        yield Note("TEST_SCORING", "The test's own rule for the result is not carried: points are added up.")


def section_notes(section: etree._Element) -> Iterator[Note]:
    """Notes on one section."""
    title = section.get("title") or section.get("identifier") or ""
    selection, ordering = section.find("selection"), section.find("ordering")
    inner = section.find("assessmentSection") is not None or section.find("assessmentSectionRef") is not None
    direct = section.findall("assessmentItemRef")
    if selection is not None and flag(selection.get("withReplacement")):
        yield Note("TEST_SELECTION", f"Section “{title}”: no question comes twice, as the test would allow.")
    if selection is not None and count(selection.get("select")) > len(direct) and not inner:
        yield Note(
            "TEST_SELECTION", f"Section “{title}”: it selects more questions than it has; all of them come."
        )
    if selection is not None and inner:
        yield Note("TEST_SELECTION", f"Section “{title}”: it selects among sections, which is not carried.")
    is_shuffled = ordering is not None and flag(ordering.get("shuffle"))
    if is_shuffled and inner:
        yield Note("TEST_SHUFFLE", f"Section “{title}”: its inner sections keep their order.")
    if is_shuffled and any(flag(one.get("fixed")) for one in direct):
        yield Note(
            "TEST_SHUFFLE", f"Section “{title}”: questions that should keep their place are shuffled too."
        )
    if selection is not None and any(flag(one.get("required")) for one in direct):
        yield Note("TEST_SELECTION", f"Section “{title}”: questions that must be selected may be left out.")


def weight_name(test: etree._Element) -> str:
    """The one weight that the test's result counts by; empty where it counts by none or by several."""
    names = _weights(test)
    return names.pop() if len(names) == 1 else ""


def _weights(element: etree._Element) -> set[str]:
    return {name for one in element.iter("testVariables") if (name := one.get("weightIdentifier"))}


def _adds_scores(processing: etree._Element) -> bool:
    """Whether every outcome is the sum of the items' scores, or of their greatest ones.

    One of them has to be of all items; and where several weights are used, none is the paper's.
    """
    rules = list(processing.iterchildren(etree.Element))
    whole = any(not any(map(one.get, _SOME_ITEMS)) for one in processing.iter("testVariables"))
    return bool(whole and len(_weights(processing)) <= 1) and all(
        rule.tag == "setOutcomeValue"
        and [child.tag for child in rule.iterchildren(etree.Element)] == ["sum"]
        and all(
            one.tag == "testVariables" and one.get("variableIdentifier") in ("SCORE", "MAXSCORE")
            for one in rule[0].iterchildren(etree.Element)
        )
        for rule in rules
    )
