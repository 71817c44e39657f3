"""The web page says everything in both languages, with the same values in each sentence."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment
from jinja2.ext import extract_from_ast

from examserver.services.import_words import CONTRADICTIONS, NOTES, REFUSALS
from examserver.services.results import State
from examserver.web import candidate, importing, logging_in, pages, ruling, verdicts
from examserver.web.words import Words, words_for
from examserver.web.words_zh import ERRORS, ZH

WEB = Path(pages.__file__).parent
VALUES = re.compile(r"{\w+}")


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
    ]
    single = [
        ruling.NO_REASON,
        ruling.NOTHING_CHOSEN,
        logging_in.WRONG,
        logging_in.TOO_OFTEN,
        verdicts.ALL_IS_HERE,
        verdicts.CLAIMS,
        *(state.value for state in State if state is not State.ABSENT),
    ]
    return {sentence for table in tables for sentence in table.values()} | set(single)


SAID = in_templates() | in_code() | in_tables()


def test_every_sentence_is_there_in_chinese_and_none_is_left_over() -> None:
    of_services = {"true", "false", *ERRORS}
    assert SAID - set(ZH) == set()
    assert set(ZH) - SAID - of_services == set()


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
