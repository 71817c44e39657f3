"""What is done to a whole draft before it is handed over: fonts for rare characters, and sounds as WAV.

Rule: a draft that was not finished can show boxes; so every way to import ends here.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from examprotocol.paper import Paper
from examserver.importers.draft import PaperDraft
from examserver.importers.missing_characters import with_missing_characters
from examserver.importers.paper_fonts import Donor, found_donors, named_donors
from examserver.importers.sounds import wav_of


@dataclass(frozen=True, slots=True)
class MediaWishes:
    """What whoever imports asks of fonts and sounds.

    `fonts` are tried for rare characters before those that the service finds. `wav`: every sound is stored
    uncompressed (16 bits), ten times as large and more, for rooms where nothing else can be played.
    """

    fonts: tuple[Path, ...] = ()
    wav: bool = False


def finished(draft: PaperDraft, wishes: MediaWishes | None = None) -> PaperDraft:
    """The draft as it may be sealed; raises PaperFileError where a named font cannot be used."""
    asked = wishes or MediaWishes()
    named = named_donors(asked.fonts)

    def donors() -> Sequence[Donor]:
        return (*named, *found_donors())

    whole = with_missing_characters(draft, donors)
    return _with_wav(whole) if asked.wav else whole


def _with_wav(draft: PaperDraft) -> PaperDraft:
    names, sounds = {}, {}
    for old, sound in draft.sounds.items():
        wav = wav_of(sound)
        names[old] = hashlib.sha256(wav.data).hexdigest()
        sounds[names[old]] = wav
    return replace(draft, paper=_renamed(draft.paper, names), sounds=sounds)


def _renamed(paper: Paper, names: dict[str, str]) -> Paper:
    """The paper with the new id wherever a sound is named; an id is a SHA-256, so nothing else has it."""
    text = msgspec.json.encode(paper)
    for old, new in names.items():
        text = text.replace(old.encode(), new.encode())
    return msgspec.json.decode(text, type=Paper)
