"""Builds the self-check: of this machine, its way to the site, and its seat."""

import time
from pathlib import Path

from examclient.domain.clock import SiteClock
from examclient.domain.config import Config
from examclient.domain.judging import judge_settings
from examclient.domain.machine_facts import Drawing
from examclient.domain.self_check import Check
from examclient.errors import StationError
from examclient.machine_clock import MachineClock
from examclient.site_link import site_api
from examclient.storage.machine.probes import Probes, probes_of_this_machine
from examclient.storage.station_file import read_membership
from examclient.ui.check_sentences import said_in_english
from examclient.ui.seat_facts import seat_facts
from examclient.usecases.machine_looks import machine_looks, seat_looks
from examclient.usecases.self_check import Checkup, Look, SelfCheck, report_of
from examclient.usecases.site_looks import SiteDesk, SiteLooks

ORDER = tuple(Check)


def build_checkup(config: Config, drawing: Drawing, probes: Probes | None = None) -> Checkup:
    """One self-check; to be called on the GUI thread, once fonts are loaded. `probes` ask the system."""
    machine, probes = MachineClock(), probes or probes_of_this_machine()
    clock, seat = SiteClock(machine), seat_facts(drawing)
    desk, is_damaged = _desk_of(config.data_folder, clock)
    looks = (
        Look(Check.SETTINGS, lambda: judge_settings(config.problems)),
        *machine_looks(probes, config.data_folder, seat.versions),
        *SiteLooks(desk, clock, machine, is_damaged=is_damaged).looks(),
        *seat_looks(probes, seat),
    )
    return Checkup(
        SelfCheck(sorted(looks, key=lambda look: ORDER.index(look.check))),
        lambda results: report_of(results, round(time.time() * 1000), drawing, said_in_english),
        desk.self_check if desk is not None else None,
    )


def _desk_of(data_folder: Path, clock: SiteClock) -> tuple[SiteDesk | None, bool]:
    """The site that this machine belongs to, None for none; and whether what it keeps of that is damaged."""
    try:
        site = read_membership(data_folder)
        return (site_api(data_folder, site, clock) if site is not None else None), False
    except StationError:
        return None, True
