"""What each operator of QTI's response processing gives."""

import pytest
from lxml import etree

from examserver.importers.errors import RuleError
from examserver.importers.qti.declarations import read_declarations
from examserver.importers.qti.processing.expressions import OPERATORS, State, expression
from examserver.importers.qti.processing.program import read_program
from examserver.importers.qti.processing.values import Value, container

ITEM = etree.fromstring("""<assessmentItem>
<responseDeclaration identifier="ONE" cardinality="single" baseType="identifier">
  <correctResponse><value> A </value></correctResponse></responseDeclaration>
<responseDeclaration identifier="SOME" cardinality="multiple" baseType="identifier">
  <correctResponse><value>A</value><value>B</value></correctResponse>
  <mapping defaultValue="-1" lowerBound="0" upperBound="3"><mapEntry mapKey="A" mappedValue="1"/>
  <mapEntry mapKey="B" mappedValue="2.5"/></mapping></responseDeclaration>
<responseDeclaration identifier="LINE" cardinality="ordered" baseType="identifier"/>
<responseDeclaration identifier="TEXT" cardinality="single" baseType="string">
  <mapping defaultValue="0"><mapEntry mapKey="York" mappedValue="1"/>
  <mapEntry mapKey="york" mappedValue="0.5"/><mapEntry mapKey="Leeds" mappedValue="1" caseSensitive="false"/>
  </mapping></responseDeclaration>
<responseDeclaration identifier="PAIRS" cardinality="multiple" baseType="pair"/>
<responseDeclaration identifier="NONE" cardinality="single" baseType="integer"/>
<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>
<outcomeDeclaration identifier="START" cardinality="single" baseType="float">
  <defaultValue><value>2</value></defaultValue></outcomeDeclaration>
<outcomeDeclaration identifier="GRADE" cardinality="single" baseType="identifier">
  <interpolationTable defaultValue="low"><interpolationTableEntry sourceValue="8" targetValue="high"/>
  <interpolationTableEntry sourceValue="5" includeBoundary="false" targetValue="middle"/></interpolationTable>
</outcomeDeclaration>
</assessmentItem>""")
DECLARED = read_declarations(ITEM)
RESPONSES: dict[str, Value | None] = {
    "ONE": container("single", "identifier", ["A"]),
    "SOME": container("multiple", "identifier", ["B", "A"]),
    "LINE": container("ordered", "identifier", ["A", "B", "C"]),
    "TEXT": container("single", "string", ["Leeds"]),
    "PAIRS": container("multiple", "pair", ["A B"]),
    "NONE": None,
}


def _float(*values: object) -> str:
    return "".join(f'<baseValue baseType="float">{value}</baseValue>' for value in values)


def _text(*values: str) -> str:
    return "".join(f'<baseValue baseType="string">{value}</baseValue>' for value in values)


def _truth(*values: str) -> str:
    known = {"t": '<baseValue baseType="boolean">true</baseValue>', "n": "<null/>"}
    return "".join(known.get(value, '<baseValue baseType="boolean">false</baseValue>') for value in values)


def _of(name: str, element: str = "variable") -> str:
    return f'<{element} identifier="{name}"/>'


A = '<baseValue baseType="identifier">A</baseValue>'
PAIR = '<baseValue baseType="pair">B A</baseValue>'


def _value(xml: str) -> str:
    """The value of an expression in short: `true`, `2.5`, `A B`, `-` for NULL."""
    found = expression(etree.fromstring(xml), DECLARED)(State(RESPONSES, {"SCORE": None, "START": None}))
    if found is None:
        return "-"
    return " ".join(str(item).lower() if isinstance(item, bool) else str(item) for item in found.items)


WITHIN = "toleranceMode='absolute' tolerance='0.1'"
CASES = [
    (_of("ONE"), "A"),
    (_of("NONE"), "-"),
    (_of("START", "default"), "2"),
    (_of("SOME", "correct"), "A B"),
    (_of("SOME", "mapResponse"), "3"),
    (_of("TEXT", "mapResponse"), "1"),
    (_of("completionStatus"), "completed"),
    (_of("numAttempts"), "1"),
    (f"<match>{_of('ONE')}{_of('ONE', 'correct')}</match>", "true"),
    (f"<match>{_of('SOME')}{_of('SOME', 'correct')}</match>", "true"),
    (f"<match>{_of('LINE')}<ordered>{A}{A}</ordered></match>", "false"),
    (f"<match>{_of('NONE')}{_float(1)}</match>", "-"),
    (f"<isNull>{_of('NONE')}</isNull>", "true"),
    (f"<not>{_truth('t')}</not>", "false"),
    (f"<not>{_truth('n')}</not>", "-"),
    (f"<and>{_truth('t', 'n')}</and>", "-"),
    (f"<and>{_truth('f', 'n')}</and>", "false"),
    (f"<or>{_truth('t', 'n')}</or>", "true"),
    (f"<or>{_truth('f', 'n')}</or>", "-"),
    (f"<anyN min='1' max='2'>{_truth('t', 'f', 'n')}</anyN>", "true"),
    (f"<anyN min='2' max='2'>{_truth('t', 'f', 'n')}</anyN>", "-"),
    (f"<anyN min='2' max='3'>{_truth('t', 'f')}</anyN>", "false"),
    (f"<member>{A}{_of('SOME')}</member>", "true"),
    (f"<member>{PAIR}{_of('PAIRS')}</member>", "true"),
    (f"<contains>{_of('SOME')}<multiple>{A}</multiple></contains>", "true"),
    (f"<contains>{_of('LINE')}<ordered>{A}</ordered></contains>", "true"),
    (f"<delete>{A}{_of('LINE')}</delete>", "B C"),
    (f"<index n='2'>{_of('LINE')}</index>", "B"),
    (f"<index n='9'>{_of('LINE')}</index>", "-"),
    (f"<containerSize>{_of('SOME')}</containerSize>", "2"),
    (f"<containerSize>{_of('NONE')}</containerSize>", "0"),
    (f"<lt>{_float(1, 2)}</lt>", "true"),
    (f"<lte>{_float(2, 2)}</lte>", "true"),
    (f"<gt>{_float(2, 2)}</gt>", "false"),
    (f"<gte>{_float(2, 2)}</gte>", "true"),
    (f"<gt>{_of('NONE')}{_float(2)}</gt>", "-"),
    (f"<sum>{_float(1, 2, '.5')}</sum>", "3.5"),
    (f"<sum>{_float(1)}<null/></sum>", "-"),
    (f"<product>{_float(3, 2)}</product>", "6"),
    (f"<min>{_float(3, 2)}</min>", "2"),
    (f"<max>{_float(3, 2)}</max>", "3"),
    (f"<gcd>{_float(12, 18)}</gcd>", "6"),
    (f"<lcm>{_float(4, 6)}</lcm>", "12"),
    (f"<subtract>{_float(3, 5)}</subtract>", "-2"),
    (f"<divide>{_float(3, 2)}</divide>", "1.5"),
    (f"<divide>{_float(3, 0)}</divide>", "-"),
    (f"<power>{_float(2, 10)}</power>", "1024"),
    (f"<integerDivide>{_float(-7, 2)}</integerDivide>", "-4"),
    (f"<integerModulus>{_float(-7, 2)}</integerModulus>", "1"),
    (f"<round>{_float('2.5')}</round>", "3"),
    (f"<round>{_float('-2.5')}</round>", "-2"),
    (f"<truncate>{_float('-2.7')}</truncate>", "-2"),
    (f"<integerToFloat>{_float(3)}</integerToFloat>", "3"),
    (f"<roundTo roundingMode='decimalPlaces' figures='1'>{_float('3.14')}</roundTo>", "3.1"),
    (f"<roundTo figures='2'>{_float('1234')}</roundTo>", "1.2E+3"),
    (f"<equal>{_float('2.0', 2)}</equal>", "true"),
    (f"<equal {WITHIN}>{_float(2, '2.1')}</equal>", "true"),
    (f"<equal {WITHIN} includeUpperBound='false'>{_float(2, '2.1')}</equal>", "false"),
    (f"<equal toleranceMode='relative' tolerance='10 5'>{_float(200, 181)}</equal>", "true"),
    (f"<equal toleranceMode='relative' tolerance='10 5'>{_float(200, 211)}</equal>", "false"),
    (
        f"<equalRounded roundingMode='decimalPlaces' figures='1'>{_float('3.14', '3.12')}</equalRounded>",
        "true",
    ),
    ("<mathConstant name='pi'/>", "3.141592653589793"),
    (f"<stringMatch caseSensitive='false'>{_text('York', 'YORK')}</stringMatch>", "true"),
    (f"<stringMatch caseSensitive='true'>{_text('York', 'YORK')}</stringMatch>", "false"),
    (f"<stringMatch caseSensitive='true' substring='true'>{_text('New York', 'York')}</stringMatch>", "true"),
    (f"<substring caseSensitive='true'>{_text('York', 'New York')}</substring>", "true"),
    (f"<patternMatch pattern='[A-Z][a-z]+'>{_text('York')}</patternMatch>", "true"),
    (f"<patternMatch pattern='[A-Z]'>{_text('York')}</patternMatch>", "false"),
]


@pytest.mark.parametrize(("xml", "value"), CASES, ids=[f"{n}" for n in range(len(CASES))])
def test_an_expression_has_the_value_that_the_standard_says(xml: str, value: str) -> None:
    assert _value(xml) == value


def test_every_operator_is_tried_here() -> None:
    tried = {str(element.tag) for xml, _ in CASES for element in etree.fromstring(xml).iter()}
    assert set(OPERATORS) <= tried


@pytest.mark.parametrize(
    "xml",
    [
        "<customOperator/>",
        "<randomInteger min='1' max='2'/>",
        "<mapResponsePoint identifier='ONE'/>",
        _of("LINE", "mapResponse"),
        _of("UNKNOWN"),
        f"<isNull>{A}{A}</isNull>",
        f"<patternMatch pattern='(a+)+b'>{_text('a')}</patternMatch>",
        f"<patternMatch pattern='\\p{{L}}'>{_text('a')}</patternMatch>",
        f"<equal toleranceMode='absolute'>{_float(1, 2)}</equal>",
        "<baseValue baseType='float'>NaN</baseValue>",
        "<baseValue baseType='point'>1 2</baseValue>",
        "<mathConstant name='g'/>",
        "<variable identifier='SCORE' weightIdentifier='W'/>",
    ],
    ids=[f"{n}" for n in range(13)],
)
def test_what_is_not_understood_is_found_before_any_answer_is_scored(xml: str) -> None:
    with pytest.raises(RuleError):
        expression(etree.fromstring(xml), DECLARED)


def _outcome(rules: str, name: str = "SCORE") -> str:
    program = read_program(etree.fromstring(f"<responseProcessing>{rules}</responseProcessing>"), DECLARED)
    found = program.run(RESPONSES)[name]
    return str(found.item) if found else "-"


def _set(value: str, name: str = "SCORE") -> str:
    return f"<setOutcomeValue identifier='{name}'>{value}</setOutcomeValue>"


def _condition(first: str, second: str) -> str:
    return (
        f"<responseCondition><responseIf>{_truth(first)}{_set(_float(1))}</responseIf>"
        f"<responseElseIf>{_truth(second)}{_set(_float(2))}</responseElseIf>"
        f"<responseElse>{_set(_float(3))}</responseElse></responseCondition>"
    )


@pytest.mark.parametrize(
    ("first", "second", "score"), [("t", "t", "1"), ("f", "t", "2"), ("n", "n", "3"), ("f", "f", "3")]
)
def test_the_first_branch_that_is_true_is_taken(first: str, second: str, score: str) -> None:
    assert _outcome(_condition(first, second)) == score


def test_a_rule_ends_where_it_says_so_and_a_fragment_is_part_of_it() -> None:
    rules = f"<responseProcessingFragment>{_set(_float(1))}</responseProcessingFragment><exitResponse/>"
    assert _outcome(rules + _set(_float(2))) == "1"


@pytest.mark.parametrize(
    ("value", "grade"), [(9, "high"), (8, "high"), (6, "middle"), (5, "low"), (1, "low")]
)
def test_a_table_is_looked_up_by_its_boundaries(value: int, grade: str) -> None:
    rule = f"<lookupOutcomeValue identifier='GRADE'>{_float(value)}</lookupOutcomeValue>"
    assert _outcome(rule, "GRADE") == grade


def test_a_number_that_nobody_set_starts_at_nothing_or_as_declared() -> None:
    assert _outcome("") == "0"
    assert _outcome("", "START") == "2"


@pytest.mark.parametrize(
    "rules",
    ["<setTemplateValue/>", _set(_float(1), "OTHER"), "<responseCondition><responseIf/></responseCondition>"],
    ids=["template value", "not declared", "no test"],
)
def test_a_rule_that_is_not_understood_is_refused(rules: str) -> None:
    with pytest.raises(RuleError):
        _outcome(rules)
