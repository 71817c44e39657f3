"""Pictures of what the candidate sees, numbered in the order of the journey."""

from pathlib import Path

from PySide6.QtWidgets import QWidget


class Album:
    """Owns a folder of screenshots; one picture for each name."""

    def __init__(self, folder: Path, window: QWidget) -> None:
        self._folder = folder
        self._window = window
        self.files: list[str] = []
        self._names: set[str] = set()
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, name: str) -> None:
        """Take a picture under this name; a second one of the same name is not taken."""
        if name in self._names:
            return
        self._names.add(name)
        file = f"{len(self._names):02d}-{name}.png"
        self._window.grab().save(str(self._folder / file))
        self.files.append(file)
