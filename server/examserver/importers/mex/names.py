"""The names of exam-engine XML, whatever prefix a file gives them.

Source: namespace `http://ylioppilastutkinto.fi/exam.xsd`, schema versions 0.1 to 0.5. What stands in it as
`e:question` is `question` here; XHTML elements keep their own names with `x:` before them.
"""

from collections.abc import Iterator

from lxml import etree

EXAM = "{http://ylioppilastutkinto.fi/exam.xsd}"
XHTML = "{http://www.w3.org/1999/xhtml}"

ANSWERS = frozenset(
    "text-answer scored-text-answer choice-answer dropdown-answer dnd-answer-container audio-answer".split()
)
FIELDS = frozenset("text-answer scored-text-answer dropdown-answer".split())
INLINE_ANSWERS = frozenset("scored-text-answer dropdown-answer".split())


def name_of(element: etree._Element) -> str:
    """`question` for an element of the exam, `x:p` for one of XHTML, empty for anything else."""
    tag = str(element.tag)
    if tag.startswith(EXAM):
        return tag.removeprefix(EXAM)
    if tag.startswith(XHTML) or not tag.startswith("{"):
        return f"x:{tag.removeprefix(XHTML)}"
    return ""


def children(element: etree._Element, name: str) -> list[etree._Element]:
    """The children of that name in the exam's namespace."""
    return element.findall(f"{EXAM}{name}")


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first child of that name in the exam's namespace."""
    return element.find(f"{EXAM}{name}")


def below(element: etree._Element, names: frozenset[str]) -> Iterator[etree._Element]:
    """All elements of these names in it, in the order of the file."""
    return (found for found in element.iterdescendants() if name_of(found) in names)


def words(element: etree._Element | None) -> str:
    """The text of an element without any mark-up, its white space folded."""
    return "" if element is None else " ".join("".join(map(str, element.itertext())).split())
