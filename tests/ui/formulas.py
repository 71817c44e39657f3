"""Formulas for tests, drawn by the library that draws those of papers."""

import hashlib
import warnings

from PySide6.QtCore import QByteArray
from PySide6.QtSvg import QSvgRenderer

from examclient.ui.pictures import FormulaShape
from tests.ui.conftest import DrawnPictures

with warnings.catch_warnings():  # it asks for its fonts in a way that the standard library is giving up
    warnings.simplefilter("ignore", DeprecationWarning)
    import ziamath


def put_formula(pictures: DrawnPictures, name: str, latex: str) -> str:
    """Draw a formula, put it among the pictures under `name`, and return how a paper asks for it."""
    ziamath.config.svg2 = False
    svg = ziamath.Math.fromlatex(latex, size=100).svg().encode()
    asset = hashlib.sha256(svg).hexdigest()
    box = QSvgRenderer(QByteArray(svg)).viewBoxF()
    pictures.drawings[asset] = svg
    pictures.formulas[name] = FormulaShape(
        asset, round(box.width() * 10), round(-box.top() * 10), round(box.bottom() * 10)
    )
    return f'<img src="formula:{name}" alt="{name} in words"/>'
