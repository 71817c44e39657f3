"""Builds what takes sealed papers beforehand, and does it without a window for `examclient --preload`."""

import sys
import time
from pathlib import Path
from random import Random

import msgspec

from examclient.domain.backoff import wait_after_trouble
from examclient.domain.clock import SiteClock
from examclient.domain.config import Config
from examclient.domain.site import Membership
from examclient.errors import (
    ExamError,
    PaperDamagedError,
    SiteAnswerError,
    SiteUnreachableError,
    StationError,
)
from examclient.machine_clock import MachineClock
from examclient.network.site_api import SiteApi
from examclient.site_link import site_api
from examclient.storage.paper_cache import PaperCache, sweep_old_papers
from examclient.storage.paper_mirror import PaperMirror
from examclient.storage.station_file import ENROL_AGAIN, read_membership
from examclient.usecases.preload import PaperHere, PaperPlaces, Preload, Preloaded

ALL_HERE, NOT_ALL, REFUSED, STOPPED = 0, 1, 2, 130
MEGABYTE = 1_000_000
PAPERS = "papers"
"""Where sealed papers lie in the data folder."""

PAUSE = 1.0
"""Seconds, at least, between two rounds: nobody waits for this."""


class _Told(msgspec.Struct, frozen=True):
    """What came of it, as programs read it: `here` and `total` are bytes, `trouble` why not all is here."""

    done: bool
    papers: tuple[PaperHere, ...] = ()
    trouble: str = ""


def build_preload(config: Config, site: Membership, api: SiteApi) -> Preload:
    """What takes papers into the data folder."""
    root = config.data_folder / PAPERS
    places = PaperPlaces(lambda token: PaperCache(root, token), lambda wanted: sweep_old_papers(root, wanted))
    return Preload(api, mirror_of(config.paper_mirror), places, site.signing_key)


def mirror_of(folder: Path | None) -> PaperMirror | None:
    """The mirror that the settings name."""
    return PaperMirror(folder) if folder is not None else None


def preload(config: Config, *, until_done: bool, as_json: bool) -> int:
    """Take the papers of coming exams, say what is here, and return the exit code: 0 for all of them, 1 where
    not all are here, 2 where the site or this machine refuses, 130 where Ctrl+C stopped it.
    """
    site = None
    try:
        site = read_membership(config.data_folder)
        if site is None:
            raise StationError("This machine is not enrolled at any exam site.", ENROL_AGAIN)
        _warn_of_mirror(config.paper_mirror)
        take = build_preload(config, site, site_api(config.data_folder, site, SiteClock(MachineClock())))
        came = _patiently(take, site, until_done=until_done)
    except KeyboardInterrupt:
        _say("Stopped. What has come stays, and the next time goes on from there.", trouble=True)
        return STOPPED
    except ExamError as error:
        _say_trouble(_for_a_terminal(error, site), as_json=as_json)
        passing = (SiteUnreachableError, SiteAnswerError, PaperDamagedError)
        return NOT_ALL if isinstance(error, passing) else REFUSED
    _say_papers(came, as_json=as_json)
    return ALL_HERE if came.is_done else NOT_ALL


def _warn_of_mirror(folder: Path | None) -> None:
    """A folder that is not there is no error, since all comes by the network; a slip of the pen is said."""
    if folder is not None and not folder.is_dir():
        _say(f"There is no mirror folder {folder}: what it should hold comes by the network.", trouble=True)


def _for_a_terminal(error: ExamError, site: Membership | None) -> ExamError:
    """What a page says below its own sentences stands alone here."""
    if site is None or not isinstance(error, SiteUnreachableError):
        return error
    return SiteUnreachableError(
        f"The exam site does not answer at {site.address}.",
        "Look at the network, and whether the service runs there. What has come stays; a mirror folder can "
        "stand in for the network: --mirror DIR",
    )


def _patiently(take: Preload, site: Membership, *, until_done: bool) -> Preloaded:
    """One round; with `until_done` as many as it takes, through whatever passes."""
    failures = 0
    while True:
        try:
            came = take(_progress)
            if came.is_done or not until_done:
                return came
        except (SiteUnreachableError, SiteAnswerError) as error:
            if not until_done:
                raise
            failures += 1
            if failures == 1:
                _say(f"{_for_a_terminal(error, site).title} Trying again until it works.", trouble=True)
            jitter = Random().random  # noqa: S311 - spreads load
            time.sleep(PAUSE + wait_after_trouble(error, failures, jitter))


def _progress(done: int, total: int) -> bool:
    if sys.stderr is not None and sys.stderr.isatty():
        sys.stderr.write(f"\r{done / MEGABYTE:.1f} of {total / MEGABYTE:.1f} MB")
        sys.stderr.flush()
    return True


def _say_papers(came: Preloaded, *, as_json: bool) -> None:
    if as_json:
        _print_json(_Told(came.is_done, came.papers))
        return
    for paper in came.papers:
        share = "all of it is here" if paper.is_whole else f"{paper.here / MEGABYTE:.1f} MB are here"
        _say(f"{paper.paper}\t{paper.exam or '-'}\t{paper.total / MEGABYTE:.1f} MB\t{share}")
    if not came.papers:
        _say("No exam is coming: there is nothing to take.")


def _say_trouble(error: ExamError, *, as_json: bool) -> None:
    if as_json:
        _print_json(_Told(done=False, trouble=error.title))
    _say(f"{error.title}\n{error.advice}".rstrip(), trouble=True)


def _print_json(told: _Told) -> None:
    _say(msgspec.json.format(msgspec.json.encode(told)).decode())


def _say(words: str, *, trouble: bool = False) -> None:
    print(words, file=sys.stderr if trouble else sys.stdout, flush=True)
