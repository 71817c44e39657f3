"""The numbers that questions and materials have in the exam's own text (“1.3”, “2.A”).

Rule: a mastered file says them; in an author's file they are counted here as the format's documentation has
it: questions go on over the sections, sub-questions begin anew in each question, materials are letters.
"""

from lxml import etree

from examserver.importers.mex.names import ANSWERS, EXAM, below, children, name_of

_NUMBER = "display-number"


def give_numbers(exam: etree._Element) -> None:
    """Write a number onto every question, answer and material that has none."""
    count = 0
    _number_materials(exam, "")
    for section in children(exam, "section"):
        for question in _nearest_questions(section):
            count += 1
            _number_question(question, str(count))


def number_of(element: etree._Element) -> str:
    """The number of a question, an answer or a material; empty where it has none."""
    return element.get(_NUMBER) or ""


def parent_number(element: etree._Element) -> str:
    """The number of the question around the question in which this stands, or of that question itself."""
    around = [one for one in element.iterancestors(f"{EXAM}question") if number_of(one)]
    if not around:
        return ""
    return number_of(around[1] if len(around) > 1 else around[0])


def _number_question(question: etree._Element, number: str) -> None:
    question.set(_NUMBER, number_of(question) or number)
    own = number_of(question)
    for position, part in enumerate(_nearest_questions(question), 1):
        _number_question(part, f"{own}.{position}")
    answers = [
        one for one in below(question, ANSWERS) if next(one.iterancestors(f"{EXAM}question")) is question
    ]
    for position, answer in enumerate(answers, 1):
        answer.set(_NUMBER, number_of(answer) or (own if len(answers) == 1 else f"{own}.{position}"))
    _number_materials(question, f"{own}.")


def _number_materials(parent: etree._Element, before: str) -> None:
    for place, attachment in enumerate(
        one for holder in children(parent, "external-material") for one in children(holder, "attachment")
    ):
        letter = chr(ord("A") + place) if place < 26 else f"A{place - 25}"
        attachment.set(_NUMBER, number_of(attachment) or f"{before}{letter}")


def _nearest_questions(element: etree._Element) -> list[etree._Element]:
    """The questions directly in this one, also inside groups of sounds and other containers."""
    found: list[etree._Element] = []
    for one in element:
        if name_of(one) == "question":
            found.append(one)
        else:
            found.extend(_nearest_questions(one))
    return found
