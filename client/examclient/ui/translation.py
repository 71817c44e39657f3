"""Which language the screen speaks.

Rule: English is written in the source. Its file holds only the plurals; Chinese has a file of its own.
"""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

LANGUAGES = ("zh_CN", "en")

_INSTALLED: list[QTranslator] = []
"""What the program speaks by. Kept here: to ask the application for its children costs a start 20 ms."""


def install_language(app: QCoreApplication, language: str, folder: Path) -> None:
    """Make the whole program speak `language` from now on; pages are told by QEvent.LanguageChange.

    `folder` holds `examclient_<language>.qm`. Qt's own words come from Qt's folder where it has them.
    """
    _forget_languages(app)
    QLocale.setDefault(QLocale(language))
    qt_folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    _install(app, qt_folder / f"qtbase_{language}.qm")
    _install(app, folder / f"examclient_{language}.qm")


def spoken_language() -> str:
    """The language that was installed last, one of LANGUAGES."""
    name = QLocale().name()
    return name if name in LANGUAGES else "en"


def _install(app: QCoreApplication, file: Path) -> None:
    translator = QTranslator()
    if translator.load(str(file)):
        app.installTranslator(translator)
        _INSTALLED.append(translator)


def _forget_languages(app: QCoreApplication) -> None:
    while _INSTALLED:
        app.removeTranslator(_INSTALLED.pop())
