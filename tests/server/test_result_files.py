"""Results for other programs: QTI Results Reporting, a workbook, and journals that anybody can check."""

import io
import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from lxml import etree
from openpyxl import load_workbook

from examprotocol.attempt_journal import AttemptJournal, faults_of, open_journal, sign_journal
from examprotocol.errors import ForgedError
from examprotocol.events import Answered, FocusLost
from examprotocol.merge import answers_digest
from examprotocol.paper import FileUpload, Multiple, Ordering
from examprotocol.receipts import open_receipt
from examprotocol.responses import (
    ChoiceResponse,
    ChoicesResponse,
    FileRef,
    FilesResponse,
    GapsResponse,
    LinksResponse,
    OrderResponse,
    PairsResponse,
    TextResponse,
)
from examprotocol.signing import new_signing_key
from examserver.services.collecting.qti import NAMESPACE, qti_results
from examserver.services.collecting.qti_names import ESCAPED, PLAIN, identifier, stamp
from examserver.services.collecting.qti_values import Variable, variables_of
from examserver.services.collecting.result_words import COLUMNS_ZH, in_chinese
from examserver.services.collecting.signed_journal import journals_of
from examserver.services.collecting.spreadsheet import workbook
from examserver.services.keys import signing_key
from examserver.services.result_files import (
    COLUMNS,
    POINT_COLUMNS,
    points_sheet,
    results_sheet,
    sheet_csv,
)
from examserver.services.results import Marked, Result, State, marked_of
from examserver.services.seal import Seal
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.site import read_site
from examserver.storage.store import reading
from tests.server.conftest import START, Prepared, release
from tests.server.sample import QUESTIONS, choices
from tests.server.station import Pen, Station

HERE = Path(__file__).parent
NAMES = {"q": NAMESPACE}
HOSTILE = "<b>&\x00\x0b]]>\r\n第二行"


def marked(prepared: Prepared) -> tuple[Marked, ...]:
    with reading(prepared.folder) as connection:
        shelf = PaperShelf(prepared.folder.papers, signing_key(prepared.folder))
        return marked_of(connection, shelf, prepared.exam)


def qti(prepared: Prepared) -> dict[str, etree._Element]:
    """The checked documents by admission number."""
    grammar = etree.RelaxNG(etree.parse(HERE / "qti_result.rng"))
    found = {}
    for one, file in zip(
        marked(prepared), qti_results(marked(prepared), prepared.exam, prepared.card.site_id), strict=True
    ):
        document = etree.fromstring(file.data)
        assert grammar.validate(document), grammar.error_log
        if official := os.environ.get("EXAM_QTI_RESULT_SCHEMA", ""):
            etree.XMLSchema(etree.parse(official)).assertValid(document)
        found[one.result.admission_number] = document
    return found


def value(document: etree._Element, path: str) -> str:
    found = document.xpath(f"{path}/q:value/text()", namespaces=NAMES)
    assert isinstance(found, list)
    return "".join(str(one) for one in found)


def told(document: etree._Element, name: str, attribute: str) -> str | None:
    """An attribute of the first element of this name."""
    found = document.find(name, NAMES)
    assert found is not None
    return found.get(attribute)


def answer_some(station: Station) -> Pen:
    pen = station.pen()
    pen.write(Answered("q1", ChoiceResponse("a")), START + 1000)
    pen.write(Answered("q2", ChoicesResponse(("a", "b"))), START + 2000)
    pen.write(Answered("q7", GapsResponse({"g2": "27182"})), START + 3000)
    pen.write(Answered("q8", TextResponse("很久以前\n第二行")), START + 4000)
    station.sync(pen)
    return pen


def test_what_was_handed_in_stands_in_the_document_with_its_points_and_times(
    seated: Station, prepared: Prepared
) -> None:
    pen = answer_some(seated)
    receipt = seated.submit(pen).receipt
    assert receipt
    document = qti(prepared)["2026A001"]
    assert told(document, "q:context", "sourcedId") == "_x32_026A001"
    test = "//q:testResult"
    assert value(document, f"{test}/q:contextVariable[@identifier='ADMISSION_NUMBER']") == "2026A001"
    assert value(document, f"{test}/q:contextVariable[@identifier='CANDIDATE_NAME']") == "张三"
    assert value(document, f"{test}/q:outcomeVariable[@identifier='SCORE']") == "8"
    assert value(document, f"{test}/q:outcomeVariable[@identifier='WAITING']") == "1"
    assert told(document, "q:testResult", "datestamp") == stamp(START + 4000)
    items = document.findall("q:itemResult", NAMES)
    assert [one.get("sequenceIndex") for one in items] == [str(number) for number in range(1, 9)]
    status = {one.get("identifier"): one.get("sessionStatus") for one in items}
    assert status["q8"] == "pendingExternalScoring"
    assert {status[f"q{number}"] for number in range(1, 8)} == {"final"}
    assert items[1].get("datestamp") == stamp(START + 2000)
    assert value(document, "//q:itemResult[@identifier='q2']//q:candidateResponse") == "ab"
    assert value(
        document, "//q:itemResult[@identifier='q7']//q:responseVariable[@identifier='RESPONSE_g2']/*"
    ) == ("27182")
    assert value(document, "//q:itemResult[@identifier='q8']/q:outcomeVariable[@identifier='SCORE']") == ""
    assert value(document, "//q:itemResult[@identifier='q8']//q:candidateResponse") == "很久以前\n第二行"


def test_who_never_came_has_a_document_without_items_and_who_is_at_it_no_final_ones(
    seated: Station, prepared: Prepared
) -> None:
    answer_some(seated)
    documents = qti(prepared)
    assert documents["2026A002"].findall("q:itemResult", NAMES) == []
    said = value(documents["2026A002"], "//q:testResult/q:outcomeVariable[@identifier='completionStatus']")
    assert said == "not_attempted"
    status = {one.get("sessionStatus") for one in documents["2026A001"].findall("q:itemResult", NAMES)}
    assert status == {"pendingSubmission", "initial"}


def test_what_a_candidate_typed_cannot_break_the_document(seated: Station, prepared: Prepared) -> None:
    pen = seated.pen()
    pen.write(Answered("q4", TextResponse(HOSTILE)), START)
    pen.write(FocusLost(3), 10**18)
    seated.sync(pen)
    document = qti(prepared)["2026A001"]
    said = value(document, "//q:itemResult[@identifier='q4']//q:candidateResponse")
    assert said == "<b>&\ufffd\ufffd]]>\r\n第二行"
    assert told(document, "q:testResult", "datestamp") == "9999-12-31T23:59:59.999Z"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("q1", "q1"),
        ("Item_3.a-b", "Item_3.a-b"),
        ("2026A001", "_x32_026A001"),
        ("第一题", "_x7b2c__x4e00__x9898_"),
        ("a b", "a_x20_b"),
        ("_x20_", "_x5f_x20_x5f_"),
        ("", "_x_"),
    ],
)
def test_every_name_becomes_an_identifier_and_no_two_the_same(text: str, expected: str) -> None:
    assert identifier(text) == expected
    assert PLAIN.match(identifier(text))
    assert text == identifier(text) or ESCAPED.search(identifier(text)) or not text


UPLOAD = FileUpload(id="f", stem="", points=Decimal(1))
SHUFFLED = Multiple(id="m", stem="", points=Decimal(1), shuffle=True, choices=choices("x", "y"))
ORDER = Ordering(id="o", stem="", points=Decimal(1), choices=choices("x", "y"))
MATCH = QUESTIONS[6]


def test_each_shape_of_response_has_its_cardinality_and_type() -> None:
    def one(question: object, response: object) -> Variable:
        (found,) = variables_of(question, response)  # type: ignore[arg-type]
        return found

    assert one(QUESTIONS[3], ChoiceResponse("true")) == Variable("RESPONSE", "single", "boolean", ("true",))
    assert one(MATCH, PairsResponse({"b": "a", "a": "b"})).values == ("a b", "b a")
    assert one(MATCH, LinksResponse((("a", "b"), ("a", "c")))).values == ("a b", "a c")
    assert one(ORDER, OrderResponse(("b", "a"))) == Variable("RESPONSE", "ordered", "identifier", ("b", "a"))
    assert one(SHUFFLED, ChoicesResponse(("a",))).order == ("a", "b")
    assert one(UPLOAD, FilesResponse((FileRef("0" * 64, "a.pdf", 3),))).values == (f"urn:sha256:{'0' * 64}",)
    assert one(UPLOAD, None) == Variable("RESPONSE", "ordered", "uri")
    assert one(QUESTIONS[4], TextResponse("")).values == ()


def test_in_the_workbook_no_text_is_a_formula_and_leading_zeros_are_there() -> None:
    row = Result("exam-1", "0012", "=1+1\x0b", "+3", State.ABSENT, 0, 8, Decimal("-1.5"), Decimal(8))
    book = load_workbook(io.BytesIO(workbook([results_sheet([row])])))
    page = book["results"]
    names = [cell.value for cell in page[1]]
    cells = dict(zip(names, page[2], strict=True))
    assert (cells["admission_number"].value, cells["admission_number"].data_type) == ("0012", "s")
    assert (cells["name"].value, cells["name"].data_type) == ("=1+1\ufffd", "s")
    assert cells["seat"].data_type == "s"
    assert (cells["score"].value, cells["score"].data_type) == (-1.5, "n")
    assert page.freeze_panes == "A2"


def test_the_tables_speak_chinese_where_that_is_asked(seated: Station, prepared: Prepared) -> None:
    answer_some(seated)
    assert set(COLUMNS_ZH) >= {*COLUMNS, *POINT_COLUMNS}
    found = marked(prepared)
    text = sheet_csv(in_chinese(results_sheet([one.result for one in found]))).decode("utf-8-sig")
    assert text.startswith("考试,准考证号,姓名")
    assert "未交卷" in text
    assert "缺考" in text
    text = sheet_csv(in_chinese(points_sheet(found))).decode("utf-8-sig")
    assert "论述题" in text
    assert "2026A001" in text


def journals(prepared: Prepared) -> list[str]:
    with reading(prepared.folder) as connection:
        seal = Seal(read_site(connection), signing_key(prepared.folder))
        return [one.token for one in journals_of(connection, seal, prepared.exam, START)]


def test_a_journal_has_all_that_is_here_and_the_answers_that_the_receipt_states(
    seated: Station, prepared: Prepared
) -> None:
    pen = answer_some(seated)
    receipt = seated.submit(pen).receipt
    key = signing_key(prepared.folder)
    (token,) = journals(prepared)
    journal = open_journal(token, key)
    assert faults_of(journal, key) == ()
    assert (journal.candidate, journal.exam) == ("2026A001", prepared.exam.id)
    assert [list(log.events) for log in journal.logs] == [pen.events]
    assert journal.receipts == (receipt,)
    assert answers_digest(journal.answers()) == open_receipt(receipt, key).answers


def test_a_journal_with_two_machines_rulings_and_branches_checks_as_well(
    new_station: Callable[[], Station], prepared: Prepared
) -> None:
    for choice in ("a", "b"):
        station = new_station()
        station.log_in()
        pen = station.pen()
        pen.choose("q1", choice)
        station.sync(pen)
        release(prepared)
    key = signing_key(prepared.folder)
    journal = open_journal(journals(prepared)[0], key)
    assert len(journal.logs) == 2
    assert faults_of(journal, key) == ()


def test_a_journal_of_which_anything_was_changed_is_found_out(seated: Station, prepared: Prepared) -> None:
    pen = answer_some(seated)
    assert seated.submit(pen).receipt
    key = signing_key(prepared.folder)
    (token,) = journals(prepared)
    with pytest.raises(ForgedError):
        open_journal(token[:-4] + "AAAA", key)
    with pytest.raises(ForgedError):
        open_journal(token, new_signing_key())
    journal = open_journal(token, key)
    cut = msgspec.structs.replace(
        journal, logs=tuple(msgspec.structs.replace(log, events=log.events[:-1]) for log in journal.logs)
    )
    other = open_journal(sign_journal(cut, key), key)
    assert isinstance(other, AttemptJournal)
    faults = faults_of(other, key)
    assert any("names event 5" in fault for fault in faults)
    assert any("the answers are not those" in fault for fault in faults)
    gap = msgspec.structs.replace(
        journal, logs=tuple(msgspec.structs.replace(log, events=log.events[1:]) for log in journal.logs)
    )
    assert any("does not follow" in fault for fault in faults_of(gap, key))
