"""The bundled fonts: the same letters in every room, whatever Windows happens to have."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QGuiApplication
from PySide6.QtWidgets import QApplication

from examclient.domain.zoom import PAGES_UP_TO

FAMILIES = ("Noto Sans SC", "Charis SIL", "STIX Two Math")
"""Asked in this order for each character: Chinese and most of the rest, phonetics, mathematics."""

_PAPER_CLASS = "ExamPaper"
"""The name under which Qt keeps the paper's font; no widget is of that class."""

BODY_PX = 16
PAPER_PX = 18


def load_fonts(folder: Path) -> tuple[str, ...]:
    """Load every font file of the folder and return the families, each once.

    Raises FileNotFoundError where there is no font, or one that Qt cannot read.
    """
    files = sorted(path for path in folder.glob("*.[to]tf") if path.is_file())
    families = tuple(dict.fromkeys(family for path in files for family in _families_of(path)))
    missing = [family for family in FAMILIES if family not in families]
    if missing:
        raise FileNotFoundError(f"the font {missing[0]} is not in {folder}: install the client again")
    return families


def app_font(zoom: float = 1.0) -> QFont:
    """The font of pages, buttons and fields; the paper's own text is `paper_font`."""
    font = QFont()
    font.setFamilies([*FAMILIES, *paper_families()])
    font.setPixelSize(round(BODY_PX * min(zoom, PAGES_UP_TO)))
    return font


def set_fonts(zoom: float, families: Sequence[str]) -> None:
    """Give the application its font and the paper its own, which grows further. `families`: a paper's."""
    app, paper = app_font(zoom), app_font()
    paper.setPixelSize(round(PAPER_PX * zoom))
    for font in (app, paper):
        font.setFamilies([*FAMILIES, *families])
    QApplication.setFont(app)  # this forgets the fonts of classes, so theirs comes after it
    QApplication.setFont(paper, _PAPER_CLASS)  # type: ignore[arg-type] # the stubs have bytes


def paper_font() -> QFont:
    """The font of the paper: 18 px where the application's own has 16, and larger still beyond 200 %."""
    own = QGuiApplication.font()
    paper: QFont = QApplication.font(_PAPER_CLASS)  # type: ignore[call-overload] # the stubs have bytes
    if QFontInfo(paper).pixelSize() == QFontInfo(own).pixelSize():  # nobody has set it
        paper.setPixelSize(round(QFontInfo(own).pixelSize() * PAPER_PX / BODY_PX))
    return paper


def paper_families() -> tuple[str, ...]:
    """The families that the paper in hand has brought: they come last."""
    in_use = tuple(QGuiApplication.font().families())
    return in_use[len(FAMILIES) :] if in_use[: len(FAMILIES)] == FAMILIES else ()


def set_paper_families(families: Sequence[str]) -> None:
    """From now on everything is drawn with these families too, and with no others of a paper."""
    set_fonts(paper_font().pixelSize() / PAPER_PX, families)


def _families_of(path: Path) -> list[str]:
    identity = QFontDatabase.addApplicationFont(str(path))
    if identity < 0:
        raise FileNotFoundError(f"the font file {path} cannot be read: install the client again")
    return QFontDatabase.applicationFontFamilies(identity)
