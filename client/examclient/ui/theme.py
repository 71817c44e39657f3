"""One table of named colours for the whole client, and how it becomes the look of the application.

Rule: a colour stands here and nowhere else. `exam.qss` names them as `@name`; what is painted by hand takes
them from the widget's QPalette by the roles of `qt_palette`.
"""

import re
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from examclient.domain.zoom import PAGES_UP_TO
from examclient.storage.machine.windows_contrast import is_high_contrast
from examclient.ui.fonts import paper_families, set_fonts

STYLE_SHEET = Path(__file__).with_name("exam.qss")


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme, as `#RRGGBB`.

    `*_soft` are grounds for text of the colour; `*_sign` are for dots and marks, not for text.
    """

    page: str
    surface: str
    hover: str
    text: str
    text_muted: str
    disabled: str
    border: str
    border_strong: str
    focus: str
    accent: str
    accent_strong: str
    accent_soft: str
    on_accent: str
    saved: str
    saved_soft: str
    warning: str
    warning_soft: str
    warning_sign: str
    error: str
    error_soft: str


LIGHT = Palette(
    page="#F3F5F8",
    surface="#FFFFFF",
    hover="#EDF2F8",
    text="#1C2733",
    text_muted="#55626F",
    disabled="#5F6B77",
    border="#D5DCE4",
    border_strong="#7C8894",
    focus="#0F3A70",
    accent="#1F5FAE",
    accent_strong="#174B8C",
    accent_soft="#E7F0FB",
    on_accent="#FFFFFF",
    saved="#1F7A45",
    saved_soft="#E6F4EB",
    warning="#855000",
    warning_soft="#FFF4DC",
    warning_sign="#B86E00",
    error="#B3261E",
    error_soft="#FCECEA",
)
DARK = Palette(
    page="#14181D",
    surface="#1D232A",
    hover="#28313B",
    text="#E8ECF0",
    text_muted="#AAB5C0",
    disabled="#98A4B0",
    border="#36414C",
    border_strong="#8090A0",
    focus="#D6E7FB",
    accent="#80B3EF",
    accent_strong="#A2C8F5",
    accent_soft="#213449",
    on_accent="#0D1926",
    saved="#7CCB9A",
    saved_soft="#1D3527",
    warning="#F0BC62",
    warning_soft="#382D18",
    warning_sign="#F0BC62",
    error="#F39C95",
    error_soft="#3D2321",
)
HIGH_CONTRAST = Palette(
    page="#000000",
    surface="#000000",
    hover="#242424",
    text="#FFFFFF",
    text_muted="#FFFFFF",
    disabled="#C8C8C8",
    border="#FFFFFF",
    border_strong="#FFFFFF",
    focus="#00E5FF",
    accent="#FFE34D",
    accent_strong="#FFF3A6",
    accent_soft="#332D00",
    on_accent="#000000",
    saved="#7CFF9B",
    saved_soft="#00290D",
    warning="#FFC24D",
    warning_soft="#2E2000",
    warning_sign="#FFC24D",
    error="#FF9E96",
    error_soft="#330A07",
)
THEMES = {"light": LIGHT, "dark": DARK, "high_contrast": HIGH_CONTRAST}

TEXT_PAIRS = (
    *((text, ground) for text in ("text", "text_muted", "disabled") for ground in ("page", "surface")),
    *((text, "hover") for text in ("text", "text_muted", "accent")),
    *((text, "accent_soft") for text in ("text", "text_muted", "accent", "accent_strong")),
    *((text, ground) for text in ("accent", "accent_strong", "saved") for ground in ("page", "surface")),
    *((text, ground) for text in ("warning", "error") for ground in ("page", "surface")),
    *((text, f"{text}_soft") for text in ("warning", "error")),
    *(("text", ground) for ground in ("saved_soft", "warning_soft", "error_soft")),
    *(("text_muted", ground) for ground in ("saved_soft", "warning_soft", "error_soft")),
    ("on_accent", "accent"),
    ("on_accent", "accent_strong"),
)
"""Every text colour with every ground it may stand on: 4.5:1 and more (WCAG 2.2, 1.4.3)."""

SIGN_PAIRS = (
    *((sign, ground) for sign in ("border_strong", "focus", "accent") for ground in ("page", "surface")),
    *((sign, "surface") for sign in ("warning_sign", "saved", "error")),
)
"""Edges of fields and signs with the grounds they stand on: 3:1 and more (WCAG 2.2, 1.4.11)."""


def palette_of(theme: str, app: QApplication) -> Palette:
    """The colours of a theme of `[Display] Theme`; `system` is what the desktop is now.

    Windows in high contrast says that it is neither light nor dark, so that is asked first.
    """
    if theme != "system":
        return THEMES[theme]
    if is_high_contrast():
        return HIGH_CONTRAST
    is_dark = app.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return DARK if is_dark else LIGHT


def apply_theme(app: QApplication, palette: Palette, zoom: float = 1.0) -> None:
    """Give the application its style, fonts, colours and style sheet; may be called again at any time."""
    app.setStyle(QStyleFactory.create("Fusion"))
    if not app.styleSheet():  # the first one of a program makes Qt forget the fonts of classes: the paper's
        app.setStyleSheet("QWidget {}")
    set_fonts(zoom, paper_families())
    app.setPalette(qt_palette(palette))
    app.setStyleSheet(style_sheet(STYLE_SHEET.read_text("utf-8"), palette, zoom))


def style_sheet(template: str, palette: Palette, zoom: float = 1.0) -> str:
    """Fill `@px(n)` with n scaled pixels and `@name` with the colour; an unknown name is a KeyError."""
    colours = asdict(palette)
    pages = min(zoom, PAGES_UP_TO)
    sized = re.sub(r"@px\((\d+)\)", lambda size: f"{max(1, round(int(size[1]) * pages))}px", template)
    return re.sub(r"@([a-z_]+)", lambda name: str(colours[name[1]]), sized)


def qt_palette(palette: Palette) -> QPalette:
    """The colours by Qt's roles, for Fusion and for what is painted by hand.

    Beyond the usual: AlternateBase is hover, Midlight accent_soft, Mid border, Dark border_strong, Shadow
    focus, BrightText error, Light warning_sign.
    """
    role = QPalette.ColorRole
    result = QPalette()
    roles = {
        role.Window: palette.page,
        role.WindowText: palette.text,
        role.Base: palette.surface,
        role.AlternateBase: palette.hover,
        role.Text: palette.text,
        role.PlaceholderText: palette.text_muted,
        role.Button: palette.surface,
        role.ButtonText: palette.text,
        role.BrightText: palette.error,
        role.Highlight: palette.accent,
        role.Accent: palette.accent,
        role.HighlightedText: palette.on_accent,
        role.Link: palette.accent,
        role.LinkVisited: palette.accent_strong,
        role.ToolTipBase: palette.text,
        role.ToolTipText: palette.surface,
        role.Light: palette.warning_sign,
        role.Midlight: palette.accent_soft,
        role.Mid: palette.border,
        role.Dark: palette.border_strong,
        role.Shadow: palette.focus,
    }
    for colour_role, name in roles.items():
        result.setColor(colour_role, QColor(name))
    for colour_role in (role.Text, role.WindowText, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, colour_role, QColor(palette.disabled))
    return result


def restyle(widget: QWidget) -> None:
    """Make a widget take the rules that fit its properties now; asked for after a property changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
