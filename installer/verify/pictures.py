"""Looks at the pictures of the screen as far as a program can: that none of them is empty or all white."""

from pathlib import Path

from PIL import Image

from installer.verify.table import TrialError

MOST = 0.995
"""The share of a picture that may have one single colour."""


def show_pictures(folder: Path) -> str:
    """How many there are; raises TrialError with the names of empty ones."""
    pictures = sorted(folder.glob("*.png"))
    empty = [picture.name for picture in pictures if share_of_one_colour(picture) > MOST]
    if empty or not pictures:
        raise TrialError(f"{len(empty)} of {len(pictures)} are empty: {', '.join(empty)}")
    return f"{len(pictures)} in {folder.name}; look at them: Chinese, no boxes, no white window"


def share_of_one_colour(picture: Path) -> float:
    """The share, from 0 to 1, of the colour that most of a picture has."""
    with Image.open(picture) as image:
        pixels = image.convert("RGB")
        counts = pixels.getcolors(pixels.width * pixels.height) or []
    return max(int(count) for count, _ in counts) / (pixels.width * pixels.height)
