"""Every text of the real papers, and of the sample papers, is drawn with all its words."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from examclient.ui.rich_text import RichText
from examprotocol.paper import questions_of
from examprotocol.paper_check import rich_texts
from examprotocol.richtext import plain_text
from examserver.errors import PaperFileError
from examserver.importers.draft import PaperDraft
from examserver.importers.registry import import_paper
from tests.ui.conftest import DrawnPictures

SAMPLE = Path(__file__).parents[2] / "resources" / "samples" / "sample-exam.xml"
HOSTILE = ("made-here-hostile", "qtiworks-hostile-zips")
PAPERS = ("*.xml", "*.gift", "*.zip", "*.gift.txt")
MOST_OF_A_SET = 40
"""Files of one set that are opened: their texts repeat each other."""


def test_every_word_of_the_sample_paper_is_drawn(pictures: DrawnPictures) -> None:
    draft = import_paper(SAMPLE, "sample")
    assert [rich for rich in texts_of(draft) if not is_whole(rich, pictures)] == []


@pytest.mark.corpora
def test_every_word_of_every_real_paper_is_drawn(corpora: Path, pictures: DrawnPictures) -> None:
    checked, broken = 0, []
    for path in papers_in(corpora):
        try:
            draft = import_paper(path, "p")
        except PaperFileError:
            continue
        for rich in texts_of(draft):
            checked += 1
            broken += [] if is_whole(rich, pictures) else [f"{path.relative_to(corpora)}: {rich[:200]}"]
    assert broken == []
    assert checked > 1000


def papers_in(corpora: Path) -> Iterator[Path]:
    """The files of each set, of large sets the first ones."""
    for folder in sorted(corpora.iterdir()):
        if folder.is_dir() and folder.name not in HOSTILE:
            found = sorted({path for ending in PAPERS for path in folder.rglob(ending)})
            yield from found[:MOST_OF_A_SET]


def texts_of(draft: PaperDraft) -> list[str]:
    """Every rich text of a paper."""
    paper = draft.paper
    own = [text for question in questions_of(paper) for text in rich_texts(question)]
    beside = [material.body for material in paper.materials]
    return [*own, *beside, *(section.instructions for section in paper.sections), paper.instructions]


def is_whole(rich: str, pictures: DrawnPictures) -> bool:
    """Whether what is drawn has the words of the text, in its order."""
    return RichText(rich, pictures).document_text().split() == plain_text(rich).split()
