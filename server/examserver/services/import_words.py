"""The sentences for what becomes of a file of a stick: one for each verdict, refusal and note."""

from examprotocol.errors import PackageFault
from examserver.services.import_verdicts import ImportResult, Note, SiteFault, Verdict
from examserver.services.visit_words import VISIT_REFUSALS, visit_said

VERDICTS = {
    Verdict.TAKEN: "taken in",
    Verdict.NOTHING_NEW: "nothing new: all that is in it is here already",
    Verdict.SAME_AGAIN: "the same package again: nothing was changed",
}

REFUSALS: dict[str, str] = {
    PackageFault.NOT_A_PACKAGE: "This is no answer package.",
    PackageFault.ANOTHER_KIND: "This is no answer package but a file of another kind ({about}).",
    PackageFault.TRUNCATED: "The end of this package is missing. Copy it again, or export it once more.",
    PackageFault.DAMAGED: "This package was changed or damaged. Copy it again, or export it once more.",
    PackageFault.UNKNOWN_VERSION: "This package is of version {about}, which this program does not read.",
    PackageFault.TOO_LARGE: "A package has at most 16 MiB, and this file has {about} bytes.",
    PackageFault.FOREIGN_RECIPIENTS: "This package is sealed for others, or by other rules than ours.",
    PackageFault.WRONG_PASSWORD: "None of the room passwords that were given opens this package.",
    PackageFault.NOT_FOR_THIS_KEY: "This package is sealed for another service (key {about}).",
    PackageFault.UNKNOWN_STATION: "It is signed by station {about}, which nobody registered here.",
    PackageFault.FORGED: "The signature is not that of station {about}, which it names.",
    PackageFault.UNREADABLE: "It says what this program does not understand: a newer client made it.",
    PackageFault.CONTRADICTION: "What the station signed contradicts itself ({about}).",
    SiteFault.FILE_UNREADABLE: "The file cannot be read: {about}.",
    SiteFault.ANOTHER_SITE: "This package is of another site ({about}).",
    SiteFault.ANOTHER_EXAM: "This package is of the exam {about}, which is not here.",
    SiteFault.ANOTHER_CANDIDATE: "This package is of candidate {about}, who does not sit that exam here.",
    SiteFault.ANOTHER_ATTEMPT: "This package is of an attempt ({about}) that is not this candidate's here.",
    SiteFault.PASSWORD_NEEDED: "The service's key does not open it. Give the room password of its exam.",
    SiteFault.REVOKED_STATION: "It is signed by station {about}, which was revoked.",
    SiteFault.NOT_CARRIED_OUT: "The service failed at it. {about}",
    SiteFault.NEVER_GRANTED: "It has a login that no service can have granted.",
    **VISIT_REFUSALS,
}

NOTES = {
    Note.RENAMED: "the file was renamed; its signed name counts",
    Note.BY_PASSWORD: "opened by the room password",
    Note.RELEASED_STATION: "signed by a station that has been released since",
    Note.FORGOTTEN_STATION: "signed by a station that is forgotten here, but has this service's word",
    Note.STRANGE_STATION: "this service knows of no login of this candidate at that station",
    Note.OTHER_PAPER: "that station had another paper than this exam has",
    Note.OLDER: "what is here is newer",
    Note.LEFT_OUT: "some of it was left out by a ruling, and stays so",
    Note.DECIDED_BEFORE: "a person had decided on this candidate's answers before it came: look again",
    Note.KEPT_APART: "some of it contradicts what is here under the same number: both are kept, look at it",
    Note.NOT_HANDED_IN: "the candidate has not handed in, by what is known here",
    Note.GOES_ON: "not handed in: the exam may go on, elsewhere or by more time",
    Note.INCOMPLETE: "not handed in yet: events of other machines are still missing",
    Note.DAMAGED_ANSWERS: "the answers cannot be put together: a person must look",
    Note.EXTENSIONS_BACK: "it brought back extensions that were forgotten here",
    Note.RECEIPT_BACK: "it brought back a receipt that was forgotten here",
    Note.ATTACHMENTS: "its attached files are kept, sealed as they came",
    Note.ATTACHMENTS_MISSING: "attached files are missing beside it: bring them and the package once more",
    Note.ATTACHMENTS_DAMAGED: "an attached file does not open, though it is what the station signed",
    Note.NOT_KEPT: "the file itself, or one attached to it, could not be kept here: keep the stick",
}

CONTRADICTIONS = {
    "site": "Outside it names another site than in what the station signed.",
    "exam": "Outside it names another exam than in what the station signed.",
    "candidate": "Outside it names another candidate than in what the station signed.",
    "name": "Outside it names another file name than in what the station signed.",
}


def refusal_said(fault: str, about: str) -> str:
    """Why a file is refused, in a sentence."""
    return refusal_words(fault, about).format(about=plain(about))


def refusal_words(fault: str, about: str) -> str:
    """The same before `{about}` is filled in, as translations know it."""
    if fault == PackageFault.CONTRADICTION and about in CONTRADICTIONS:
        return CONTRADICTIONS[about]
    return REFUSALS[fault]


def said(result: ImportResult) -> str:
    """What became of a file, with all that a person should know, in one line."""
    if result.verdict is Verdict.REFUSED:
        return f"refused ({result.fault}): {refusal_said(result.fault, result.about)}"
    if result.visit:
        return plain(visit_said(result.visit, result.verdict))
    parts = [VERDICTS[result.verdict]]
    if result.new:
        parts.append(f"{result.new} of {result.events} events new")
    if result.late:
        parts.append(f"{result.late} late answer{'' if result.late == 1 else 's'}")
    if result.conflicts:
        parts.append(f"to decide: {plain(', '.join(result.conflicts))}")
    parts.extend(NOTES[note] for note in result.notes)
    return "; ".join(parts)


def plain(text: str) -> str:
    """A text in which no character plays with a terminal."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)
