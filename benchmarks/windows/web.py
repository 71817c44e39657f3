"""The login page as a web view would show it: what the client does without, and is measured against."""

import os
from pathlib import Path

os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = "--no-sandbox --disable-gpu"
os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"

from PySide6.QtCore import QUrl
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication, QMainWindow

from benchmarks.windows.painted import say_painted

PAGE = Path(__file__).with_name("login.html")


def ask_the_page(_loaded: bool) -> None:
    """Loaded is not drawn: the answer of a script comes a little nearer to it."""
    view.page().runJavaScript("document.fields.admission.offsetWidth", lambda _width: say_painted())


app = QApplication([])
window = QMainWindow()
window.resize(1280, 800)
view = QWebEngineView()
view.loadFinished.connect(ask_the_page)
window.setCentralWidget(view)
window.show()
view.load(QUrl.fromLocalFile(str(PAGE)))
app.exec()
