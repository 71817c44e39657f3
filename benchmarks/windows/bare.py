"""The least that a window can be: the reference for the client's start."""

from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

from benchmarks.windows.painted import say_painted
from examclient.ui.first_paint import FirstPaint

app = QApplication([])
window = QMainWindow()
window.resize(1280, 800)
window.setCentralWidget(QLabel("Exam login"))
window.show()
FirstPaint(window, say_painted)
app.exec()
