"""What is said of sounds: of this machine, of a sound that does not play, and of the plays that are left."""

from examclient.domain.sounds import Hearing, SoundState, SoundTrouble
from examclient.ui.sentence import QT_TRANSLATE_NOOP, Sentence, spoken

HEARINGS: dict[Hearing, Sentence] = {
    Hearing.NO_DEVICE: Sentence(
        QT_TRANSLATE_NOOP(
            "Sentences", "Nothing can be heard on this machine: no headset or loudspeaker is there."
        ),
        QT_TRANSLATE_NOOP("Sentences", "Please plug in the headset, or raise your hand."),
    ),
    Hearing.WAVE_ONLY: Sentence(
        QT_TRANSLATE_NOOP(
            "Sentences",
            "This machine cannot play all recordings of this exam ({count} not): its Windows lacks the Media "
            "Feature Pack.",
        ),
        QT_TRANSLATE_NOOP("Sentences", "Please raise your hand: the proctor may give you another machine."),
    ),
    Hearing.NOTHING: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "Nothing can be heard on this machine: no recording can be played."),
        QT_TRANSLATE_NOOP("Sentences", "Please raise your hand: the proctor may give you another machine."),
    ),
}

TROUBLES: dict[SoundTrouble, Sentence] = {
    SoundTrouble.MISSING: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "This recording is missing on this machine. No play was counted."),
        QT_TRANSLATE_NOOP("Sentences", "Please press Refresh, then play it again."),
    ),
    SoundTrouble.NOT_KEPT: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "This machine cannot save at the moment, so nothing is played."),
        QT_TRANSLATE_NOOP("Sentences", "Please raise your hand."),
    ),
    SoundTrouble.NOT_PLAYABLE: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "This machine cannot play this recording. No play was counted."),
        QT_TRANSLATE_NOOP("Sentences", "Please raise your hand."),
    ),
    SoundTrouble.BROKE_OFF: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The recording broke off."),
        QT_TRANSLATE_NOOP("Sentences", "Please raise your hand: the proctor can give the play back."),
    ),
    SoundTrouble.NONE_LEFT: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "No play of this recording is left."),
        QT_TRANSLATE_NOOP("Sentences", "Go on with the questions."),
    ),
}


def sentence_of_hearing(sound: SoundState) -> Sentence | None:
    """What is wrong with sound on this machine, None where nothing is: one that plays only WAV is as good as
    any where the paper has nothing else.
    """
    known = HEARINGS.get(sound.hearing)
    if known is None or (sound.hearing is Hearing.WAVE_ONLY and not sound.unplayable):
        return None
    said = spoken(known)
    return Sentence(said.title.replace("{count}", str(sound.unplayable)), said.advice)


def sentence_of_sound(trouble: SoundTrouble) -> Sentence:
    """Why a sound does not play."""
    return spoken(TROUBLES[trouble])
