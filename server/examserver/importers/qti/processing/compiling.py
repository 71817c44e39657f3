"""From an item's declarations and rules to what its answers are worth, proved; or why a person must score.

Rule: a worth is carried only where the service's own scoring gives the same points as the item's rule on
every answer that is tried: all of them up to 20,000, else 2,000 by chance and those at the edges.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from lxml import etree

from examserver.importers.errors import RuleError
from examserver.importers.qti.declarations import Declaration, Declarations, read_declarations
from examserver.importers.qti.processing.answers import Answer
from examserver.importers.qti.processing.program import map_response, match_correct, read_program
from examserver.importers.qti.processing.proving import Proof, Rule
from examserver.importers.qti.processing.values import NUMBERS, Value, container, parsed
from examserver.importers.qti.spaces import AnswerSpace, SpaceKind
from examserver.importers.qti.worths import NotCarried, Scoring

SCORE = "SCORE"
_NO_RULE = "It has no scoring rule; its right answers were taken for one."
_ONE_RESPONSE = "Its rule is a template for RESPONSE; the only response of the item was taken for that."
_ONE_OUTCOME = "It has no outcome SCORE; the only one that is a number was taken for that."


def compile_scoring(item: etree._Element, spaces: Sequence[AnswerSpace]) -> Scoring | NotCarried:
    """What the answers in these spaces are worth by the rule of a normalised item. Raises nothing."""
    try:
        return _compiled(item, spaces)
    except RuleError as error:
        return NotCarried(f"A person must score it, since {error}.")


def _compiled(item: etree._Element, spaces: Sequence[AnswerSpace]) -> Scoring | NotCarried:
    declared = read_declarations(item)
    maximum = _maximum(declared)
    closed = [space for space in spaces if space.kind is not SpaceKind.OPEN]
    if not closed:
        return NotCarried("A person must score it: what it asks for has no key.", maximum)
    bad = _bad_key(declared, closed)
    if bad:
        return NotCarried(bad, maximum, "KEY_INVALID")
    rule = _rule(item, declared, closed)
    if isinstance(rule, NotCarried):
        return NotCarried(rule.reason, maximum, rule.code)
    found = Proof(rule, closed, declared).scoring()
    if isinstance(found, NotCarried):
        return NotCarried(found.reason, maximum if maximum is not None else found.points, found.code)
    notes = (*rule.notes, *_any_of_several(declared), *_other_maximum(found, maximum))
    return replace(found, notes=notes)


def _rule(item: etree._Element, declared: Declarations, closed: Sequence[AnswerSpace]) -> Rule | NotCarried:
    """The item's rule; where it has none, that each right answer counts."""
    processing = item.find("responseProcessing")
    if processing is None or (len(processing) == 0 and not _template_of(processing)):
        return _rule_of_keys(declared, closed)
    notes: tuple[str, ...] = ()
    if len(processing) == 0 and "RESPONSE" not in declared.responses and len(declared.responses) == 1:
        processing, notes = _for_the_only_response(processing, declared), (_ONE_RESPONSE,)
    outcome, told = _outcome(declared)
    program = read_program(processing, declared)
    types = declared.responses

    def points(answers: Mapping[str, Answer]) -> Decimal:
        outcomes = program.run({name: value_of(types[name], answer) for name, answer in answers.items()})
        return _points(outcomes.get(outcome))

    return Rule(points, processing, (*notes, *told))


def _rule_of_keys(declared: Declarations, closed: Sequence[AnswerSpace]) -> Rule | NotCarried:
    outcomes = {SCORE: Declaration(SCORE, "single", "float")}
    with_outcome = Declarations(declared.responses, outcomes)
    programs = {}
    for space in closed:
        found = declared.responses.get(space.response)
        if found is None or (found.mapping is None and found.value is None):
            return NotCarried("A person must score it: it has neither a rule nor a key.", code="KEY_MISSING")
        template = map_response if found.mapping is not None else match_correct
        programs[space.response] = read_program(template(space.response, SCORE), with_outcome)
    types = declared.responses

    def points(answers: Mapping[str, Answer]) -> Decimal:
        values = {name: value_of(types[name], answer) for name, answer in answers.items()}
        return sum((_points(program.run(values).get(SCORE)) for program in programs.values()), Decimal(0))

    return Rule(points, None, (_NO_RULE,))


def value_of(declared: Declaration, answer: Answer) -> Value | None:
    """An answer as a value of the response; one that is no value of its type is NULL."""
    try:
        items = [parsed(declared.base_type, one) for one in answer if one]
    except RuleError:
        return None
    return container(declared.cardinality, declared.base_type, items)


def _template_of(processing: etree._Element) -> str:
    return processing.get("template") or processing.get("templateLocation") or ""


def _for_the_only_response(processing: etree._Element, declared: Declarations) -> etree._Element:
    (response,) = declared.responses
    template = _template_of(processing)
    made: Callable[[str, str], etree._Element] = (
        match_correct if template.rstrip("/").removesuffix(".xml").endswith("match_correct") else map_response
    )
    if template.rstrip("/").removesuffix(".xml").endswith("map_response_point"):
        return processing
    return made(response, SCORE)


def _outcome(declared: Declarations) -> tuple[str, tuple[str, ...]]:
    numbers = [
        one.identifier
        for one in declared.outcomes.values()
        if one.base_type in NUMBERS and one.cardinality == "single" and one.identifier != "MAXSCORE"
    ]
    if SCORE in numbers:
        return SCORE, ()
    if len(numbers) == 1:
        return numbers[0], (_ONE_OUTCOME,)
    raise RuleError("it has no outcome SCORE that is a number")


def _points(value: Value | None) -> Decimal:
    return value.item if value is not None and isinstance(value.item, Decimal) else Decimal(0)


def _maximum(declared: Declarations) -> Decimal | None:
    """The points that the item says it can give."""
    most = declared.outcomes.get("MAXSCORE")
    if most is not None and most.value is not None and isinstance(most.value.item, Decimal):
        return most.value.item
    score = declared.outcomes.get(SCORE)
    return score.maximum if score is not None else None


def _other_maximum(found: Scoring, maximum: Decimal | None) -> tuple[str, ...]:
    total = sum((worth.points for worth in found.worths.values()), Decimal(0))
    if maximum is None or maximum == total:
        return ()
    return (f"It says that it gives {maximum} points, and its rule gives {total}; the rule counts.",)


def _any_of_several(declared: Declarations) -> tuple[str, ...]:
    return tuple(
        f"“{one.identifier}” takes one answer and lists several as right: any of them counts."
        for one in declared.responses.values()
        if one.value is not None and one.value.cardinality == "any"
    )


def _bad_key(declared: Declarations, closed: Sequence[AnswerSpace]) -> str:
    """What is wrong with a right answer that nobody can give."""
    for space in closed:
        found = declared.responses.get(space.response)
        if found is None:
            return f"Its interaction belongs to the response “{space.response}”, which is not declared."
        if space.kind in (SpaceKind.TEXT, SpaceKind.NUMBER) or found.value is None:
            continue
        known = {*space.values, *space.partners}
        named = [end for item in found.value.items for end in str(item).split()]
        missing = next((one for one in named if one not in known), None)
        if missing is not None:
            return f"Its right answer names “{missing}”, which cannot be chosen."
    return ""
