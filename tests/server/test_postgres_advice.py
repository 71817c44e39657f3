"""Where a PostgreSQL server cannot be used, the advice is about what is wrong."""

import pytest

from examserver.storage.postgres import ADVICE, RIGHT_WORD, SERVER_ADVICE, advice_on
from examserver.web.errors_zh import error_said


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        (
            'connection to server at "10.0.0.5", port 5432 failed: fe_sendauth: no password supplied',
            RIGHT_WORD,
        ),
        ('connection failed: FATAL:  password authentication failed for user "exam"', RIGHT_WORD),
        ('connection failed: root certificate file "/etc/db.pem" does not exist', "certificate by which"),
        ("connection failed: Connection refused", SERVER_ADVICE),
    ],
)
def test_the_advice_is_about_what_is_wrong(said: str, advice: str) -> None:
    assert advice in advice_on(said)


@pytest.mark.parametrize("advice", sorted({*ADVICE.values(), SERVER_ADVICE}))
def test_a_page_says_it_in_chinese_too(advice: str) -> None:
    assert error_said(advice) != advice
