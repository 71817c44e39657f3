"""The outcomes that real results state, reached by the rules of their items."""

from decimal import Decimal
from pathlib import Path

import pytest

from examserver.importers.qti.declarations import read_declarations
from examserver.importers.qti.names import normalise
from examserver.importers.qti.processing.compiling import value_of
from examserver.importers.qti.processing.program import read_program
from examserver.importers.xml_file import parse_xml

D = Decimal


@pytest.mark.corpora
def test_stated_outcomes_of_real_results_are_reached(corpora: Path) -> None:
    """Each raw score that a result states, by the rule of its item."""
    folder = corpora / "citolab-scoring/Scoring.Tests/Resources/30/ResponseProcessing"
    item = normalise(parse_xml((folder / "sum_item.xml").read_bytes()))
    result = parse_xml((folder / "sum_result_2.xml").read_bytes())
    declared = read_declarations(item)
    processing = item.find("responseProcessing")
    assert processing is not None
    answers = {
        str(one.get("identifier")): tuple(
            "".join(map(str, value.itertext())) for value in one.iter("{*}value")
        )
        for one in result.iter("{*}responseVariable")
    }
    types = declared.responses
    values = {name: value_of(types[name], answer) for name, answer in answers.items() if name in types}
    outcomes = read_program(processing, declared).run(values)
    stated = [one for one in result.iter("{*}outcomeVariable") if "RAW" in str(one.get("identifier"))]
    assert len(stated) == 4
    for one in stated:
        found = outcomes[str(one.get("identifier"))]
        assert found is not None
        assert found.item == D(str(one.findtext("{*}value")))


@pytest.mark.corpora
@pytest.mark.parametrize(
    ("result", "score"),
    [("hs-result-correct-1", 1), ("hs-result-correct-2", 1), ("hs-result-incorrect-1", 0)],
)
def test_results_that_are_called_right_or_wrong_are_so(corpora: Path, result: str, score: int) -> None:
    folder = corpora / "citolab-scoring/Scoring.Tests/Resources/30/ResponseProcessing"
    item = normalise(parse_xml((folder / "hs.xml").read_bytes()))
    declared = read_declarations(item)
    processing = item.find("responseProcessing")
    assert processing is not None
    answered = parse_xml((folder / f"{result}.xml").read_bytes())
    values = tuple(
        "".join(map(str, value.itertext()))
        for one in answered.iter("{*}responseVariable")
        if one.get("identifier") == "RESPONSE"
        for value in one.iter("{*}value")
    )
    outcomes = read_program(processing, declared).run(
        {"RESPONSE": value_of(declared.responses["RESPONSE"], values)}
    )
    found = outcomes["SCORE"]
    assert found is not None
    assert found.item == score
