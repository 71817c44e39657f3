"""A formula's MathML as far as it is shown.

Rule: notes, other forms of the formula and what a click would show go nowhere: an answer may stand there.
"""

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from examserver.importers.formulas.mathml import KEPT_ATTRIBUTES, local_name, local_name_of

_ONLY_FIRST = frozenset({"semantics", "maction"})
_NEVER = frozenset({"annotation", "annotation-xml"})
_OTHER_ATTRIBUTES = frozenset("display open close separators scriptlevel".split())


def shown_source(math: Element) -> str:
    """The MathML without comments, without what is not drawn, and without attributes that draw nothing."""
    return ElementTree.tostring(_shown(math), encoding="unicode")


def _shown(element: Element) -> Element:
    attributes = {local_name_of(key): value for key, value in element.attrib.items()}
    known = KEPT_ATTRIBUTES | _OTHER_ATTRIBUTES
    made = Element(local_name(element), {key: one for key, one in attributes.items() if key in known})
    made.text = element.text
    parts = [part for part in element if isinstance(part.tag, str) and local_name(part) not in _NEVER]
    for part in parts[:1] if local_name(element) in _ONLY_FIRST else parts:
        shown = _shown(part)
        shown.tail = part.tail
        made.append(shown)
    return made
