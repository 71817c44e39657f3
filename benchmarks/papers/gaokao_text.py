"""Texts of the Gaokao collections as HTML: lines that a PDF broke are joined, paragraphs and indents kept."""

import html
import re

_PARAGRAPH_END = re.compile(r"(?:(?<![,; ]) {2,}\n(?! *[a-z.,;:!?—-])|\n[ \t]*\n)")
_NEW_LINE = re.compile(
    r"\n(?=\s*(?:[（(]\s*(?:\d{1,2}|[IVX]{1,3}|[一二三四五六七八九十])\s*[)）]|[①-⑳]|[A-G]\s*[．.、]|\d{1,2}\s*[．.、]|[—-]{2}|【))"
)
_JOINED = re.compile(r"[ \t]*\n[ \t]*")
_COLUMN = re.compile(r"(?<=[\u4e00-\u9fff]) {2,}(?=[\u4e00-\u9fff\u2460-\u2473])")
_SPACES = re.compile(r"[ \t]{2,}")
_INDENT = re.compile(r"^(?: {3,}|\u3000{2})\s*")
_SPACE_IN_CHINESE = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef“”]) (?=[\u3000-\u9fff\uff00-\uffef“”])")
_WORD = re.compile(r"[A-Za-z,;0-9]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


def as_html(text: str) -> str:
    """The text in paragraphs; what is LaTeX between dollars stays LaTeX."""
    text = _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    paragraphs = (_paragraph(part) for part in _PARAGRAPH_END.split(text) if part.strip())
    return "".join(paragraphs)


def as_line(text: str) -> str:
    """The text in one line."""
    return html.escape(_tidy(_joined(_CONTROL.sub(" ", text).strip())), quote=False)


def _paragraph(text: str) -> str:
    indented = bool(_INDENT.match(text.lstrip("\n")))
    lines = [_tidy(_joined(line)) for line in _NEW_LINE.split(text.strip())]
    body = "<br>".join(html.escape(line, quote=False) for line in lines if line)
    return f'<p style="text-indent: 2em">{body}</p>' if indented else f"<p>{body}</p>"


def _joined(text: str) -> str:
    """Lines in one: with a space between words, with none between Chinese."""

    def between(found: re.Match[str]) -> str:
        before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
        return " " if _WORD.match(before) or _WORD.match(after) else ""

    return _JOINED.sub(between, text)


def _tidy(text: str) -> str:
    return _SPACE_IN_CHINESE.sub("", _SPACES.sub(" ", _COLUMN.sub("\u3000", text))).strip(" \t")
