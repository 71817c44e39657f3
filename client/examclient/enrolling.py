"""Builds what enrols a machine, and does it without a window for `examclient --enrol`."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from jwcrypto import jwk

from examclient.domain.backoff import wait_after_trouble
from examclient.domain.clock import SiteClock
from examclient.domain.enrolling import passes, seat_of
from examclient.domain.site import Enrolled, Membership
from examclient.errors import (
    EnrolmentFileError,
    ExamError,
    SiteRefusedError,
    SiteUnreachableError,
    StationError,
)
from examclient.machine_clock import MachineClock
from examclient.network.http import SiteHttp
from examclient.network.proof import StationSigner
from examclient.network.site_api import SiteApi
from examclient.places import hostname
from examclient.storage.enrolment_file import read_enrolment
from examclient.storage.station_file import keep_authority, read_membership, require_writable
from examclient.usecases.enrol import Enrol, ThisMachine, is_seat
from examclient.version import VERSION
from examprotocol.enrolment import Enrolment
from examprotocol.messages import Refusal

PATIENCE = 30.0
"""Seconds for which a service that does not answer yet is asked again."""

NEW_FILE = "Have a new enrolment file written at the service: examserver enrol."
ADVICE: dict[str, str] = {
    Refusal.ENROLMENT_UNKNOWN: NEW_FILE,
    Refusal.ENROLMENT_EXPIRED: NEW_FILE,
    Refusal.ENROLMENT_USED_UP: NEW_FILE,
    Refusal.SEAT_MISSING: "Name the machine's seat with --seat.",
    Refusal.SEAT_TAKEN: "Name another with --seat, or release that station first: examserver stations.",
}


def build_enrol(data_folder: Path) -> Enrol:
    """What enrols this machine into its data folder."""

    def connect(enrolment: Enrolment, key: jwk.JWK) -> SiteApi:
        authority = keep_authority(data_folder, enrolment.authority)
        return SiteApi(SiteHttp(enrolment.address, authority, StationSigner(key)), SiteClock(MachineClock()))

    return Enrol(data_folder, connect, ThisMachine(hostname(), VERSION))


def enrol_without_hands(
    data_folder: Path, file: Path, seat: str, in_their_language: Callable[[ExamError], str] = lambda _: ""
) -> int:
    """Enrol by a file, say in a line how it went, and return the exit code: 0, or 1 where it did not.

    Why it did not is said in English, and after that `in_their_language`. A machine that has another place
    already is moved: at a terminal after a yes, in a script with a word about it.
    """
    try:
        require_writable(data_folder)
        enrolment = read_enrolment(file)
        wanted, before = seat or seat_of(enrolment.seats, hostname()), _place_before(data_folder)
        if before is not None and _leaves(before, enrolment, wanted) and not _is_agreed(before):
            _say("Nothing was changed.")
            return 1
        _say(_line(_patiently(build_enrol(data_folder), enrolment, wanted), before))
    except ExamError as error:
        _say(f"{_said(error)}\n{_advice(error)}".rstrip(), trouble=True)
        if besides := in_their_language(error):
            _say(besides, trouble=True)
        return 1
    return 0


def _patiently(enrol: Enrol, enrolment: Enrolment, seat: str) -> Enrolled:
    """Fifty machines that start at once may be there before the network, and come all together."""
    end, failures = time.monotonic() + PATIENCE, 0
    while True:
        try:
            return enrol(enrolment, seat)
        except (SiteUnreachableError, SiteRefusedError) as error:
            failures += 1
            wait = wait_after_trouble(error, failures, Random().random)  # noqa: S311 - spreads load
            if not passes(error) or time.monotonic() + wait > end:
                raise
            if failures == 1:
                _say(f"{_said(error)} Trying again for {PATIENCE:.0f} seconds.", trouble=True)
        time.sleep(wait)


def _place_before(data_folder: Path) -> Membership | None:
    try:
        return read_membership(data_folder)
    except StationError:
        return None


def _leaves(before: Membership, enrolment: Enrolment, seat: str) -> bool:
    """Whether the machine has a place that is not the wanted one; with `""` for a seat it keeps its own."""
    there = (before.site_id, before.room) == (enrolment.site_id, enrolment.room)
    return not (there and is_seat(seat or before.seat, before.seat))


def _is_agreed(before: Membership) -> bool:
    """Whether whoever sits at the terminal wants the machine moved; a script was written on purpose."""
    if sys.stdin is None or not sys.stdin.isatty():  # a program with a window has no input on Windows
        return True
    _say(f"This machine is {_place(before)} already. Move it? [y/N]", trouble=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes", "是")


def _line(enrolled: Enrolled, before: Membership | None) -> str:
    one = enrolled.membership
    how = "is now" if enrolled.is_new else "is already"
    line = f"{_place(one)}: this machine {how} station {one.name}."
    if before is None or _place(before) == _place(one):
        return line
    return f"{line} It was {_place(before)}, and is not there any more."


def _place(one: Membership) -> str:
    return f"{one.site}, room {one.room}, seat {one.seat}"


def _said(error: ExamError) -> str:
    about = f" ({error.about})" if isinstance(error, SiteRefusedError) and error.about else ""
    return f"{error.title.removesuffix('.')}{about}."


def _advice(error: ExamError) -> str:
    if isinstance(error, SiteRefusedError):
        return ADVICE.get(error.code, error.advice)
    if isinstance(error, EnrolmentFileError):
        return NEW_FILE
    if isinstance(error, SiteUnreachableError):
        return "Check this machine's cable, and that the service runs at the address in the file."
    return error.advice


def _say(words: str, *, trouble: bool = False) -> None:
    print(words, file=sys.stderr if trouble else sys.stdout, flush=True)
