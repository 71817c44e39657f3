"""Pictures are decoded once, kept for a while, and scaled smoothly."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from examclient.ui.pictures import RecentPictures, fit_picture
from tests.ui.conftest import DrawnPictures


def test_a_picture_is_decoded_once(pictures: DrawnPictures) -> None:
    pictures.draw("a")
    recent = RecentPictures(pictures)
    assert recent.picture("a") == recent.picture("a") == pictures.images["a"]
    assert pictures.asked == ["a"]


def test_a_missing_picture_is_asked_for_again_until_it_is_there(pictures: DrawnPictures) -> None:
    recent = RecentPictures(pictures)
    assert recent.picture("a") is None
    pictures.draw("a")
    assert recent.picture("a") is not None


def test_a_picture_that_cannot_be_decoded_is_missing(pictures: DrawnPictures) -> None:
    pictures.images["a"] = QImage()
    assert RecentPictures(pictures).picture("a") is None


def test_the_pictures_used_least_lately_go_first(pictures: DrawnPictures) -> None:
    size = pictures.images[pictures.draw("a")].sizeInBytes()
    pictures.draw("b")
    pictures.draw("c")
    recent = RecentPictures(pictures, limit=2 * size)
    for name in ("a", "b", "a", "c", "a", "b"):
        recent.picture(name)
    assert pictures.asked == ["a", "b", "c", "b"]


def test_after_clearing_everything_is_decoded_anew(pictures: DrawnPictures) -> None:
    pictures.draw("a")
    recent = RecentPictures(pictures)
    recent.picture("a")
    recent.forget()
    recent.picture("a")
    assert pictures.asked == ["a", "a"]


def test_a_scaled_picture_is_smooth_and_sharp_on_dense_screens(qapp: QApplication) -> None:
    checks = QImage(64, 64, QImage.Format.Format_RGB32)
    for x in range(64):
        for y in range(64):
            checks.setPixelColor(x, y, QColor("white" if (x + y) % 2 else "black"))
    fitted = fit_picture(checks, QSize(16, 16), 1.5)
    assert fitted.size() == QSize(24, 24)
    assert fitted.devicePixelRatio() == 1.5
    greys = {fitted.pixelColor(x, y).value() for x in range(24) for y in range(24)}
    assert max(greys) - min(greys) < 128, "nearest neighbour would leave black and white"
