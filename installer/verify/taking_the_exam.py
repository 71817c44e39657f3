"""The steps of the exam: enrolled by the file, a whole one, one carried out, one that a power cut ends."""

import json
from typing import Any

from installer.verify.answering import Answer, answers_to
from installer.verify.candidate import Numbers
from installer.verify.desktop import until
from installer.verify.installing import start_up
from installer.verify.scene import SEAT, Scene, require
from installer.verify.table import Table


def begin_the_day(table: Table, scene: Scene) -> None:
    """The service begins to serve; the client is started for the first time, and enrols by itself."""
    table.step("the service", "serves", lambda: _serve(scene))
    table.step("start", "the first page, in under 5 s where the machine is free", lambda: start_up(scene))
    table.step("enrolment by ENROLFILE", "the station, at its seat", lambda: _enrolled(scene))
    table.step("--self-check --json", "nothing red, level 0", lambda: _self_check(scene))


def take_exam(table: Table, scene: Scene) -> None:
    """A whole exam, one that is carried out on a stick, and one that a power cut ends."""
    first, second, third, *_ = scene.site.candidates()
    table.step("login and start", "the questions are there", lambda: _begin(scene, first))
    table.step("network cut", "answers go on into the journal", lambda: _without_network(scene))
    table.step("network back", "the site has every event", lambda: _network_back(scene))
    table.step("handing in", "a receipt, every question answered", lambda: _hand_in(scene, first))
    table.step("another candidate, no network", "handing in fails", lambda: _fail(scene, second))
    table.step("package exported", "one, on the stick", lambda: _export(scene))
    table.step("package imported", "new events, a receipt", lambda: _import(scene))
    table.step("network back again", "the client shows the receipt", lambda: _receipt(scene, second))
    table.step("power cut in an exam", "what was saved is on the disk", lambda: _power_cut(scene, third))


def sent_after_all(table: Table, scene: Scene) -> None:
    """What a power cut left behind goes out by itself, also after the client was removed in between."""
    table.step("start after all that", "what was left is sent by itself", lambda: _left_is_sent(scene))


def _serve(scene: Scene) -> str:
    scene.site.begin()
    return "the exam begins in a minute"


def _enrolled(scene: Scene) -> str:
    until(scene.site.stations, "the station at the site")
    (station,) = scene.site.stations()
    scene.candidate.settle()
    scene.desk.take("first-page")
    return require(
        station["seat"] == SEAT, f"{station['name']} in room {station['room']}, seat {station['seat']}"
    )


def _self_check(scene: Scene) -> str:
    done = scene.program.run("--self-check", "--json")
    found = json.loads(done.out)
    red = [one["check"] for one in found["results"] if one["grade"] == "red"]
    levels = found["level_requested"], found["level_effective"]
    seen = (
        f"exit code {done.code}, {found['grade']}, {len(found['results'])} looks, red: {red}, levels {levels}"
    )
    return require(done.code in (0, 1) and not red and levels == (0, 0), seen)


def _begin(scene: Scene, numbers: Numbers) -> str:
    scene.candidate.log_in(numbers)
    _wait_for_the_questions(scene, numbers)
    scene.desk.take("first-question")
    return "the attempt is open"


def _wait_for_the_questions(scene: Scene, numbers: Numbers) -> None:
    """The exam has begun, and the client has begun to write its journal there."""
    until(lambda: scene.site.has_begun, "the start of the exam", 120)
    until(lambda: scene.site.result(numbers)["events"] > 0, "the first event of the attempt")
    scene.candidate.settle()


def _answers(scene: Scene) -> list[Answer]:
    return answers_to(scene.site.paper)


def _without_network(scene: Scene) -> str:
    answers = _answers(scene)
    third = len(answers) // 3
    scene.candidate.answer(answers[:third])
    until(lambda: scene.site.events() == scene.program.saved_events(), "the site to have all so far")
    scene.site.cable.pull()
    at_site = scene.site.events()
    scene.candidate.answer(answers[third:], first=False)
    until(lambda: scene.program.saved_events() > at_site, "events on the disk")
    scene.candidate.settle()
    scene.desk.take("no-network")
    saved = scene.program.saved_events()
    return require(scene.site.events() == at_site < saved, f"{saved} on the disk, {at_site} at the site")


def _network_back(scene: Scene) -> str:
    scene.site.cable.plug()
    until(lambda: scene.site.events() == scene.program.saved_events(), "the site to have everything")
    scene.candidate.settle()
    scene.desk.take("network-back")
    return f"{scene.site.events()} events at both"


def _hand_in(scene: Scene, numbers: Numbers) -> str:
    scene.candidate.hand_in()
    until(lambda: scene.site.result(numbers)["receipt"], "the receipt")
    scene.candidate.settle()
    scene.desk.take("receipt")
    found = scene.site.result(numbers)
    return _handed_in(scene, found)


def _fail(scene: Scene, numbers: Numbers) -> str:
    scene.candidate.make_room()
    scene.candidate.log_in(numbers)
    _wait_for_the_questions(scene, numbers)
    scene.site.cable.pull()
    answers = _answers(scene)
    scene.candidate.answer(answers, pictures=False)
    scene.candidate.hand_in()
    scene.candidate.wait_for_a_page()
    found = scene.site.result(numbers)
    return require(
        found["answered"] == 0 and not found["receipt"], f"the site has {found['answered']} answers"
    )


def _export(scene: Scene) -> str:
    scene.candidate.export(scene.site.password)
    found = [path.name for path in scene.wine.stick.rglob("*.examanswers")]
    return require(len(found) == 1, f"on the stick: {found}")


def _import(scene: Scene) -> str:
    became = scene.site.take_in(scene.wine.stick)
    receipt = became.get("receipt")
    seen = f"{became['verdict']}, {became['new']} of {became['events']} events new, receipt {receipt}"
    return require(became["verdict"] != "refused" and became["new"] > 0 and receipt, seen)


def _receipt(scene: Scene, numbers: Numbers) -> str:
    before = scene.program.receipts()
    scene.site.cable.plug()
    until(lambda: scene.program.receipts() > before, "the receipt in the journal")
    scene.candidate.settle()
    scene.desk.take("receipt-of-the-second")
    found = scene.site.result(numbers)
    return _handed_in(scene, found)


def _handed_in(scene: Scene, found: dict[str, Any]) -> str:
    saved, at_site = scene.program.saved_events(), scene.site.events()
    return require(
        found["answered"] == found["questions"] and at_site == saved,
        f"{found['answered']} of {found['questions']} answered, receipt {found['receipt']}; "
        f"{saved} events on the disk, {at_site} at the site",
    )


def _power_cut(scene: Scene, numbers: Numbers) -> str:
    scene.candidate.make_room()
    scene.candidate.log_in(numbers)
    _wait_for_the_questions(scene, numbers)
    scene.site.cable.pull()
    scene.candidate.answer(_answers(scene)[:6], pictures=False)
    scene.candidate.settle()
    scene.desk.take("before-the-power-cut")
    shown = scene.program.saved_events()
    scene.power_off()
    kept, at_site = scene.program.saved_events(), scene.site.events()
    return require(
        kept >= shown > at_site, f"{kept} events on the disk, {shown} before; {at_site} at the site"
    )


def _left_is_sent(scene: Scene) -> str:
    before, at_site = scene.program.saved_events(), scene.site.events()
    scene.site.cable.plug()
    start_up(scene)
    until(lambda: scene.site.events() >= before, "the events that were left", 90)
    scene.candidate.settle()
    scene.desk.take("after-all-that")
    scene.shut_down()
    seen = f"{before} events on the disk, {at_site} at the site; then {scene.site.events()} there"
    return require(at_site < before, seen)
