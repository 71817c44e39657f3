"""Small pieces of QTI, written in the names of 2.2 or of 3.0, and what scoring makes of a paper."""

import re
from decimal import Decimal

from examprotocol.paper import Question
from examprotocol.responses import Response
from examserver.importers.draft import PaperDraft
from examserver.scoring.score import score
from tests.importers.drafts import only
from tests.importers.zips import zipped

NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_v2p2"
NAMESPACE_3 = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
TEMPLATES = "http://www.imsglobal.org/question/qti_v2p2/rptemplates"
MATCH = f'<responseProcessing template="{TEMPLATES}/match_correct"/>'
MAP = f'<responseProcessing template="{TEMPLATES}/map_response"/>'
SCORE = (
    '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"><defaultValue>'
    "<value>0</value></defaultValue></outcomeDeclaration>"
)
ABC = "".join(f'<simpleChoice identifier="{one}">Body {one}</simpleChoice>' for one in "ABC")


def declared(
    kind: str, correct: str = "", mapping: str = "", name: str = "RESPONSE", cardinality: str = "single"
) -> str:
    """A response of a base type; `correct` are its right values, separated by commas."""
    values = "".join(f"<value>{value}</value>" for value in correct.split(",") if value)
    right = f"<correctResponse>{values}</correctResponse>" if values else ""
    return (
        f'<responseDeclaration identifier="{name}" cardinality="{cardinality}" baseType="{kind}">'
        f"{right}{mapping}</responseDeclaration>"
    )


def mapped(default: str = "0", bounds: str = "", **entries: str) -> str:
    """A mapping of keys, in which `_` stands for a space."""
    inner = "".join(
        f'<mapEntry mapKey="{key.replace("_", " ")}" mappedValue="{value}"/>'
        for key, value in entries.items()
    )
    return f'<mapping defaultValue="{default}" {bounds}>{inner}</mapping>'


def item(body: str, declarations: str = "", processing: str = MATCH, attributes: str = "") -> str:
    """An assessmentItem of QTI 2.2."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><assessmentItem xmlns="{NAMESPACE}" identifier="i1" '
        f'title="A title" adaptive="false" timeDependent="false" {attributes}>{declarations}{SCORE}'
        f"<itemBody>{body}</itemBody>{processing}</assessmentItem>"
    )


def choice(right: str = "A", stem: str = "Who?") -> str:
    """The smallest whole item."""
    body = (
        f'<p>{stem}</p><choiceInteraction responseIdentifier="RESPONSE" maxChoices="1">{ABC}'
        "</choiceInteraction>"
    )
    return item(body, declared("identifier", right))


def as_qti3(text: str) -> str:
    """The same item in the names of QTI 3.0."""
    html = {"p", "div", "img", "b", "table", "tr", "td", "math", "mi", "object"}

    def element(found: re.Match[str]) -> str:
        name = found.group(2)
        return found.group(1) + (name if name in html else f"qti-{_kebab(name)}")

    text = text.replace(NAMESPACE, NAMESPACE_3)
    text = re.sub(r"(</?)([A-Za-z]+)(?=[\s>/])", element, text)
    return re.sub(r"\s([a-z]+[A-Z][A-Za-z]*)=", lambda found: f" {_kebab(found.group(1))}=", text)


def _kebab(name: str) -> str:
    return re.sub(r"[A-Z]", lambda found: f"-{found.group().lower()}", name)


def manifest(*files: str, tests: tuple[str, ...] = ()) -> str:
    """A manifest of items and tests by their files."""
    resources = [
        f'<resource identifier="R{number}" type="imsqti_{kind}_xmlv2p2" href="{file}"><file href="{file}"/>'
        "</resource>"
        for number, (kind, file) in enumerate(
            [("item", one) for one in files] + [("test", one) for one in tests]
        )
    ]
    return (
        '<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="M">'
        f"<resources>{''.join(resources)}</resources></manifest>"
    )


def assessment(sections: str, rest: str = "", title: str = "The test") -> str:
    """An assessmentTest with one part."""
    return (
        f'<assessmentTest xmlns="{NAMESPACE}" identifier="t" title="{title}"><testPart identifier="p" '
        f'navigationMode="nonlinear" submissionMode="simultaneous">{sections}</testPart>{rest}'
        "</assessmentTest>"
    )


def section_of(*files: str, title: str = "One", rest: str = "") -> str:
    """An assessmentSection with references to items."""
    references = "".join(
        f'<assessmentItemRef identifier="r{number}" href="{file}"/>' for number, file in enumerate(files)
    )
    start = f'<assessmentSection identifier="s" title="{title}" visible="true">'
    return f"{start}{rest}{references}</assessmentSection>"


def package(files: dict[str, bytes | str]) -> bytes:
    """A zip file; without a manifest of its own it gets one that names all its items."""
    if not any(name.endswith("imsmanifest.xml") for name in files):
        items = [name for name, text in files.items() if "<assessmentItem" in str(text)]
        files = {"imsmanifest.xml": manifest(*items), **files}
    return zipped(files)


def points(draft: PaperDraft, response: Response, question: Question | None = None) -> Decimal | None:
    """What a response to the only question, or to this one, is worth."""
    asked = question or only(draft)
    return score(asked, draft.keys.keys[asked.id], response).points
