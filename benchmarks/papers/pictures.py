"""Draws questions of real papers as candidates see them, to be looked at by people.

`python -m benchmarks.papers.pictures DIR [--count 40] [--seed 8] [--size 1366x768] [--zoom 1.5]
[--theme dark]` draws by lot out of all sets, in Chinese and English by turns; `--paper FILE` draws all pages
of one paper in both. `DIR/index.html` says which picture is which question; a picture is named by number,
set, paper and page.
"""

import argparse
import html
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication

from benchmarks.papers.corpora import corpora_folder, papers_of
from benchmarks.papers.drawn_questions import Drawn, drawn_by_lot, pages_of
from examclient.app import dressed
from examclient.domain.clock import SiteClock
from examclient.domain.config import Config
from examclient.machine_clock import MachineClock
from examclient.places import resources_folder
from examclient.storage.preview_folder import PreviewFolder
from examclient.ui.preview import Preview
from examclient.ui.theme import THEMES
from examclient.ui.translation import LANGUAGES, install_language
from examclient.usecases.preview import PreviewPaper
from examserver.cli.paper_preview import window_size
from examserver.services.preview_files import write_preview

SIZES = ((1366, 768), (1024, 600), (1920, 1080))


@dataclass(frozen=True, slots=True)
class Pictured:
    """A question, the language around it, and its pictures by the window's size."""

    drawn: Drawn
    language: str
    files: dict[tuple[int, int], list[Path]]


def main(arguments: list[str] | None = None) -> int:
    """Draw and write the index; returns the exit code."""
    wanted = _wanted(arguments)
    folder: Path = wanted.folder
    with tempfile.TemporaryDirectory() as work:
        config = Config(Path(work), language=LANGUAGES[0], zoom=wanted.zoom, theme=wanted.theme)
        app = dressed(config)
        pictured = []
        for number, (drawn, language) in enumerate(_chosen(wanted, Path(work)), 1):
            install_language(app, language, resources_folder() / "translations")
            pictured.append(_pictured(drawn, language, folder / _name(number, drawn, language), wanted.size))
            print(number, drawn.set, drawn.path.name, drawn.page.id, file=sys.stderr)
    (folder / "index.html").write_text(_index(pictured, folder), encoding="utf-8")
    print(f"{len(pictured)} questions in {folder / 'index.html'}")
    QApplication.closeAllWindows()
    return 0


def _wanted(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.papers.pictures", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--count", type=int, default=40, help="so many questions (40)")
    parser.add_argument("--seed", type=int, default=8, help="the same seed draws the same questions (8)")
    parser.add_argument("--paper", type=Path, help="every page of this paper in place of questions by lot")
    parser.add_argument("--size", type=window_size, action="append", help="of the window; may be given again")
    parser.add_argument("--zoom", type=float, default=1.0, help="from 0.8 to 3.0")
    parser.add_argument("--theme", choices=sorted(THEMES), default="light")
    wanted = parser.parse_args(arguments)
    wanted.size = wanted.size or list(SIZES)
    return wanted


def _chosen(wanted: argparse.Namespace, work: Path) -> Iterator[tuple[Drawn, str]]:
    """What is drawn, each with the language of the window around it."""
    if wanted.paper is not None:
        for drawn in pages_of("paper", wanted.paper):
            yield from ((drawn, language) for language in LANGUAGES)
        return
    papers = papers_of(corpora_folder(), work)
    for at, drawn in enumerate(drawn_by_lot(papers, wanted.count, wanted.seed)):
        yield drawn, LANGUAGES[at % len(LANGUAGES)]


def _pictured(drawn: Drawn, language: str, file: Path, sizes: Sequence[tuple[int, int]]) -> Pictured:
    with tempfile.TemporaryDirectory() as prepared:
        write_preview(drawn.draft, Path(prepared))
        shown = Preview(PreviewPaper(PreviewFolder(Path(prepared))), SiteClock(MachineClock()), 0)
        files = {size: shown.draw_page(drawn.page.id, _in_size(file, size), size) for size in sizes}
        shown.close()
        shown.window.close()
        shown.window.deleteLater()
    return Pictured(drawn, language, files)


def _in_size(file: Path, size: tuple[int, int]) -> Path:
    return file.parent / "{}x{}".format(*size) / file.name


def _name(number: int, drawn: Drawn, language: str) -> str:
    words = f"{number:03d}-{drawn.set}-{drawn.path.stem}-{drawn.page.id}-{language}"
    return re.sub(r"[^\w.-]", "_", words) + ".png"


def _index(pictured: Sequence[Pictured], folder: Path) -> str:
    rows = "\n".join(_row(number, one, folder) for number, one in enumerate(pictured, 1))
    head = '<!DOCTYPE html>\n<meta charset="utf-8">\n<title>Questions drawn by lot</title>\n'
    return f'{head}<table border="1">\n{rows}\n</table>\n'


def _row(number: int, one: Pictured, folder: Path) -> str:
    drawn = one.drawn
    words = [str(number), drawn.set, str(drawn.path), drawn.page.id, type(drawn.page).__name__, one.language]
    cells = [html.escape(word) for word in words]
    for size, files in one.files.items():
        links = (
            f'<a href="{file.relative_to(folder).as_posix()}">{at}</a>' for at, file in enumerate(files, 1)
        )
        cells.append("{}x{} ".format(*size) + " ".join(links))
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


if __name__ == "__main__":
    sys.exit(main())
