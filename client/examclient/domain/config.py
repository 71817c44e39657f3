"""Every setting of the client, read once at the start."""

from dataclasses import dataclass
from pathlib import Path

from examclient.domain.lockdown import STANDARD, Lockdown
from examclient.domain.setting_problems import SettingProblem


@dataclass(frozen=True, slots=True)
class Config:
    """The settings; each stands in `domain.settings.KEYS` under the name that `user.ini` has for it.

    `enrol_file` is what a machine that is not enrolled yet enrols by itself with, `seat` its seat where the
    file's table is not to be asked. `spare_folder` is where journals go on when the data folder takes nothing
    any more, `mirror_folder` where a second copy of each is kept, `paper_mirror` where sealed papers lie that
    need not come by the network; None for none. `lockdown` is what is held while a candidate sits. `volume`
    of the paper's sounds is in percent.

    `problems` are what could not be used of `user.ini` and the command line, for people to mend; `ignored`
    what is not heeded in the data folder, which candidates can write: for the log only.
    """

    data_folder: Path
    enrol_file: Path | None = None
    seat: str = ""
    language: str = "zh_CN"
    zoom: float = 1.0
    full_screen: bool = False
    drawing_level: int = 0
    problems: tuple[SettingProblem, ...] = ()
    spare_folder: Path | None = None
    mirror_folder: Path | None = None
    theme: str = "light"
    lockdown: Lockdown = STANDARD
    volume: int = 80
    ignored: tuple[SettingProblem, ...] = ()
    paper_mirror: Path | None = None
