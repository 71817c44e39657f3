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
from examdemo.check_receipt import read_receipt
from examdemo.hands import Hands, HandsError
from examdemo.journey import Admission, Journey, JourneyError
from examdemo.pictures import Album
from examdemo.report import Report, disagreements, events_in_journal
from examdemo.site import DemoSite
from examdemo.station import Look, enrolled_station, some_candidates
from examprotocol.short_code import short_code

SEED = 20261121


@dataclass(frozen=True, slots=True)
class Played:
    """What there is to tell of a journey: the receipt's short code on the screen, and how the login went."""

    code: str
    admission: Admission
    screenshots: list[str]
    seconds: float


def play(site: DemoSite, cable: Cable, out: Path, look: Look) -> int:
    """Play the journey; returns 0 if it ended well and its numbers agree."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    began = time.monotonic()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication), "the demo makes the only application"
    client = Client(app, enrolled_station(out / "station", site, cable.port, look))
    client.window.resize(look.width, look.height)
    client.window.show()
    client.begin()
    album = Album(out / "screenshots", client.window)
    name, numbers = some_candidates()[0]
    print(f"{name} logs in, answers everything, loses the network for a while, and hands in ...")
    journey = Journey(client, cable, album, Hands(SEED), site.register)
    try:
        journey.play(numbers)
    except (JourneyError, HandsError) as error:
        album.take("where-it-stopped")
        print(f"The journey did not end well: {error}", file=sys.stderr)
        return 1
    finally:
        code = client.open().stage.state.receipt
        client.close()
    played = Played(code.code if code else "", journey.admission, album.files, time.monotonic() - began)
    report = _report(site, out, played)
    print(f"Report: {report.write(out)}")
    print(_summary(report))
    return 1 if report.problems else 0


def _report(site: DemoSite, out: Path, played: Played) -> Report:
    result = next(one for one in site.results() if one["state"] == "submitted")
    token = _kept_receipt(out / "station")
    receipt = read_receipt(token, site.signing_key())
    numbers = {
        "questions": result["questions"],
        "answered": result["answered"],
        "events_journal": events_in_journal(out / "station"),
        "events_site": result["events"],
        "receipt_answered": receipt["answered"],
        "receipt_events": receipt["events"],
        "code_agrees": played.code == short_code(token.encode()),
        "refused": bool(played.admission.refused_address),
        "outside": site.outside,
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
        f"  receipt     {report.receipt}, verified with the service's public key",
        f"  screenshots {len(report.screenshots)}",
        *(f"  WRONG       {problem}" for problem in report.problems),
    ]
    return "\n".join(lines)
