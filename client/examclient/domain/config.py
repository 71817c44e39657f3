"""Every setting of the client, read once at the start."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Config:
    """The settings. `problems` are values that could not be used, each named with file, section and key."""

    site_file: Path
    data_folder: Path
    language: str = "zh_CN"
    zoom: float = 1.0
    full_screen: bool = False
    drawing_level: int = 0
    problems: tuple[str, ...] = ()
