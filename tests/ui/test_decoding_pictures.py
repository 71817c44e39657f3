"""A picture of a paper is decoded by what it is made with, and nothing else is loaded for it."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

DECODE = """
import sys
from PySide6.QtGui import QGuiApplication
from examclient.ui.paper_pictures import PaperPictures
app = QGuiApplication([])
class Paper:
    class paper:
        formulas, assets, fonts = (), (), ()
    def picture(self, asset_id):
        return open(asset_id, "rb").read()
pictures = PaperPictures()
pictures.show(Paper())
image = pictures.picture(sys.argv[1])
print(image.width() if image else "none")
print(open("/proc/self/maps").read())
"""


def saved(tmp_path: Path, kind: str) -> Path:
    """A picture of 12 by 8 pixels as a file of this kind, with a name that says nothing."""
    image = QImage(12, 8, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    file = tmp_path / f"picture.{kind}"
    assert image.save(str(file))
    return file.rename(tmp_path / "picture")


def decoded(file: Path) -> tuple[str, str]:
    """How wide the picture is in a fresh process, and what that process had loaded then."""
    done = subprocess.run(
        [sys.executable, "-c", DECODE, str(file)], capture_output=True, encoding="utf-8", check=True
    )
    width, _, loaded = done.stdout.partition("\n")
    return width, loaded


@pytest.mark.skipif(sys.platform != "linux", reason="what is loaded is asked of /proc")
@pytest.mark.parametrize(("kind", "plugins"), [("png", set()), ("jpg", {"libqjpeg.so"})])
def test_a_picture_loads_its_own_plugin_alone(tmp_path: Path, kind: str, plugins: set[str]) -> None:
    width, loaded = decoded(saved(tmp_path, kind))
    assert width == "12"
    assert {Path(line.split()[-1]).name for line in loaded.splitlines() if "imageformats" in line} == plugins
    assert "Qt6Pdf" not in loaded
