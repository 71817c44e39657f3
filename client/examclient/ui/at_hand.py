"""What questions need besides pictures, there before the first window: players, and a desk for files."""

from dataclasses import dataclass, field

from examclient.ui.kept_files import KeptFiles
from examclient.ui.sound.players import Players


@dataclass(frozen=True, slots=True)
class AtHand:
    """Both serve nobody until there is a presenter."""

    players: Players = field(default_factory=Players)
    files: KeptFiles = field(default_factory=KeptFiles)
