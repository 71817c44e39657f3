"""What is wrong with the settings, for the proctor at the screen: which one, and what is used instead."""

from pathlib import Path

from examclient.domain.setting_problems import SettingFlaw, SettingProblem
from examclient.ui.sentence import QT_TRANSLATE_NOOP, in_one_line, translated

FLAWS: dict[SettingFlaw, str] = {
    SettingFlaw.NOT_READ: QT_TRANSLATE_NOOP("Sentences", "{file} cannot be read; nothing in it is used."),
    SettingFlaw.STRAY: QT_TRANSLATE_NOOP("Sentences", "Line {line} of {file} is no setting."),
    SettingFlaw.UNKNOWN: QT_TRANSLATE_NOOP(
        "Sentences", "There is no setting {name} (line {line} of {file})."
    ),
    SettingFlaw.TWICE: QT_TRANSLATE_NOOP(
        "Sentences", "{name} stands twice in {file}; the last one, line {line}, is used."
    ),
    SettingFlaw.SENSELESS: QT_TRANSLATE_NOOP(
        "Sentences", "{setting} cannot be used ({file}); in its place: {used}."
    ),
    SettingFlaw.NOT_HERE: QT_TRANSLATE_NOOP("Sentences", "{name} cannot be set in {file}."),
    SettingFlaw.MORE: QT_TRANSLATE_NOOP("Sentences", "{file} has more such lines: {value}."),
}


HEAD = QT_TRANSLATE_NOOP("Sentences", "Settings, for the proctor: {said}")
MORE = QT_TRANSLATE_NOOP("Sentences", "And {count} more, see the log.")
COMMAND_LINE = QT_TRANSLATE_NOOP("Sentences", "The command line")
NONE = QT_TRANSLATE_NOOP("Sentences", "none")


def setting_sentences(problems: tuple[SettingProblem, ...]) -> tuple[str, ...]:
    """A sentence for each, in the language of the screen."""
    return tuple(_sentence(problem) for problem in problems)


def first_of(problems: tuple[SettingProblem, ...]) -> str:
    """One line: whom it is for, the first of the sentences, and how many more there are; `""` for none."""
    if not problems:
        return ""
    more = len(problems) - 1
    tail = translated(MORE).format(count=more) if more else ""
    return in_one_line(translated(HEAD).format(said=_sentence(problems[0])), tail)


def _sentence(problem: SettingProblem) -> str:
    from_words = problem.source == SettingProblem.COMMAND_LINE
    file = translated(COMMAND_LINE) if from_words else Path(problem.source).name
    used = translated(NONE) if problem.used == NONE else problem.used
    return translated(FLAWS[problem.flaw]).format(
        file=file,
        line=problem.line,
        name=problem.label,
        setting=problem.setting,
        value=problem.value,
        used=used,
    )
