"""An attempt of nobody: answers, flags and plays of a preview, kept in memory and gone when it ends."""

from collections.abc import Mapping
from dataclasses import replace

from examclient.storage.preview_folder import PreviewFolder
from examclient.usecases.paper import Sound
from examprotocol.events import Epoch, Stamp
from examprotocol.merge import Answers, Current
from examprotocol.paper import Paper
from examprotocol.plays import Plays
from examprotocol.responses import Response

_STAMP = Stamp(Epoch(0, 0), 0, 1, "preview")


class PreviewPaper:
    """The paper of a preview, as OpenPaper gives one to the screen."""

    def __init__(self, folder: PreviewFolder) -> None:
        self._folder = folder
        self.paper: Paper = folder.paper
        self._assets = {asset.asset_id: asset for asset in self.paper.assets}

    def picture(self, asset_id: str) -> bytes | None:
        """A picture's bytes, or None where it is missing."""
        return self._folder.asset(asset_id)

    def sound(self, asset_id: str) -> Sound | None:
        """A sound, or None where it is missing."""
        asset, data = self._assets.get(asset_id), self._folder.asset(asset_id)
        return Sound(data, asset.media_type, asset.duration) if asset and data else None


class PreviewAttempt:
    """What was answered, flagged and played in this preview."""

    def __init__(self) -> None:
        self._answers = Answers()
        self._plays: dict[str, Plays] = {}

    def answers(self) -> Answers:
        """What counts: the last of each."""
        return self._answers

    def answer(self, question: str, response: Response) -> Answers:
        """Keep a response."""
        current = {**self._answers.current, question: Current(response, _STAMP)}
        self._answers = replace(self._answers, current=current)
        return self._answers

    def flag(self, question: str, *, flagged: bool) -> Answers:
        """Set a flag, or take it away."""
        others = self._answers.flagged - {question}
        self._answers = replace(self._answers, flagged=others | {question} if flagged else others)
        return self._answers

    def waiting_questions(self) -> frozenset[str]:
        """Nothing waits for a site."""
        return frozenset()

    def unsaved(self) -> Mapping[str, Response]:
        """Nothing waits for a disk."""
        return {}

    def is_busy(self) -> bool:
        """Nothing is on its way."""
        return False

    def play(self, media: str, max_plays: int) -> bool:
        """Count a play, unless none is left."""
        played = self._plays.get(media, Plays())
        if max_plays and played.used >= max_plays:
            return False
        self._plays = {**self._plays, media: replace(played, began=played.began + 1)}
        return True

    def end_play(self, media: str, at_ms: int, *, complete: bool) -> None:
        """How far a play came says nothing here."""

    def plays(self) -> Mapping[str, Plays]:
        """All plays of this preview."""
        return self._plays
