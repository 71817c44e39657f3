"""What whoever imports may ask of fonts and sounds, in the process that imports."""

from decimal import Decimal
from pathlib import Path

import pytest

from examprotocol.paper import Info, Paper, Section
from examprotocol.paper_parts import Media
from examserver.errors import PaperFileError
from examserver.importers.draft import PaperDraft
from examserver.importers.finishing import MediaWishes, finished
from examserver.importers.question_texts import QuestionTexts
from examserver.importers.sounds import read_sound
from examserver.scoring.keys import AnswerKeys
from examserver.services.drafts import PaperOrder, read_draft
from tests.importers.drafts import check_showable
from tests.importers.made_sounds import tone

RARE = "\U00020bb7"


def _listening_paper() -> PaperDraft:
    texts = QuestionTexts()
    name = texts.sound(read_sound(tone("ogg", "libopus", 1000), "“a.ogg”"))
    page = Info(id="q1", stem="Listen.", points=Decimal(0), media=(Media("m1", name, max_plays=2),))
    paper = Paper("paper1", 1, "Listening", "en", (Section("s1", "", (page,)),))
    return PaperDraft(paper, AnswerKeys("paper1", 1, {}), sounds=texts.collected.sounds)


def test_sounds_stay_compressed_unless_wav_is_asked_for() -> None:
    draft = _listening_paper()
    assert finished(draft) is draft


def test_with_wav_every_sound_is_stored_uncompressed_and_still_belongs_to_its_question() -> None:
    draft = finished(_listening_paper(), MediaWishes(wav=True))
    check_showable(draft)
    ((name, sound),) = draft.sounds.items()
    assert sound.media_type == "audio/wav"
    (section,) = draft.paper.sections
    (media,) = section.questions[0].media
    assert (media.asset_id, media.max_plays) == (name, 2)


def test_the_importing_process_draws_formulas_and_checks_characters(tmp_path: Path) -> None:
    path = tmp_path / "paper.gift"
    path.write_text(f"::a:: 姓“{RARE}” $x^2$ {{=甲 ~乙}}", encoding="utf-8")
    draft = read_draft(PaperOrder(path, "paper1"))
    assert [formula.alt for formula in draft.paper.formulas] == ["x^2"]
    assert bool(draft.paper.fonts) is not any("U+20BB7" in remark.sentence for remark in draft.remarks)


def test_a_font_that_is_not_there_refuses_the_import(tmp_path: Path) -> None:
    path = tmp_path / "paper.gift"
    path.write_text("::a:: x {=甲 ~乙}", encoding="utf-8")
    wishes = MediaWishes((tmp_path / "no.ttf",))
    with pytest.raises(PaperFileError) as refused:
        read_draft(PaperOrder(path, "paper1", media=wishes))
    assert refused.value.code == "FONT_UNUSABLE"
