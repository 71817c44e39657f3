"""`examserver paper preview`: hands a paper to the client, which shows it as candidates see it.

Rule: the service never imports the client. It writes the paper in the clear into a folder of its own, starts
the client's program on it, and removes the folder when that ends: a preview is for who may see the paper.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from examserver.errors import PaperFileError
from examserver.importers.draft import PaperDraft
from examserver.services.preview_files import write_preview

LANGUAGES = ("zh_CN", "en")
_CLIENT = "examclient"
_OFFSCREEN = "offscreen"
_SMALLEST_SIDE, _LARGEST_SIDE = 200, 8192
"""Pixels; the client takes no others."""


@dataclass(frozen=True, slots=True)
class PreviewWish:
    """The window's size in pixels, its language (empty: the machine's), and a folder for pictures instead."""

    size: tuple[int, int] = (1366, 768)
    language: str = ""
    pictures: Path | None = None


def window_size(text: str) -> tuple[int, int]:
    """A size such as 1366x768."""
    width, _, height = text.lower().partition("x")
    if width.isdecimal() and height.isdecimal():
        size = int(width), int(height)
        if all(_SMALLEST_SIDE <= side <= _LARGEST_SIDE for side in size):
            return size
    raise argparse.ArgumentTypeError(
        f"{text} is not a size such as 1366x768, from {_SMALLEST_SIDE} to {_LARGEST_SIDE} pixels each way"
    )


def preview(draft: PaperDraft, wish: PreviewWish) -> int:
    """Show the paper until the window is closed, or draw its pages; returns the client's exit code."""
    program = _program()
    with tempfile.TemporaryDirectory(prefix="examserver-preview-") as folder:
        write_preview(draft, Path(folder))
        return subprocess.run([*program, *_arguments(Path(folder), wish)], check=False).returncode  # noqa: S603


def _arguments(folder: Path, wish: PreviewWish) -> list[str]:
    width, height = wish.size
    words = ["--preview", str(folder), "--window-size", f"{width}x{height}"]
    if wish.language:
        words += ["--language", wish.language]
    if wish.pictures is not None:
        words += ["--png", str(wish.pictures.resolve()), "--platform", _OFFSCREEN]
    return words


def _program() -> list[str]:
    """The client; of the folder that the person is in nothing is imported (`-P`)."""
    if find_spec(_CLIENT) is not None:
        return [sys.executable, "-P", "-m", _CLIENT]
    if found := shutil.which(_CLIENT):
        return [found]
    raise PaperFileError(
        "The client is not installed on this machine, and only it can show a paper.",
        "Install ExamClient here, or preview the paper on a machine that has it.",
        code="CLIENT_MISSING",
    )
