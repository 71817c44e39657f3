"""A mirror that is away for a while, and back."""

from pathlib import Path


def take_away(mirror: Path) -> Path:
    """Where the mirror was, something lies that is no folder; returns where its files are."""
    away = mirror.rename(mirror.with_name("away"))
    mirror.write_text("not mounted")
    return away


def bring_back(mirror: Path, away: Path) -> None:
    """It is there again. In one step, for where nothing is the client makes a mirror of its own."""
    mounted = mirror.with_name("mounted")
    mounted.symlink_to(away)
    mounted.replace(mirror)
