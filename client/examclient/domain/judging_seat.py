"""What the facts about the site's network, and about the candidate's seat, are worth for an exam.

Rule: an exam goes by the site's clock, and needs no fast network once the paper is here: neither is ever red.
"""

from examclient.domain.drawing_trial import Why
from examclient.domain.machine_facts import (
    Drawing,
    GlyphFacts,
    InputMethods,
    ScreenFacts,
    SoundOutputs,
    Travel,
)
from examclient.domain.self_check import Check, Reason, amber, good, red
from examprotocol.place import Place
from examprotocol.self_check import CheckResult, Fact

SLOW_ROUND_TRIP = 300.0
"""Milliseconds."""

SLOW_RATE = 2.0
"""Megabits a second: a room of 50 seats at 100 Mbit/s."""

WRONG_CLOCK, FAR_OFF = 60_000, 24 * 3600 * 1000
"""Milliseconds; by a day certificates and dates on papers begin to lie."""

SMALLEST = (1024, 600)
MOST_NAMED, LONGEST_ABOUT = 24, 200

STEPPED_IN: dict[str, Reason] = {
    Why.CRASHED: Reason.DRAWING_CRASHED,
    Why.BLANK: Reason.DRAWING_BLANK,
    Why.NO_DEVICE: Reason.DRAWING_NO_DEVICE,
    Why.NOT_KEPT: Reason.DRAWING_NOT_KEPT,
    Why.REMOTE: Reason.DRAWING_FAR,
}
"""Why another level is used than the one that was asked for."""


def judge_reach(travel: Travel) -> CheckResult:
    """How long the site takes to answer."""
    milliseconds = round(travel.round_trip, 1)
    if travel.round_trip >= SLOW_ROUND_TRIP:
        return amber(Check.REACH, Reason.REACH_SLOW, milliseconds=milliseconds)
    return good(Check.REACH, Reason.REACH_GOOD, milliseconds=milliseconds)


def judge_rate(size: int, seconds: float) -> CheckResult:
    """How fast so many bytes came."""
    megabits = round(size * 8 / max(seconds, 0.001) / 1e6, 1)
    if megabits < SLOW_RATE:
        return amber(Check.RATE, Reason.RATE_SLOW, megabits=megabits)
    return good(Check.RATE, Reason.RATE_GOOD, megabits=megabits)


def judge_place(place: Place) -> CheckResult:
    """Whether the site knows the address that it sees this machine at."""
    if place.outside:
        return red(Check.ADDRESS, Reason.ADDRESS_OUTSIDE, address=place.outside)
    return good(Check.ADDRESS, Reason.ADDRESS_INSIDE)


def judge_clock(travel: Travel) -> CheckResult:
    """This machine's clock beside the site's."""
    off = max(0, abs(travel.clock_ahead) - travel.uncertainty)
    facts: dict[str, Fact] = {
        "seconds": round(travel.clock_ahead / 1000, 1),
        "minutes": round(abs(travel.clock_ahead) / 60_000),
    }
    if off >= FAR_OFF:
        return amber(Check.CLOCK, Reason.CLOCK_FAR_OFF, **facts)
    if off >= WRONG_CLOCK:
        return amber(Check.CLOCK, Reason.CLOCK_WRONG, **facts)
    return good(Check.CLOCK, Reason.CLOCK_GOOD, **facts)


def judge_drawing(drawing: Drawing) -> CheckResult:
    """The drawing level, and whether the guard stepped in."""
    requested, effective = max(0, drawing.level_requested), drawing.level_effective
    facts: dict[str, Fact] = {
        "requested": requested,
        "effective": effective,
        "why": str(drawing.why)[:LONGEST_ABOUT],
    }
    if effective != requested:
        return amber(Check.DRAWING, STEPPED_IN.get(drawing.why, Reason.DRAWING_GUARDED), **facts)
    reason = Reason.DRAWING_SOFTWARE if effective == 0 else Reason.DRAWING_DEVICE
    return good(Check.DRAWING, reason, **facts)


def judge_fonts(glyphs: GlyphFacts) -> CheckResult:
    """Whether all usual characters come out, and alike in every room."""
    if glyphs.missing:
        return red(Check.FONTS, Reason.FONTS_MISSING, names=glyphs.missing[:LONGEST_ABOUT])
    boxes, foreign = " ".join(glyphs.boxes[:MOST_NAMED]), " ".join(glyphs.foreign[:MOST_NAMED])
    if glyphs.boxes:
        return red(Check.FONTS, Reason.FONTS_BOXES, tried=glyphs.tried, characters=boxes)
    if glyphs.foreign:
        return amber(Check.FONTS, Reason.FONTS_FOREIGN, tried=glyphs.tried, characters=foreign)
    return good(Check.FONTS, Reason.FONTS_GOOD, tried=glyphs.tried)


def judge_screens(screens: ScreenFacts, paths: int) -> CheckResult:
    """How many screens show something; `paths` is what the system says, where it knows of copies too."""
    count = max(screens.screens, paths)
    facts: dict[str, Fact] = {
        "screens": count,
        "width": screens.width,
        "height": screens.height,
        "scale": round(screens.scale, 2),
        "platform": screens.platform,
    }
    if count == 0:
        return amber(Check.SCREENS, Reason.SCREENS_NOT_SEEN, **facts)
    if count > 1:
        return amber(Check.SCREENS, Reason.SCREENS_MORE, **facts)
    if screens.width < SMALLEST[0] or screens.height < SMALLEST[1]:
        return amber(Check.SCREENS, Reason.SCREENS_SMALL, **facts)
    return good(Check.SCREENS, Reason.SCREENS_ONE, **facts)


def judge_sound(sound: SoundOutputs) -> CheckResult:
    """Whether a listening part could be heard."""
    if sound.devices is None:
        return amber(Check.SOUND, Reason.NOT_KNOWN)
    if sound.devices == 0:
        return amber(Check.SOUND, Reason.SOUND_NONE)
    if not sound.has_media:
        return amber(Check.SOUND, Reason.SOUND_NO_MEDIA, devices=sound.devices)
    return good(Check.SOUND, Reason.SOUND_GOOD, devices=sound.devices)


def judge_input(methods: InputMethods) -> CheckResult:
    """Whether Chinese can be typed."""
    names = ", ".join(methods.names)[:LONGEST_ABOUT]
    if not methods.has_chinese:
        return amber(Check.INPUT, Reason.INPUT_NO_CHINESE, names=names)
    return good(Check.INPUT, Reason.INPUT_GOOD, names=names)


def judge_remote(*, is_remote: bool) -> CheckResult:
    """Whether somebody sits at another machine and sees this one."""
    if is_remote:
        return amber(Check.REMOTE, Reason.REMOTE_YES)
    return good(Check.REMOTE, Reason.REMOTE_NO)
