"""A file counts as kept only once its sealed copy has opened again, whatever the disk says of itself."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from examclient.errors import FileError, FileFault
from examclient.storage.attached_files import AttachedFiles
from examclient.storage.copied_files import Levelled
from examclient.usecases.handed_files import KeepFile

WORDS = b"Meine Loesung. " * 200_000
ATTEMPT = "a" * 32


@dataclass
class Pages:
    """A journal's short texts."""

    texts: dict[str, str] = field(default_factory=dict)

    def note(self, key: str, value: str) -> None:
        self.texts[key] = value

    def noted(self, key: str) -> str:
        return self.texts.get(key, "")


class Shelf(AttachedFiles):
    """A disk without copies elsewhere."""

    def level(self, attempt: str) -> Levelled:  # noqa: ARG002 - the shelf's shape
        return Levelled(0, is_done=True)


class FlippingShelf(Shelf):
    """A disk on which a bit of each chunk turns over once it was written."""

    def read(self, attempt: str, sha256: str) -> bytes | None:
        data = super().read(attempt, sha256)
        return None if data is None else data[:-1] + bytes((data[-1] ^ 1,))


class ForgetfulShelf(Shelf):
    """A disk that says it has written and has not."""

    def put(self, attempt: str, sha256: str, sealed: bytes) -> None:
        pass


@pytest.fixture
def homework(tmp_path: Path) -> Path:
    path = tmp_path / "homework.txt"
    path.write_bytes(WORDS)
    return path


@pytest.mark.parametrize("kind", [FlippingShelf, ForgetfulShelf], ids=["turns bits over", "forgets"])
def test_a_copy_that_does_not_open_again_is_no_answer(
    tmp_path: Path, homework: Path, kind: type[Shelf]
) -> None:
    keep = KeepFile(ATTEMPT, Pages(), kind(tmp_path / "journals"))
    with pytest.raises(FileError) as refused:
        keep(homework, len(WORDS))
    assert refused.value.fault is FileFault.NOT_KEPT


def test_a_copy_that_was_damaged_later_is_sealed_once_more(tmp_path: Path, homework: Path) -> None:
    shelf, pages = Shelf(tmp_path / "journals"), Pages()
    keep = KeepFile(ATTEMPT, pages, shelf)
    first = keep(homework, len(WORDS))
    before = dict(pages.texts)
    for chunk in (tmp_path / "journals").rglob("*.chunk"):
        chunk.write_bytes(b"damaged")
    assert keep(homework, len(WORDS)) == first
    assert pages.texts != before, "it is sealed under another key"
