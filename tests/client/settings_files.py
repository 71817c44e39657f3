"""Settings files for the tests: written, and read as the client reads them."""

from pathlib import Path

from examclient.domain.config import Config
from examclient.storage.config_file import read_config


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    """A `user.ini` with this text."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "user.ini"
    path.write_bytes(text.encode(encoding))
    return path


def read(folder: Path, text: str) -> Config:
    """What the client makes of it; its data folder is beside the file."""
    return read_config(written(folder, text), folder / "data")


def sentences(config: Config) -> list[str]:
    """What is named as not used."""
    return [str(problem) for problem in config.problems]
