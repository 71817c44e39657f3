"""The client as it starts on a station, up to the login page; its folder is the first argument."""

import sys
from pathlib import Path

from examclient.__main__ import prepare_environment
from examclient.environment import keep_platform
from examclient.storage.config_file import read_config

folder = Path(sys.argv[1])
config = read_config(folder / "user.ini", folder)
keep_platform()
prepare_environment(config.drawing_level)

from PySide6.QtWidgets import QApplication  # noqa: E402 - Qt only after its environment is set

from benchmarks.windows.painted import say_painted  # noqa: E402
from examclient.app import Client  # noqa: E402
from examclient.ui.first_paint import FirstPaint  # noqa: E402

app = QApplication(sys.argv[:1])
client = Client(app, config)
client.show()
FirstPaint(client.window, say_painted)  # before the client's own, which was there first
app.exec()
