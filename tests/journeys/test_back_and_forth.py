"""From one machine to another and back, online and by code, with real processes: the last word counts."""

from examprotocol.merge import fold
from examprotocol.responses import TextResponse
from tests.journeys.conftest import PASSWORD, NewRoom


def test_an_exam_goes_there_with_a_network_and_comes_back_by_a_code(new_room: NewRoom) -> None:
    room = new_room(6, 60)
    site, first, second = room.site, room.first, room.second
    one, two, three, four, *_ = site.questions()
    numbers = site.candidates[0]

    first.client.sit_down(numbers)
    first.client.answer({one: "here", two: "here"})
    first.client.until(lambda shown: not shown["waiting"])
    second.client.sit_down(numbers, consent=PASSWORD)
    assert second.client.shown["saved"] == {one: "here", two: "here"}
    first.client.reach("moved")

    second.cable.pull()
    first.cable.pull()
    second.client.answer({two: "there", three: "there"})
    second.client.wish("menu", PASSWORD)
    second.client.wish("show_code")
    code = second.client.until(lambda shown: shown["code"])["code"]
    first.client.until(lambda shown: not shown["online"])
    first.client.wish("go_on_by_code", code, PASSWORD)
    first.client.reach("answering")
    first.client.answer({one: "back here", four: "back here"})

    second.cable.plug()
    first.cable.plug()
    second.client.until(lambda shown: shown["phase"] == "moved" and not shown["waiting"])
    first.client.until(lambda shown: shown["online"] and not shown["waiting"])

    answers = fold(site.held(site.attempt(numbers[0])))
    last = {one: "back here", two: "there", three: "there", four: "back here"}
    assert {name: answers.response(name) for name in answers.current} == {
        name: TextResponse(text) for name, text in last.items()
    }
    assert not answers.conflicts
    assert first.client.shown["phase"] == "answering"
