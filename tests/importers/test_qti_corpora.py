"""Real QTI: how much of each set comes in, what is named and why, and what must never be in a paper."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from examprotocol.paper import parts_of, questions_of
from examserver.errors import PaperFileError
from examserver.importers.draft import PaperDraft
from examserver.importers.qti.package import has_qti_root
from examserver.importers.registry import import_paper
from examserver.scoring.best import best_response
from examserver.scoring.keys import JointKey, ManualKey
from examserver.scoring.score import score
from tests.importers.drafts import check_showable, encoded, letters

pytestmark = pytest.mark.corpora

# Of each set: what came in, and by its code what did not. By hand from the files: no model has places in
# pictures, adaptive items or templates; what is missing or broken is so in the set itself.
OUTCOMES: dict[str, dict[str, int]] = {
    "pie-qti": {
        "in": 82,
        "TYPE_UNSUPPORTED": 13,
        "QUESTION_EMPTY": 3,
        "ITEM_WITHOUT_BODY": 1,
        "CHOICE_MISSING": 1,
        "MEDIA_MISSING": 1,
        "XML_SYNTAX": 1,
    },
    "pie-qti-i18n": {"in": 8, "TYPE_UNSUPPORTED": 2},
    "citolab-qti3": {
        "in": 38,
        "TYPE_UNSUPPORTED": 8,
        "MEDIA_BAD_REF": 3,
        "MEDIA_TYPE": 2,
        "MEDIA_MISSING": 1,
        "KEY_MISSING": 1,
    },
    "kennisnet-qti3": {"in": 92, "MEDIA_MISSING": 8, "TYPE_UNSUPPORTED": 4},
    "oat-testqti-packages": {
        "in": 235,
        "PKG_MISSING_FILE": 4,
        "MEDIA_BAD_REF": 1,
        "MEDIA_MISSING": 1,
        "ZIP_CORRUPT": 1,
    },
    "qtiworks-samples": {"in": 47, "TYPE_UNSUPPORTED": 28},
    "learnosity-qti": {"in": 3},
    "corespring-composite": {"in": 10, "TYPE_UNSUPPORTED": 2, "MEDIA_BAD_REF": 1, "MEDIA_MISSING": 2},
}
BROKEN = {
    "qtiworks-hostile-zips": {
        "BadManifest.zip": "XML_SYNTAX",
        "MissingFile.zip": "PKG_MISSING_FILE",
        "NotContentPackage.zip": "PKG_NO_MANIFEST",
        "ZipSlip.zip": "ZIP_PATH",
    }
}
FOR_SCORERS = ("teacherInstructions", "rationale", "modalFeedback", "feedbackBlock", "feedbackInline")


def _files(folder: Path) -> list[Path]:
    """Packages, and items that lie alone."""
    alone = [path for path in sorted(folder.rglob("*.xml")) if has_qti_root(path.read_bytes())]
    return sorted(folder.rglob("*.zip")) + [path for path in alone if not _is_test(path)]


def _is_test(path: Path) -> bool:
    start = path.read_bytes()[:3000]
    return b"assessmentTest" in start or b"qti-assessment-test" in start


def _drafts(folder: Path) -> Iterator[tuple[Path, PaperDraft]]:
    for path in _files(folder):
        try:
            yield path, import_paper(path, "paper1")
        except PaperFileError:
            continue


def _outcome(folder: Path) -> Counter[str]:
    found: Counter[str] = Counter()
    for path in _files(folder):
        try:
            draft = import_paper(path, "paper1")
        except PaperFileError as error:
            found[error.code] += 1
            continue
        check_showable(draft)
        found["in"] += len(questions_of(draft.paper))
        found.update(remark.code for remark in draft.remarks if not remark.taken)
    return found


@pytest.mark.parametrize("name", OUTCOMES)
def test_every_question_comes_in_or_is_named(corpora: Path, name: str) -> None:
    assert dict(_outcome(corpora / name)) == OUTCOMES[name]


def test_broken_packages_are_refused_as_a_whole(corpora: Path) -> None:
    for folder, codes in BROKEN.items():
        for name, code in codes.items():
            (path,) = (corpora / folder).rglob(name)
            with pytest.raises(PaperFileError) as caught:
                import_paper(path, "paper1")
            assert caught.value.code == code, name


def test_a_whole_national_test_comes_in_with_its_title_and_sections(corpora: Path) -> None:
    draft = import_paper(corpora / "citolab-qti3" / "api" / "kennisnet-1", "paper1")
    assert (draft.paper.title, len(questions_of(draft.paper))) == ("Demotoets", 9)


def test_the_best_answers_get_all_points_and_no_answer_gets_none(corpora: Path) -> None:
    checked = 0
    for name in OUTCOMES:
        for path, draft in _drafts(corpora / name):
            keys = draft.keys.keys
            for question in (part for page in questions_of(draft.paper) for part in parts_of(page)):
                key = keys.get(question.id)
                if key is None or isinstance(key, ManualKey | JointKey):
                    continue
                best = score(question, key, best_response(question, key))
                assert best.points == question.points, (path, question.id)
                assert score(question, key, None).points == Decimal(0)
                checked += 1
    assert checked > 350


def test_nothing_for_scorers_and_no_feedback_is_in_any_paper(corpora: Path) -> None:
    kept = set()
    for name in ("corespring-composite", "qtiworks-samples", "citolab-qti3", "pie-qti"):
        for path, draft in _drafts(corpora / name):
            root = etree.parse(str(path)).getroot()
            visible = letters("".join(_told(root, hidden=False)))
            for secret in {letters(told) for told in _told(root, hidden=True)}:
                if len(secret) > 12 and secret not in visible:
                    kept.add(secret)
                    assert secret not in letters(encoded(draft)), (path, secret)
    assert len(kept) > 40


def _told(element: etree._Element, *, hidden: bool, inside: bool = False) -> Iterator[str]:
    """The texts of an item that only scorers may read, or all the others."""
    for child in element.iterchildren(etree.Element):
        name = etree.QName(child).localname.removeprefix("qti-").replace("-", "").casefold()
        is_hidden = inside or name in {one.casefold() for one in FOR_SCORERS}
        if is_hidden == hidden:
            yield " ".join((child.text or "").split())
        yield from _told(child, hidden=hidden, inside=is_hidden)
        if inside == hidden:
            yield child.tail or ""
