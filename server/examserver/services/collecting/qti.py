"""Results as QTI Results Reporting 3.0: one `assessmentResult` for each candidate of an exam.

Rule: the exact admission number and all that has no place of its own in QTI stand in variables of the test.
What waits for a person has no SCORE, and its item says `pendingExternalScoring`; without the answer keys,
which the authority may keep, so does the whole test.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from examprotocol.responses import is_empty
from examserver.scoring.sheet import Line
from examserver.services.collecting.qti_names import identifier, printable, stamp
from examserver.services.collecting.qti_values import Variable, variables_of
from examserver.services.file_names import visible_name
from examserver.services.results import AUTHORITY, Marked, State, plain_points
from examserver.storage.exams import Exam

NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_result_v3p0"
SOURCE = "urn:examserver:"
"""Before the kind of an identifier: site, exam, attempt, candidate."""

DEFAULT: dict[str | None, str] = {None: NAMESPACE}
"""The namespace without a prefix: lxml takes it so, its stubs do not know."""

Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class QtiFile:
    """One candidate's result: the file's name and its bytes (UTF-8)."""

    name: str
    data: bytes


def qti_results(marked: Iterable[Marked], exam: Exam, site: str) -> Iterator[QtiFile]:
    """The results of an exam, a file for each candidate, one after the other; `site` is the site's id."""
    for one in marked:
        name = f"{visible_name(exam.id)}-{visible_name(one.result.admission_number)}.xml"
        yield QtiFile(name, qti_result(one, exam, site))


def qti_result(marked: Marked, exam: Exam, site: str) -> bytes:
    """One candidate's `assessmentResult`."""
    root = etree.Element(_tag("assessmentResult"), nsmap=DEFAULT)  # type: ignore[arg-type]
    context = _add(root, "context", sourcedId=identifier(marked.result.admission_number))
    for kind, value in _sessions(marked, exam, site):
        _add(context, "sessionIdentifier", sourceID=SOURCE + kind, identifier=identifier(value))
    ended = stamp(marked.ended or exam.ends)
    test = _add(root, "testResult", identifier=identifier(exam.id), datestamp=ended)
    _add_test(test, marked)
    for line in marked.sheet.lines if marked.sheet else ():
        _add_item(root, marked, line, ended)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _sessions(marked: Marked, exam: Exam, site: str) -> Pairs:
    result = marked.result
    found = {
        "site": site,
        "exam": exam.id,
        "paper": exam.paper,
        "sitting": exam.sitting,
        "attempt": marked.attempt,
        "candidate": result.admission_number,
    }
    return ((kind, value) for kind, value in found.items() if value)


def _add_test(test: etree._Element, marked: Marked) -> None:
    result = marked.result
    said = {"ADMISSION_NUMBER": result.admission_number, "CANDIDATE_NAME": result.name}
    for name, value in (said | {"SEAT": result.seat, "RECEIPT": result.receipt}).items():
        _add_variable(test, "contextVariable", name, "string", value)
    _add_variable(test, "contextVariable", "STATE", "identifier", result.state.value)
    counts = {"ANSWERED": result.answered, "QUESTIONS": result.questions, "WAITING": result.waiting}
    counts |= {"LATE": result.late, "LEFT_OUT": result.left_out, "CONFLICTS": result.conflicts}
    for name, count in counts.items():
        _add_variable(test, "outcomeVariable", name, "integer", str(count))
    _add_variable(test, "outcomeVariable", "completionStatus", "identifier", _completion(result.state))
    is_scored = result.scored_by != AUTHORITY and result.state is not State.DAMAGED
    score = str(plain_points(result.score)) if is_scored else ""
    _add_variable(test, "outcomeVariable", "SCORE", "float", score, normalMaximum=str(result.max_score))


def _completion(state: State) -> str:
    """The words of QTI for it: nobody came, nobody handed in, or it is whole."""
    return {State.ABSENT: "not_attempted", State.SUBMITTED: "completed"}.get(state, "incomplete")


def _add_item(root: etree._Element, marked: Marked, line: Line, ended: str) -> None:
    question, at = line.question, marked.answered_at.get(line.question.id, 0)
    response = marked.answers.response(question.id)
    item = _add(
        root,
        "itemResult",
        identifier=identifier(question.id),
        sequenceIndex=str(line.number),
        datestamp=stamp(at) if at else ended,
        sessionStatus=_status(marked, line),
    )
    for variable in variables_of(question, response):
        _add_response(item, variable)
    said = "completed" if line.is_answered else "not_attempted" if is_empty(response) else "incomplete"
    _add_variable(item, "outcomeVariable", "completionStatus", "identifier", said)
    points = line.scored.points
    score = "" if points is None or marked.result.scored_by == AUTHORITY else str(plain_points(points))
    largest = str(plain_points(line.scored.max_points))
    _add_variable(item, "outcomeVariable", "SCORE", "float", score, normalMaximum=largest)


def _status(marked: Marked, line: Line) -> str:
    """Final once the attempt is handed in and the points are there."""
    if marked.result.state is not State.SUBMITTED:
        return "pendingSubmission" if line.question.id in marked.answers.current else "initial"
    waits = line.scored.points is None or marked.result.scored_by == AUTHORITY
    return "pendingExternalScoring" if waits else "final"


def _add_response(item: etree._Element, variable: Variable) -> None:
    kind = {"cardinality": variable.cardinality, "baseType": variable.base_type}
    if variable.order:
        kind["choiceSequence"] = " ".join(variable.order)
    element = _add(item, "responseVariable", identifier=variable.identifier, **kind)
    answer = _add(element, "candidateResponse")
    for value in variable.values:
        _add(answer, "value").text = value


def _add_variable(
    parent: etree._Element, kind: str, name: str, base_type: str, value: str, **more: str
) -> None:
    """A variable of one value; without a text it is NULL."""
    element = _add(parent, kind, identifier=name, cardinality="single", baseType=base_type, **more)
    if value:
        _add(element, "value").text = printable(value)


def _add(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, _tag(name), attributes)


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
