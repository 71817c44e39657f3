"""When a typed text fits an accepted one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examserver.scoring.texts import pattern_as_text, text_fits

WORDS = st.text(alphabet="ab *\\é界", max_size=8)


def _fits(pattern: str, text: str) -> bool:
    return text_fits(pattern, text, case_matters=False)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("Paris", "paris"),
        ("New  York", " new york "),
        ("New York", "new\u3000york"),
        ("café", "cafe\u0301"),
        ("Straße", "STRASSE"),
        ("*", "anything"),
        ("a*z", "az"),
        ("a*z", "abcz"),
        ("*colo*r", "my colour"),
        ("**x**", "axb"),
        (r"2\*3", "2*3"),
        (r"*\**", "a*b"),
        ("北京*", "北京市"),
        ("a.c", "a.c"),
        (r"C:\x", r"c:\x"),
    ],
)
def test_a_text_fits(pattern: str, text: str) -> None:
    assert _fits(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("Paris", "Pari"),
        ("New York", "NewYork"),
        ("a*z", "abc"),
        ("ab*ba", "aba"),
        (r"2\*3", "2x3"),
        (r"2\*3", "2**3"),
        ("a.c", "abc"),
        ("*", ""),
        ("*", "   "),
        ("", ""),
    ],
)
def test_a_text_does_not_fit(pattern: str, text: str) -> None:
    assert not _fits(pattern, text)


def test_case_matters_only_where_the_key_says_so() -> None:
    assert text_fits("pH", "PH", case_matters=False)
    assert not text_fits("pH", "PH", case_matters=True)
    assert text_fits("pH", "pH", case_matters=True)


@given(WORDS, st.sampled_from(["x", "xyz", "x y"]))
def test_the_text_made_of_a_pattern_fits_it(pattern: str, filling: str) -> None:
    text = pattern_as_text(pattern, filling)
    assert _fits(pattern, text) or not text.strip()


def test_many_stars_cannot_hang_the_scoring() -> None:
    assert not _fits("*a" * 200 + "*b", "a" * 20_000)
