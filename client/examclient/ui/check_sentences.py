"""What each outcome of the self-check means, and what to do: one sentence each, green ones without advice.

Rule: a sentence gets its facts here, in the language of the screen, or in English for reports.
"""

from collections.abc import Callable

from msgspec.structs import replace

from examclient.domain.self_check import Check, Reason
from examclient.ui.sentence import QT_TRANSLATE_NOOP, Sentence, translated
from examprotocol.self_check import CheckResult, Grade

CHECKS: dict[Check, str] = {
    Check.WINDOWS: QT_TRANSLATE_NOOP("Sentences", "System"),
    Check.VERSIONS: QT_TRANSLATE_NOOP("Sentences", "Program"),
    Check.SETTINGS: QT_TRANSLATE_NOOP("Sentences", "Settings"),
    Check.MEMORY: QT_TRANSLATE_NOOP("Sentences", "Memory"),
    Check.DISK: QT_TRANSLATE_NOOP("Sentences", "Room on the disk"),
    Check.WRITING: QT_TRANSLATE_NOOP("Sentences", "Saving"),
    Check.RESTORE: QT_TRANSLATE_NOOP("Sentences", "Restore card"),
    Check.REACH: QT_TRANSLATE_NOOP("Sentences", "Site"),
    Check.RATE: QT_TRANSLATE_NOOP("Sentences", "Network speed"),
    Check.ADDRESS: QT_TRANSLATE_NOOP("Sentences", "Address"),
    Check.CLOCK: QT_TRANSLATE_NOOP("Sentences", "Clock"),
    Check.DRAWING: QT_TRANSLATE_NOOP("Sentences", "Drawing"),
    Check.FONTS: QT_TRANSLATE_NOOP("Sentences", "Characters"),
    Check.SCREENS: QT_TRANSLATE_NOOP("Sentences", "Screen"),
    Check.SOUND: QT_TRANSLATE_NOOP("Sentences", "Sound"),
    Check.INPUT: QT_TRANSLATE_NOOP("Sentences", "Input method"),
    Check.REMOTE: QT_TRANSLATE_NOOP("Sentences", "Remote session"),
    Check.VIRTUAL: QT_TRANSLATE_NOOP("Sentences", "Virtual machine"),
}

GRADES: dict[Grade, str] = {
    Grade.GREEN: QT_TRANSLATE_NOOP("Sentences", "Good"),
    Grade.AMBER: QT_TRANSLATE_NOOP("Sentences", "Look here"),
    Grade.RED: QT_TRANSLATE_NOOP("Sentences", "Not fit"),
}

TRY_AGAIN = QT_TRANSLATE_NOOP(
    "Sentences", "Exams work as usual. To try it again, change [OpenGL] Level, for example from 2 to 3."
)

REASONS: dict[Reason, Sentence] = {
    Reason.WINDOWS_GOOD: Sentence(QT_TRANSLATE_NOOP("Sentences", "{name}.")),
    Reason.WINDOWS_OLD: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "{name} is older than the client is made for."),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "Bring Windows up to version 1809 or later; until then try the client before an exam.",
        ),
    ),
    Reason.WINDOWS_TOO_OLD: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "{name} is too old for the client."),
        QT_TRANSLATE_NOOP(
            "Sentences", "Take another machine, or bring Windows up to date, to version 1809 or later."
        ),
    ),
    Reason.WINDOWS_NONE: Sentence(QT_TRANSLATE_NOOP("Sentences", "{name}.")),
    Reason.VERSIONS_GOOD: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "Client {client}, Qt {qt}, SQLite {sqlite}, Python {python}.")
    ),
    Reason.VERSIONS_ABORT: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "PySide6 {pyside} ends the client in mid-exam with Python {python}."),
        QT_TRANSLATE_NOOP("Sentences", "Install the client again, with the versions that it comes with."),
    ),
    Reason.SETTINGS_GOOD: Sentence(QT_TRANSLATE_NOOP("Sentences", "All settings are used as they stand.")),
    Reason.SETTINGS_UNUSED: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "Settings that cannot be used as they stand: {names}."),
        QT_TRANSLATE_NOOP(
            "Sentences", "Mend them in user.ini; the login page and the log say what is used in their place."
        ),
    ),
    Reason.MEMORY_GOOD: Sentence(QT_TRANSLATE_NOOP("Sentences", "{gigabytes} GB of memory, {free} GB free.")),
    Reason.MEMORY_BUSY: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "Only {free} GB of the memory is free."),
        QT_TRANSLATE_NOOP("Sentences", "Close other programs, or restart the machine."),
    ),
    Reason.MEMORY_LITTLE: Sentence(
        QT_TRANSLATE_NOOP(
            "Sentences", "This machine has {gigabytes} GB of memory; 4 GB and more are better."
        ),
        QT_TRANSLATE_NOOP("Sentences", "Close all other programs before the exam, or take another machine."),
    ),
    Reason.MEMORY_TOO_LITTLE: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "This machine has {gigabytes} GB of memory, which is too little."),
        QT_TRANSLATE_NOOP("Sentences", "Take another machine."),
    ),
    Reason.DISK_GOOD: Sentence(QT_TRANSLATE_NOOP("Sentences", "{megabytes} MB free for answers.")),
    Reason.DISK_LITTLE: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The disk has {megabytes} MB left; 200 MB and more are better."),
        QT_TRANSLATE_NOOP("Sentences", "Make room on the disk of the data folder."),
    ),
    Reason.DISK_FULL: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The disk is full: answers cannot be saved."),
        QT_TRANSLATE_NOOP("Sentences", "Make room on the disk of the data folder, or take another machine."),
    ),
    Reason.WRITING_GOOD: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "An answer is safe on the disk after {milliseconds} ms.")
    ),
    Reason.WRITING_SLOW: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "An answer is safe on the disk only after {milliseconds} ms."),
        QT_TRANSLATE_NOOP(
            "Sentences", "Look whether a virus scanner or another program keeps the disk busy."
        ),
    ),
    Reason.WRITING_TOO_SLOW: Sentence(
        QT_TRANSLATE_NOOP(
            "Sentences",
            "An answer is safe on the disk only after {milliseconds} ms, which is too slow for an exam.",
        ),
        QT_TRANSLATE_NOOP("Sentences", "Take another machine, or have the disk looked at."),
    ),
    Reason.WRITING_FAILED: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "Answers cannot be saved on this machine."),
        QT_TRANSLATE_NOOP(
            "Sentences", "Look at the rights and the disk of the data folder, or take another machine."
        ),
    ),
    Reason.RESTORE_NONE: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "No sign of a program that puts the disk back at every start.")
    ),
    Reason.RESTORE_FOUND: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "Something here puts the disk back at every start: {names}."),
        QT_TRANSLATE_NOOP(
            "Sentences", "Have the data folder exempted from it, or name a folder that is kept in [Data] Dir."
        ),
    ),
    Reason.RESTORE_IN_MEMORY: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The data folder is on a disk that forgets ({names})."),
        QT_TRANSLATE_NOOP("Sentences", "Name a folder that is kept in [Data] Dir."),
    ),
    Reason.REACH_GOOD: Sentence(QT_TRANSLATE_NOOP("Sentences", "The site answers after {milliseconds} ms.")),
    Reason.REACH_SLOW: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The site answers only after {milliseconds} ms."),
        QT_TRANSLATE_NOOP(
            "Sentences", "Look at the cable and at the switch; the exam itself goes on without a network."
        ),
    ),
    Reason.REACH_NONE: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The site does not answer."),
        QT_TRANSLATE_NOOP("Sentences", "Look at the cable of this machine, and whether the service runs."),
    ),
    Reason.REACH_OTHER: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "What answers at the site's address is not the site."),
        QT_TRANSLATE_NOOP(
            "Sentences", "Look at the address, and set this machine up again if the service has moved."
        ),
    ),
    Reason.REACH_NOT_ENROLLED: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "This machine belongs to no exam site yet."),
        QT_TRANSLATE_NOOP("Sentences", "Set it up with an enrolment file of the site."),
    ),
    Reason.REACH_DAMAGED: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "What this machine keeps of its enrolment cannot be read."),
        QT_TRANSLATE_NOOP("Sentences", "Set it up again with an enrolment file of the site."),
    ),
    Reason.REACH_NOT_TAKEN: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The site does not take this machine any more."),
        QT_TRANSLATE_NOOP("Sentences", "Set it up again with an enrolment file of the site."),
    ),
    Reason.RATE_GOOD: Sentence(QT_TRANSLATE_NOOP("Sentences", "{megabits} Mbit/s from the site.")),
    Reason.RATE_SLOW: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "Only {megabits} Mbit/s from the site."),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "Let candidates in early, so that their papers are here in time; look at cable and switch.",
        ),
    ),
    Reason.ADDRESS_INSIDE: Sentence(QT_TRANSLATE_NOOP("Sentences", "The site sees this machine inside.")),
    Reason.ADDRESS_OUTSIDE: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The site sees this machine at {address}, which is not registered."),
        QT_TRANSLATE_NOOP("Sentences", "Have this address registered at the service: examserver site."),
    ),
    Reason.CLOCK_GOOD: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "This machine's clock is within a minute of the site's.")
    ),
    Reason.CLOCK_WRONG: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "This machine's clock and the site's are {minutes} min apart."),
        QT_TRANSLATE_NOOP("Sentences", "The exam goes by the site's clock; set this machine's all the same."),
    ),
    Reason.CLOCK_FAR_OFF: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "This machine's clock is more than a day off the site's."),
        QT_TRANSLATE_NOOP("Sentences", "Set the date and the time of this machine before the exam."),
    ),
    Reason.DRAWING_SOFTWARE: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "Level {effective}: drawn by software, without the graphics device.")
    ),
    Reason.DRAWING_DEVICE: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "Level {effective}, as the settings ask.")
    ),
    Reason.DRAWING_CRASHED: Sentence(
        QT_TRANSLATE_NOOP(
            "Sentences", "Graphics acceleration is off: with it, the program stopped unexpectedly."
        ),
        TRY_AGAIN,
    ),
    Reason.DRAWING_BLANK: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "Graphics acceleration is off: with it, the window stayed blank."),
        TRY_AGAIN,
    ),
    Reason.DRAWING_NO_DEVICE: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "Graphics acceleration is off: the graphics driver failed."),
        TRY_AGAIN,
    ),
    Reason.DRAWING_NOT_KEPT: Sentence(
        QT_TRANSLATE_NOOP(
            "Sentences",
            "Graphics acceleration is off: this machine could not note down whether it works.",
        ),
        QT_TRANSLATE_NOOP("Sentences", "Exams work as usual. Please check the rights of the data folder."),
    ),
    Reason.DRAWING_FAR: Sentence(
        QT_TRANSLATE_NOOP(
            "Sentences", "Graphics acceleration is off: this screen is looked at from another machine."
        ),
        QT_TRANSLATE_NOOP("Sentences", "Exams work as usual."),
    ),
    Reason.DRAWING_GUARDED: Sentence(
        QT_TRANSLATE_NOOP(
            "Sentences",
            "Level {requested} was asked for; for safety level {effective} is used.",
        ),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "Everything works as it is. To be rid of this line, set [OpenGL] Level=0 in user.ini.",
        ),
    ),
    Reason.FONTS_GOOD: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "All {tried} usual characters are drawn by the client's own font.")
    ),
    Reason.FONTS_FOREIGN: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "Some characters are drawn by another font: {characters}"),
        QT_TRANSLATE_NOOP("Sentences", "Install the client again: its own font is not whole."),
    ),
    Reason.FONTS_BOXES: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "Some characters come out as boxes: {characters}"),
        QT_TRANSLATE_NOOP("Sentences", "Install the client again: its own font is not whole."),
    ),
    Reason.FONTS_MISSING: Sentence(
        QT_TRANSLATE_NOOP(
            "Sentences", "The font {names} is missing, without which the client does not start."
        ),
        QT_TRANSLATE_NOOP("Sentences", "Install the client again: its own font is not whole."),
    ),
    Reason.SCREENS_ONE: Sentence(QT_TRANSLATE_NOOP("Sentences", "One screen, {width} x {height}.")),
    Reason.SCREENS_MORE: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "{screens} screens show a picture."),
        QT_TRANSLATE_NOOP("Sentences", "Unplug the others, unless the room wants them."),
    ),
    Reason.SCREENS_SMALL: Sentence(
        QT_TRANSLATE_NOOP(
            "Sentences", "The screen has only {width} x {height} points; 1024 x 600 and more are better."
        ),
        QT_TRANSLATE_NOOP(
            "Sentences", "Choose a higher resolution or a smaller scaling in the settings of the screen."
        ),
    ),
    Reason.SCREENS_NOT_SEEN: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "This check has seen no screen."),
        QT_TRANSLATE_NOOP("Sentences", "Check once more on the login page, in front of the machine."),
    ),
    Reason.SOUND_GOOD: Sentence(QT_TRANSLATE_NOOP("Sentences", "Devices for sound: {devices}.")),
    Reason.SOUND_NO_MEDIA: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "This edition of Windows cannot play media files."),
        QT_TRANSLATE_NOOP(
            "Sentences", "Install the Media Feature Pack of Windows if an exam has a listening part."
        ),
    ),
    Reason.SOUND_NONE: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "No device for sound was found."),
        QT_TRANSLATE_NOOP("Sentences", "Plug in headphones if an exam has a listening part."),
    ),
    Reason.INPUT_GOOD: Sentence(QT_TRANSLATE_NOOP("Sentences", "Chinese can be typed: {names}.")),
    Reason.INPUT_NO_CHINESE: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "No Chinese input method was found."),
        QT_TRANSLATE_NOOP("Sentences", "Add one in the settings of the system if candidates write Chinese."),
    ),
    Reason.REMOTE_NO: Sentence(QT_TRANSLATE_NOOP("Sentences", "Whoever sees this screen sits here.")),
    Reason.REMOTE_YES: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "This screen is seen at another machine."),
        QT_TRANSLATE_NOOP("Sentences", "End the remote session, unless the room is run that way."),
    ),
    Reason.VIRTUAL_NO: Sentence(QT_TRANSLATE_NOOP("Sentences", "No sign of a virtual machine.")),
    Reason.VIRTUAL_YES: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "This is a virtual machine ({name}). It may be used.")
    ),
    Reason.SITE_NOT_ASKED: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "Not known, since the site could not be asked."),
        QT_TRANSLATE_NOOP("Sentences", "First see to the line about the site."),
    ),
    Reason.NOT_KNOWN: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The system does not tell."),
        QT_TRANSLATE_NOOP("Sentences", "Try it by hand before the exam."),
    ),
    Reason.NOT_LOOKED_AT: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "This could not be looked at ({why})."),
        QT_TRANSLATE_NOOP("Sentences", "Try it by hand before the exam."),
    ),
}

NOT_TOLD = QT_TRANSLATE_NOOP("Sentences", "The site could not be told of this result.")


def not_told() -> str:
    """What is said where the site does not hear of a result."""
    return translated(NOT_TOLD)


def name_of(check: Check) -> str:
    """What a check is called on the screen."""
    return translated(CHECKS[check])


def word_of(grade: Grade) -> str:
    """The word beside a grade's sign."""
    return translated(GRADES[grade])


def sentence_of_result(found: CheckResult) -> Sentence:
    """What was found, and what to do, in the language of the screen."""
    return _filled(found, translated)


def said_in_english(found: CheckResult) -> CheckResult:
    """The result with its sentence for reports."""
    return replace(found, said=_filled(found, lambda words: words).whole)


def in_a_line(found: CheckResult) -> str:
    """A result as a terminal shows it."""
    words = sentence_of_result(found).whole
    return f"{word_of(found.grade)}\t{name_of(Check(found.check))}\t{words}"


def _filled(found: CheckResult, spoken: Callable[[str], str]) -> Sentence:
    words = REASONS[Reason(found.reason)]
    facts = dict(found.facts)
    return Sentence(spoken(words.title).format(**facts), spoken(words.advice))
