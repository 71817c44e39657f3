"""A web view opens the sealed paper in the folder, and shows one question after the other.

Words, pictures, formulas and fonts are the client's, and the program decrypts them with the client's own
functions. The page is there before the paper is, so the view's processes run already; a question only
replaces its contents, which is quicker than another page. A strip at its top has a colour of its own for each
turn: by it one sees which question the window has painted.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

folder = Path(sys.argv[1])
fonts = folder / "fonts.conf"
fonts.write_text(
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
    '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
    f"<dir>{Path(__file__).resolve().parents[2] / 'resources' / 'fonts'}</dir></fontconfig>",
    encoding="utf-8",
)
os.environ["FONTCONFIG_FILE"] = str(fonts)
os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = "--no-sandbox --disable-gpu --disable-frame-rate-limit"
os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"

from PySide6.QtCore import QBuffer, QByteArray, QRect, QUrl  # noqa: E402 - Qt only after its environment is set
from PySide6.QtWebEngineCore import (  # noqa: E402
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)
from PySide6.QtWebEngineWidgets import QWebEngineView  # noqa: E402
from PySide6.QtWidgets import QApplication, QMainWindow  # noqa: E402

from benchmarks.big_paper import read_paper  # noqa: E402
from benchmarks.question_html import SCHEME, question_html  # noqa: E402
from benchmarks.windows.painting import Watched  # noqa: E402
from benchmarks.windows.turning import ONLY_FIRST, Shown, Turning  # noqa: E402
from examclient.usecases.paper import OpenPaper  # noqa: E402
from examprotocol.paper import Question, questions_of  # noqa: E402

WIDTH, HEIGHT = 1366, 768
PAGE = Path(__file__).with_name("question.html")
COLOURS = 200
"""As many turns until a colour comes again."""


class SealedPictures(QWebEngineUrlSchemeHandler):
    """Gives the page itself, and what a question shows, decrypted when the page asks for it."""

    paper: OpenPaper | None = None

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:  # noqa: N802 - Qt's name
        """An address is the page's name or the id of an asset."""
        name = job.requestUrl().path()
        if name == PAGE.name:
            self._answer(job, "text/html", PAGE.read_bytes())
            return
        assets = self.paper.paper.assets if self.paper is not None else ()
        asset = next((one for one in assets if one.asset_id == name), None)
        data = self.paper.picture(name) if self.paper is not None else None
        if asset is None or data is None:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
        else:
            self._answer(job, asset.media_type, data)

    def _answer(self, job: QWebEngineUrlRequestJob, media_type: str, data: bytes) -> None:
        buffer = QBuffer(job)
        buffer.setData(data)
        job.reply(QByteArray(media_type.encode()), buffer)


class Painter(Watched):
    """Puts a question into the page, and sees when the window has painted it.

    The page's title says that it has drawn the question; only then is a pixel looked at, for that takes time.
    """

    def __init__(self) -> None:
        super().__init__(window)
        self._shown: Shown | None = None
        self._began = 0.0
        self._turn = 0
        self._is_drawn = False
        view.titleChanged.connect(self._on_title_changed)

    def show(self, html: Callable[[], str], shown: Shown) -> None:
        """Show what the function gives, and tell the milliseconds that both took."""
        self._shown, self._began, self._is_drawn = shown, time.perf_counter(), False
        self._turn += 1
        view.page().runJavaScript(f"show({json.dumps(html())}, {self._turn})")

    def on_painted(self) -> None:
        """The window has painted something; perhaps the question."""
        shown = self._shown
        if shown is None or not self._is_drawn or self.painted_at < self._began:
            return
        if view.grab(QRect(0, 0, 1, 1)).toImage().pixelColor(0, 0).red() == self._turn % COLOURS:
            self._shown = None
            shown((self.painted_at - self._began) * 1e3)

    def _on_title_changed(self, title: str) -> None:
        if title == f"shown {self._turn}":
            self._is_drawn = True
            self.on_painted()


def open_paper() -> str:
    """Decrypt the paper; gives its first question as HTML."""
    pictures.paper = read_paper(folder)
    paper = pictures.paper.paper
    return question_html(paper, questions_of(paper)[0])


def html_of(question: Question) -> str:
    """Any other question."""
    assert pictures.paper is not None, "the paper has been opened"
    return question_html(pictures.paper.paper, question)


def steps() -> Iterator[Callable[[Shown], None]]:
    """The first question with the opening of the paper, then each other one."""
    yield partial(painter.show, open_paper)
    assert pictures.paper is not None, "the paper has been opened"
    for question in questions_of(pictures.paper.paper)[1:]:
        yield partial(painter.show, partial(html_of, question))


scheme = QWebEngineUrlScheme(SCHEME.encode())
scheme.setSyntax(QWebEngineUrlScheme.Syntax.Path)
scheme.setFlags(QWebEngineUrlScheme.Flag.SecureScheme | QWebEngineUrlScheme.Flag.LocalAccessAllowed)
QWebEngineUrlScheme.registerScheme(scheme)
app = QApplication(sys.argv[:1])
window = QMainWindow()
window.resize(WIDTH, HEIGHT)
view = QWebEngineView()
pictures = SealedPictures()
view.page().profile().installUrlSchemeHandler(SCHEME.encode(), pictures)
painter, turning = Painter(), Turning(steps(), only_first=ONLY_FIRST in sys.argv)
view.loadFinished.connect(lambda _loaded: turning.begin())
window.setCentralWidget(view)
window.show()
view.load(QUrl(f"{SCHEME}:{PAGE.name}"))
app.exec()
