"""The story of one bad exam, with real processes and in real time: nothing that was saved is lost.

A candidate answers 30 questions, the cable is pulled, 10 more, the machine is killed, the candidate goes on
at another one, changes 5 answers and adds 5; the cable returns, the old machine comes back and sends what it
had; time is extended, the deadline passes, and the receipt covers exactly the 45 right responses.
"""

import pytest

from examprotocol.merge import answers_digest, fold
from examprotocol.receipts import open_receipt
from examprotocol.responses import TextResponse
from examprotocol.short_code import short_code
from examserver.services.keys import signing_key
from soak.site import SoakSite, command
from tests.journeys.conftest import PASSWORD, NewRoom

QUESTIONS = 50
MINUTES, MORE = 1, 1
GRACE = 30.0
"""Seconds after the end in which the receipt must be there."""

pytestmark = pytest.mark.timeout(420)


def said(questions: list[str], how: str) -> dict[str, str]:
    return {question: f"{how} {question}" for question in questions}


def test_nothing_that_was_saved_is_lost(new_room: NewRoom) -> None:
    room = new_room(QUESTIONS, MINUTES)
    site, first, second = room.site, room.first, room.second
    questions, numbers = site.questions(), site.candidates[0]
    thirty, ten, five = questions[:30], questions[30:40], questions[40:45]
    right = said(thirty, "first") | said(ten, "alone") | said(questions[:5], "changed") | said(five, "added")

    first.client.sit_down(numbers)
    first.client.answer(said(thirty, "first"))
    first.client.until(lambda shown: not shown["waiting"])
    first.cable.pull()
    first.client.answer(said(ten, "alone"))
    assert first.client.until(lambda shown: not shown["online"])["waiting"] == len(ten)
    first.client.kill()

    second.client.sit_down(numbers, consent=PASSWORD)
    assert "elsewhere" in second.client.phases
    assert second.client.shown["saved"] == said(thirty, "first")
    second.client.answer(said(questions[:5], "changed") | said(five, "added"))

    first.cable.plug()
    first.client.start()
    first.client.until(lambda shown: shown["phase"] == "moved" and not shown["waiting"])

    end = second.client.shown["end"]
    command("exam", "extend", str(site.root), site.exam_id(), "--minutes", str(MORE), "--reason", "power cut")
    second.client.until(lambda shown: shown["end"] == end + MORE * 60_000)
    assert second.client.shown["phase"] == "answering"

    left = second.client.shown["time_left"]
    done = second.client.until(lambda shown: shown["phase"] == "done", limit=left + GRACE)
    assert_receipt_covers(site, numbers[0], right, done["receipt"])


def assert_receipt_covers(site: SoakSite, candidate: str, right: dict[str, str], code: str) -> None:
    """The receipt that the candidate was shown is over exactly these responses."""
    attempt = site.attempt(candidate)
    answers = fold(site.held(attempt))
    assert {name: answers.response(name) for name in answers.current} == {
        name: TextResponse(text) for name, text in right.items()
    }
    assert not answers.conflicts
    token = site.receipt(attempt)
    receipt = open_receipt(token, signing_key(site.folder))
    assert short_code(token.encode()) == code
    assert (receipt.answers, receipt.answered) == (answers_digest(answers), len(right))
