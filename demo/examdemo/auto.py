"""Plays a candidate from login to receipt without a screen, and reports in numbers what came of it."""

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication

from examclient.app import Client
from examclient.storage.journal import open_journal
from examclient.usecases.sitting import RECEIPT
from examdemo.cable import Cable
from examdemo.carried import Carried, carry
from examdemo.carrying_out import CarryingOut, stick_at
from examdemo.check_receipt import read_receipt
from examdemo.hands import Hands, HandsError
from examdemo.journey import Admission, Journey, JourneyError
from examdemo.pictures import Album
from examdemo.report import Report, disagreements, events_in_journal, has_receipt
from examdemo.site import DemoSite
from examdemo.station import Look, empty, enrolled_station, some_candidates
from examprotocol.short_code import short_code

SEED = 20261121


@dataclass(frozen=True, slots=True)
class Played:
    """What there is to tell of a journey: the receipt's short code on the screen, and how the login went."""

    code: str
    admission: Admission
    screenshots: list[str]
    seconds: float


@dataclass(frozen=True, slots=True)
class Scene:
    """Where it is played: the site, the cable to it, and the folder for what is left of it."""

    site: DemoSite
    cable: Cable
    out: Path

    @property
    def station(self) -> Path:
        """The data folder of the exam machine."""
        return self.out / "station"

    @property
    def stick(self) -> Path:
        """The folder that is shown as the proctor's stick."""
        return self.out / "stick"


def play(scene: Scene, look: Look, *, fails: bool = False) -> int:
    """Play the journey; returns 0 if it ended well and its numbers agree.

    `fails`: handing in does not work, and the answers are carried to the site.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    began = time.monotonic()
    client = _client(scene, look)
    album = Album(scene.out / "screenshots", client.window)
    journey = Journey(client, scene.cable, album, Hands(SEED), scene.site.register)
    try:
        carried = (_carry_out if fails else _sit)(scene, journey, album)
        code = client.open().stage.state.receipt
    except (JourneyError, HandsError) as error:
        album.take("where-it-stopped")
        print(f"The journey did not end well: {error}", file=sys.stderr)
        return 1
    finally:
        client.close()
    shown = carried.receipt if carried else code.code if code else ""
    played = Played(shown, journey.admission, album.files, time.monotonic() - began)
    report = _report(scene, played, carried)
    print(f"Report: {report.write(scene.out)}")
    print(_summary(report))
    return 1 if report.problems else 0


def _client(scene: Scene, look: Look) -> Client:
    """The client on a new station, in a window that nobody has to see, with a stick put in."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication), "the demo makes the only application"
    empty(scene.stick)
    config = enrolled_station(scene.station, scene.site, scene.cable.port, look)
    client = Client(app, config, drives=lambda: (stick_at(scene.stick),))
    client.window.resize(look.width, look.height)
    client.window.show()
    client.begin()
    return client


def _sit(_scene: Scene, journey: Journey, _album: Album) -> Carried | None:
    """Nothing has to be carried."""
    name, numbers = some_candidates()[0]
    print(f"{name} logs in, answers everything, loses the network for a while, and hands in ...")
    journey.play(numbers)
    return None


def _carry_out(scene: Scene, journey: Journey, album: Album) -> Carried:
    name, numbers = some_candidates()[0]
    print(f"{name} logs in, answers everything, loses the network for good, and hands in ...")
    journey.play_without_end(numbers)
    print("The proctor exports the answers onto a stick, and the site takes them in ...")
    CarryingOut(journey, album, Hands(SEED), scene.site.password).play()
    carried = carry(scene.site, scene.out, scene.stick)
    print("The network comes back, and the station learns its receipt ...")
    scene.cable.plug()
    journey.until(lambda: has_receipt(scene.station), "the receipt for what was carried", limit=60)
    return carried


def _report(scene: Scene, played: Played, carried: Carried | None) -> Report:
    site = scene.site
    result = next(one for one in site.results() if one["state"] == "submitted")
    token = _kept_receipt(scene.station)
    receipt = read_receipt(token, site.signing_key())
    numbers = {
        "questions": result["questions"],
        "answered": result["answered"],
        "events_journal": events_in_journal(scene.station),
        "events_site": result["events"],
        "receipt_answered": receipt["answered"],
        "receipt_events": receipt["events"],
        "code_agrees": played.code == short_code(token.encode()),
        "refused": bool(played.admission.refused_address),
        "outside": site.outside,
        "carried": carried,
    }
    return Report(
        paper=site.paper_name,
        questions=numbers["questions"],
        answered=numbers["answered"],
        events_journal=numbers["events_journal"],
        events_site=numbers["events_site"],
        receipt=played.code,
        receipt_verified=True,
        score=str(result["score"]),
        max_score=str(result["max_score"]),
        waiting_for_a_person=result["waiting"],
        screenshots=[f"screenshots/{file}" for file in played.screenshots],
        seconds=round(played.seconds, 1),
        refused_address=played.admission.refused_address,
        admitted=played.admission.admitted,
        problems=disagreements(numbers),
        carried=carried,
    )


def _kept_receipt(data_folder: Path) -> str:
    journal = open_journal(next((data_folder / "journals").glob("*.journal")))
    try:
        return journal.noted(RECEIPT)
    finally:
        journal.close()


def _summary(report: Report) -> str:
    refused = report.refused_address
    lines = [
        *([f"  outside     refused at {refused}, admitted once that was registered"] if refused else []),
        f"  answered    {report.answered} of {report.questions}",
        f"  events      {report.events_journal} in the journal, {report.events_site} at the site",
        f"  score       {report.score} of {report.max_score}, {report.waiting_for_a_person} for a person",
        *(carried.lines() if (carried := report.carried) else ()),
        f"  receipt     {report.receipt}, verified with the service's public key",
        f"  screenshots {len(report.screenshots)}",
        *(f"  WRONG       {problem}" for problem in report.problems),
    ]
    return "\n".join(lines)
