"""What the translation files say: every text of the client with its forms in a language."""

from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

TRANSLATIONS = Path(__file__).parents[2] / "resources" / "translations"


@dataclass(frozen=True, slots=True)
class Translated:
    """One text of the source and what is said for it: one form, or one for each plural."""

    context: str
    source: str
    forms: tuple[str, ...]
    is_plural: bool

    def __str__(self) -> str:
        return f"{self.context}: {self.source}"


def translated_words(language: str) -> list[Translated]:
    """All texts of `examclient_<language>.ts`, in its order."""
    tree = ElementTree.parse(TRANSLATIONS / f"examclient_{language}.ts")  # noqa: S314 - a file of our own
    return [
        _translated(context.findtext("name", ""), message)
        for context in tree.iter("context")
        for message in context.iter("message")
    ]


def _translated(context: str, message: ElementTree.Element) -> Translated:
    translation = message.find("translation")
    assert translation is not None, "lupdate writes one for each message"
    forms = translation.findall("numerusform")
    said = tuple(form.text or "" for form in forms or [translation])
    return Translated(context, message.findtext("source", ""), said, is_plural=bool(forms))
