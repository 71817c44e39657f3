"""The web page says everything in both languages, with the same values in each sentence."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment
from jinja2.ext import extract_from_ast

from examprotocol.self_check import Grade
from examserver import web
from examserver.services.import_words import CONTRADICTIONS, NOTES, REFUSALS
from examserver.services.overview import Phase
from examserver.services.refused_logins import REASONS
from examserver.services.rehearsals.report import SeatFault
from examserver.services.results import State
from examserver.services.roster import ROSTER
from examserver.services.rosters import xlsx_sheet
from examserver.services.rosters.photos import PhotoFault
from examserver.services.rosters.sheet import Fault
from examserver.services.sittings.desk import SittingState
from examserver.web import (
    action_table,
    actions,
    audit_words,
    candidate,
    checkin,
    checkin_duties,
    collecting,
    home,
    importing,
    logging_in,
    monitor_words,
    navigation,
    pages,
    rehearsals,
    reporting,
    rosters,
    ruling,
    sittings,
    staff,
    verdicts,
)
from examserver.web.errors_zh import ERRORS, error_said
from examserver.web.words import Words, words_for
from examserver.web.words_zh import ZH
from tests.chinese_marks import half_width, in_other_words

WEB = Path(pages.__file__).parent
VALUES = re.compile(r"{\w+}")
SERVER = WEB.parent

VALUE = "3fa9"
"""Stands for any value."""

REFUSING = {
    "ActionError",
    "AttemptError",
    "BusyError",
    "CheckInError",
    "CollectingError",
    "OrderError",
    "RulingError",
    "SeatingError",
    "SentTwiceError",
    "SittingError",
    "StorageError",
}
REFUSING_A_REQUEST = {
    ("RefusedError", "web/proofs.py"),
    ("RefusedError", "api/requests.py"),
    ("StaffError", "services/member_orders.py"),
    ("RoomError", "services/rooms.py"),
    ("RoomError", "services/overview.py"),
    ("StationError", "services/stations.py"),
    ("ExamSetupError", "services/extensions.py"),
    ("UpstreamError", "services/reporting/orders.py"),
    ("UpstreamError", "services/reporting/packing.py"),
    ("UpstreamError", "services/reporting/pages.py"),
    ("UpstreamError", "services/reporting/alerting.py"),
    ("ExamSiteError", "services/reporting/alerts_above.py"),
    ("UpstreamError", "services/giving/orders.py"),
    ("UpstreamError", "services/upstream_orders.py"),
    ("UpstreamError", "services/giving/taking.py"),
    ("UpstreamError", "upstream/taking_file.py"),
    ("ExamSiteError", "services/giving/file_orders.py"),
    ("UpstreamError", "upstream/line.py"),
    ("UpstreamError", "upstream/lists.py"),
    ("UpstreamError", "upstream/reporter.py"),
    ("ExamSiteError", "services/reporting/orders.py"),
    ("ExamSiteError", "services/reporting/taking.py"),
    ("ExamSiteError", "services/reporting/result_file.py"),
    ("ExamSiteError", "services/reporting/pages.py"),
    ("ExamSetupError", "services/exams.py"),
    ("ExamSetupError", "services/rosters/plan.py"),
    ("ExamSetupError", "services/rosters/paper_data.py"),
    ("ExamSetupError", "services/rosters/seating_anew.py"),
    *(
        ("TableError", f"services/rosters/{name}.py")
        for name in ("csv_sheet", "xlsx_sheet", "table", "photos")
    ),
    ("TableError", "services/rosters/orders.py"),
    ("SiteRuleError", "services/site_check.py"),
    ("SiteRuleError", "services/site_orders.py"),
    ("SiteRuleError", "services/site_rules_desk.py"),
    ("BackupError", "services/backup_members.py"),
    ("BackupError", "services/backup_room.py"),
    ("BackupError", "storage/disks.py"),
    ("BackupError", "storage/snapshot.py"),
    ("BackupError", "services/backups.py"),
    ("BackupError", "services/alive/timed_backups.py"),
}
"""The errors that what somebody does on the page may meet, or shows; other refusals are for stations."""

SAYING = {"services/site_orders.py", "storage/postgres.py"}
"""Where sentences stand that a page shows, besides those that are refused with there."""

NOT_FROM_A_PAGE = {
    "api/staff.py",
    "storage/handed_files.py",
    *(
        f"services/{name}.py"
        for name in (
            "delivery",
            "handed_files",
            "offline_codes",
            "paper_mirrors",
            "paper_orders",
            "releases",
            "writing_files",
        )
    ),
}
"""Stations and the command line come here, and no page does."""

SAID_OTHERWISE = {
    "Too many log in at this moment.",
    "Try again in a few seconds.",
    "Other files are being taken in.",
    "Try again in a moment.",
    f"{VALUE} requests wait to be stored.",
    "Ask again in a moment.",
    "The service ends.",
    "More is asked than can be answered.",
    "This is another file than was looked at.",
    "Look at it again.",
    "Nobody has looked at this file.",
    "Look at it first.",
}
"""For these the page has a sentence of its own: it is busy (503), or the file is another one (412)."""


def in_templates() -> set[str]:
    """Every sentence that a template says."""
    environment = Environment(autoescape=True)
    texts = [file.read_text(encoding="utf-8") for file in (WEB / "templates").glob("*.html")]
    found = [one for text in texts for one in extract_from_ast(environment.parse(text), ["_"])]
    messages = (message[0] if isinstance(message, tuple) else message for _, _, message in found)
    return {message for message in messages if message}


def in_code() -> set[str]:
    """Every sentence that a page's code says by itself."""
    said = re.compile(r'(?:words|message)\(\s*"((?:[^"\\]|\\.)+)"')
    texts = [file.read_text(encoding="utf-8") for file in WEB.glob("*.py")]
    return {sentence for text in texts for sentence in said.findall(text)}


def in_tables() -> set[str]:
    """Every sentence that stands in a table and is looked up by what happened."""
    tables: list[Mapping[Any, str]] = [
        REFUSALS,
        NOTES,
        CONTRADICTIONS,
        verdicts.DRY,
        verdicts.DONE,
        importing.PAGE_WORDS,
        candidate.SOURCES,
        collecting.TROUBLES,
        collecting.WAYS,
        collecting.SIDES,
        collecting.FILES,
        audit_words.DEEDS,
        audit_words.FIELDS,
        audit_words.WAYS,
        home.STATES,
        sittings.ACTS,
        checkin.STATES,
        checkin_duties.WINDOWS,
        checkin_duties.WISHES,
        rehearsals.KINDS,
        {state: state.value for state in SittingState},
        {fault: fault.value for fault in SeatFault},
        monitor_words.STATES,
        monitor_words.ALARMS,
        monitor_words.ADVICE,
        monitor_words.TROUBLES,
        monitor_words.TOLD,
        actions.ORDERED,
        {name: action.title for name, action in action_table.ACTIONS.items()},
        {name: action.says for name, action in action_table.ACTIONS.items()},
        {grade: grade.value for grade in Grade},
        *tables_of_the_whole_site(),
    ]
    return {sentence for table in tables for sentence in table.values()} | alone()


def tables_of_the_whole_site() -> list[Mapping[Any, str]]:
    """Those of roles, of reporting and of the head of each page."""
    return [
        navigation.ROLES,
        reporting.FAULTS,
        reporting.CAME,
        reporting.STATES,
        reporting.ITEMS,
        reporting.STAYING,
        {entry.path: entry.words for entry in navigation.ENTRIES},
        {group: group.value for group in navigation.Group if group.strip()},
        {phase: phase.value for phase in Phase},
    ]


def alone() -> set[str]:
    """Every sentence that stands by itself, with a name."""
    return {
        ruling.NO_REASON,
        actions.NO_REASON,
        ruling.NOTHING_CHOSEN,
        collecting.NO_SUCH_FILE,
        logging_in.WRONG,
        logging_in.TOO_OFTEN,
        staff.NOT_ONESELF,
        staff.NO_ROLE,
        verdicts.ALL_IS_HERE,
        verdicts.CLAIMS,
        *REASONS.values(),
        *(state.value for state in State if state is not State.ABSENT),
    }


def of_rosters() -> set[str]:
    """What the pages of rosters look up by what happened, or say of a file."""
    tables: list[Mapping[Any, str]] = [
        rosters.RULES,
        rosters.COLUMNS,
        rosters.DELIMITERS,
        rosters.UPLOAD_WORDS,
        {fault: fault.value for fault in (*Fault, *PhotoFault)},
    ]
    single = {ROSTER.empty, ROSTER.advice, xlsx_sheet.DAMAGED, xlsx_sheet.SAVE_AGAIN}
    return {sentence for table in tables for sentence in table.values()} | single


SAID = of_rosters() | in_templates() | in_code() | in_tables()


def test_every_sentence_is_there_in_chinese_and_none_is_left_over() -> None:
    of_services = {"true", "false", *ERRORS}
    assert SAID - set(ZH) == set()
    assert set(ZH) - SAID - of_services == set()


def test_no_sentence_is_said_in_two_ways() -> None:
    """What stands in several tables is the same in all: they are laid into one, where the last would win."""
    said: dict[str, set[str]] = {}
    for module in pkgutil.iter_modules(web.__path__):
        there = vars(importlib.import_module(f"{web.__name__}.{module.name}"))
        for name, table in there.items():
            if name.isupper() and isinstance(table, dict) and module.name.endswith("_zh"):
                for english, chinese in table.items():
                    said.setdefault(english, set()).update({chinese} if isinstance(chinese, str) else ())
    assert said.keys() >= ZH.keys()
    assert {english: ways for english, ways in said.items() if len(ways) > 1} == {}


def test_no_sentence_is_found_by_chance() -> None:
    assert len(in_templates()) > 60
    assert len(in_code()) > 10
    assert "Log in" in in_templates()


@pytest.mark.parametrize("english", sorted(ZH))
def test_both_languages_name_the_same_values(english: str) -> None:
    assert sorted(VALUES.findall(english)) == sorted(VALUES.findall(ZH[english]))


def test_values_are_filled_in_after_the_language_is_chosen() -> None:
    assert Words("zh")("{n} of {all}", n=3, all=50) == "第 3 个，共 50 个"
    assert Words("en")("{n} of {all}", n=3, all=50) == "3 of 50"
    assert Words("zh")("nobody has translated this") == "nobody has translated this"


def test_a_language_that_there_is_not_is_not_chosen() -> None:
    assert words_for("xx", "fr").language == "en"
    assert words_for("zh", "en").tag == "zh-CN"
    assert words_for("zh", "en").other == "en"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("张三", "张三"),
        ("a\u202egpj.exe", "a\ufffdgpj.exe"),
        ("\u2066a\u2069\u200f\u061c", "\ufffda\ufffd\ufffd\ufffd"),
        ("line\nline\ttab", "line\nline\ttab"),
        ("\0\x1b[31m\x7f\ud800", "\ufffd\ufffd[31m\ufffd\ufffd"),
    ],
)
def test_a_character_that_nobody_sees_becomes_one_that_everybody_sees(text: str, shown: str) -> None:
    assert pages.visible(text) == shown


def form_of(node: ast.expr) -> str | None:
    """A sentence in the source, with a sample for each value; None for what is no text."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if not isinstance(node, ast.JoinedStr):
        return None
    return "".join(str(part.value) if isinstance(part, ast.Constant) else VALUE for part in node.values)


def refusals() -> Iterator[str]:
    """Every sentence that a service may refuse with while an admin uses the page."""
    for file in SERVER.rglob("*.py"):
        place = file.relative_to(SERVER).as_posix()
        if place.startswith(("cli/", "importers/")) or place in NOT_FROM_A_PAGE:
            continue
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            kind = getattr(call.func, "id", "") if isinstance(call, ast.Call) else ""
            if isinstance(call, ast.Call) and (kind in REFUSING or (kind, place) in REFUSING_A_REQUEST):
                said = call.args[1:2] if kind == "RefusedError" else call.args[:2]
                yield from (form for one in said if (form := form_of(one)) is not None)


def answers() -> Iterator[str]:
    """Every sentence of the files all of whose answers a page shows."""
    for place in SAYING:
        for node in ast.walk(ast.parse((SERVER / place).read_text(encoding="utf-8"))):
            if isinstance(node, ast.expr) and (form := form_of(node)) is not None:
                yield form


def test_every_refusal_that_a_page_may_meet_is_there_in_chinese() -> None:
    met = set(refusals())
    assert len(met) > 30
    assert [said for said in met - SAID_OTHERWISE if error_said(said) == said] == []
    assert met | {*answers()} >= SAID_OTHERWISE | {VALUES.sub(VALUE, form) for form in ERRORS}, (
        "none is there in vain"
    )


def test_values_of_a_refusal_are_said_in_chinese_as_they_are() -> None:
    said = error_said("Candidate 2023{x} has not logged in for 语文 (2) yet.")
    assert said == "考生 2023{x} 还没有登录过考试 语文 (2)。"
    assert error_said("A fault that nobody foresaw.") == "A fault that nobody foresaw."
    assert Words("en")("There is no attempt 3fa9.") == "There is no attempt 3fa9."


def test_no_template_says_a_word_that_is_not_translated() -> None:
    for file in (WEB / "templates").glob("*.html"):
        text = re.sub(
            r"<code>.*?</code>|{%.*?%}|{{.*?}}|{#.*?#}|<[^>]*>|&\w+;",
            " ",
            file.read_text("utf-8"),
            flags=re.DOTALL,
        )
        bare = re.findall(r"[^\W\d_]{2,}", text)
        assert not bare, f"{file.name}: {bare}"


def test_chinese_is_written_and_worded_as_in_the_client() -> None:
    wrong = {said: why for said in ZH.values() if (why := in_other_words(said))}
    assert wrong == {}
    assert [said for said in ZH.values() if half_width(said)] == []
