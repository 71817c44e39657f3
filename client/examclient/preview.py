"""`examclient --preview FOLDER`: a paper that the service has prepared, on the candidate's own pages.

Rule: it takes nothing of the data folder, beside a client that may be running, and knows no site.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

from examclient.app import dressed
from examclient.domain.clock import SiteClock
from examclient.domain.config import Config
from examclient.errors import InstallationError
from examclient.machine_clock import MachineClock
from examclient.storage.preview_folder import PreviewFolder
from examclient.ui.preview import Preview, follow_zoom
from examclient.usecases.preview import PreviewPaper


@dataclass(frozen=True, slots=True)
class PreviewWish:
    """The prepared folder, the window's size in pixels, and a folder for pictures in the window's place."""

    folder: Path
    size: tuple[int, int]
    pictures: Path | None = None


def preview(config: Config, wish: PreviewWish) -> int:
    """Show the paper until its window is closed, or draw every page; returns the exit code."""
    try:
        paper = PreviewPaper(PreviewFolder(wish.folder))
        return _show(config, wish, paper)
    except InstallationError as error:
        print(f"{error.title}\n{error.advice}", file=sys.stderr)  # noqa: T201 - the terminal is the place
        return 1


def _show(config: Config, wish: PreviewWish, paper: PreviewPaper) -> int:
    app = dressed(config)
    shown = Preview(paper, SiteClock(MachineClock()), config.volume)
    follow_zoom(shown.window, app, config.theme)
    try:
        if wish.pictures is not None:
            count = shown.draw_all(wish.pictures, wish.size)
            print(f"{count} pictures in {wish.pictures}")  # noqa: T201 - the terminal is the place
            return 0
        shown.window.resize(*wish.size)
        shown.window.show()
        return app.exec()
    finally:
        shown.close()
