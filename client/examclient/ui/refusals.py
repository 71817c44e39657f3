"""What each refusal of the exam site means to a person.

Rule: a refusal without a row here is a missing sentence, and a test says so. `{about}` and `{contact}` stand
for what the site named (ErrorReply), `{time}` for when asking again makes sense.
"""

from examclient.ui.sentence import QT_TRANSLATE_NOOP, Sentence
from examprotocol.messages import Refusal

REFUSALS: dict[Refusal, Sentence] = {
    Refusal.SUPERSEDED: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The machine that answers is no longer the exam site's service."),
        QT_TRANSLATE_NOOP(
            "Sentences", "Go on: your answers are saved on this machine. Please raise your hand."
        ),
    ),
    Refusal.UNREADABLE: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The exam site does not understand this machine."),
        QT_TRANSLATE_NOOP("Sentences", "Please raise your hand: its program may be of another version."),
    ),
    Refusal.UNKNOWN_CANDIDATE: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "This admission number is not on the list of this exam site."),
        QT_TRANSLATE_NOOP(
            "Sentences", "Please compare it with your admission slip. If it is right, raise your hand."
        ),
    ),
    Refusal.WRONG_IDENTITY: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The identity number does not belong to this admission number."),
        QT_TRANSLATE_NOOP("Sentences", "Please check both numbers. If they are right, raise your hand."),
    ),
    Refusal.NO_EXAM: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "There is no exam for you at this site now."),
        QT_TRANSLATE_NOOP(
            "Sentences", "Please compare date and time on your admission slip, or raise your hand."
        ),
    ),
    Refusal.NOT_YET: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "It is too early."),
        QT_TRANSLATE_NOOP("Sentences", "Please stay seated: the proctor says when it goes on."),
    ),
    Refusal.CLOSED: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "This exam is over."),
        QT_TRANSLATE_NOOP(
            "Sentences", "What was saved is kept. If you still had to hand in, raise your hand."
        ),
    ),
    Refusal.SESSION_ENDED: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The exam site has ended the session of this machine."),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "Go on: your answers are saved on this machine. You log in once more when you hand in.",
        ),
    ),
    Refusal.NOT_FOUND: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The exam site does not have what this machine asked for."),
        QT_TRANSLATE_NOOP("Sentences", "Please raise your hand."),
    ),
    Refusal.BUSY: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The exam site is very busy at the moment."),
        QT_TRANSLATE_NOOP("Sentences", "This machine tries again by itself every few seconds."),
    ),
    Refusal.FORK: Sentence(
        QT_TRANSLATE_NOOP(
            "Sentences", "This machine and the exam site hold different answers; both are kept."
        ),
        QT_TRANSLATE_NOOP("Sentences", "Please go on, and raise your hand."),
    ),
    Refusal.TOO_MUCH: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The exam site did not take what this machine sent: it was too much."),
        QT_TRANSLATE_NOOP("Sentences", "Your answers are saved on this machine. Please raise your hand."),
    ),
    Refusal.FAULT: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The exam site has a fault at the moment."),
        QT_TRANSLATE_NOOP("Sentences", "Please raise your hand."),
    ),
    Refusal.OUTSIDE: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "You can only take this exam inside the exam site."),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "The address {about} is not registered: please call {contact}. "
            "This machine tries again by itself every few seconds.",
        ),
    ),
    Refusal.CLIENT_TOO_OLD: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The exam program on this machine is too old."),
        QT_TRANSLATE_NOOP("Sentences", "Version {about} has to be installed: please raise your hand."),
    ),
    Refusal.TOO_OFTEN: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "Too many wrong tries."),
        QT_TRANSLATE_NOOP("Sentences", "Please wait a minute before the next one, or raise your hand."),
    ),
    Refusal.NOT_PROVEN: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The exam site does not recognise this machine's signature."),
        QT_TRANSLATE_NOOP("Sentences", "What was saved is kept on this machine. Please raise your hand."),
    ),
    Refusal.UNKNOWN_STATION: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The exam site does not know this machine."),
        QT_TRANSLATE_NOOP("Sentences", "What was saved is kept on this machine. Please raise your hand."),
    ),
    Refusal.STATION_RELEASED: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "This machine has no seat any more."),
        QT_TRANSLATE_NOOP("Sentences", "What was saved is kept on this machine. Please raise your hand."),
    ),
    Refusal.STATION_REVOKED: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The exam site has shut this machine out."),
        QT_TRANSLATE_NOOP("Sentences", "What was saved is kept on this machine. Please raise your hand."),
    ),
    Refusal.ENROLMENT_UNKNOWN: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The service does not know this enrolment file."),
        QT_TRANSLATE_NOOP(
            "Sentences", "Take the newest file of this room, or have one written: examserver enrol."
        ),
    ),
    Refusal.ENROLMENT_EXPIRED: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "This enrolment file has expired."),
        QT_TRANSLATE_NOOP("Sentences", "Have a new one written at the service: examserver enrol."),
    ),
    Refusal.ENROLMENT_USED_UP: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "As many machines as this enrolment file was made for have used it."),
        QT_TRANSLATE_NOOP("Sentences", "Have a new one written at the service: examserver enrol."),
    ),
    Refusal.SEAT_MISSING: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The enrolment file has no seat for this machine."),
        QT_TRANSLATE_NOOP("Sentences", "Please type the number of the seat where it stands."),
    ),
    Refusal.SEAT_TAKEN: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "Another machine has this seat: {about}."),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "Type another seat. If that machine is broken, have it released at the service first: "
            "examserver stations.",
        ),
    ),
    Refusal.ELSEWHERE: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "This exam is open at another machine: {about}."),
        QT_TRANSLATE_NOOP("Sentences", "Please raise your hand: the proctor lets you go on here."),
    ),
    Refusal.WRONG_CONSENT: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "This is not the room password."),
        QT_TRANSLATE_NOOP("Sentences", "Please raise your hand: the proctor types it once more."),
    ),
    Refusal.NOT_CHECKED_IN: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "You are not checked in yet."),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "Please see the proctor. This machine tries again by itself every ten seconds.",
        ),
    ),
    Refusal.ENTRY_REFUSED: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "You have not been allowed in."),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "Please speak to the proctor. This machine tries again by itself every ten seconds.",
        ),
    ),
}

REFUSALS_UNTIL: dict[Refusal, Sentence] = {
    Refusal.NO_EXAM: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "There is no exam for you at this site now."),
        QT_TRANSLATE_NOOP("Sentences", "You can log in from {time} on."),
    ),
    Refusal.NOT_YET: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "It is too early."),
        QT_TRANSLATE_NOOP("Sentences", "It goes on at {time}. Please stay seated."),
    ),
    Refusal.TOO_OFTEN: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "Too many wrong tries."),
        QT_TRANSLATE_NOOP("Sentences", "You can try again at {time}."),
    ),
}
"""Where the site said when asking again makes sense."""

REFUSALS_AT_THE_LOGIN: dict[Refusal, Sentence] = {
    Refusal.BUSY: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The exam site is very busy at the moment."),
        QT_TRANSLATE_NOOP("Sentences", "Please wait ten seconds, then try once more."),
    ),
    Refusal.OUTSIDE: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "You can only take this exam inside the exam site."),
        QT_TRANSLATE_NOOP("Sentences", "The address {about} is not registered: please call {contact}."),
    ),
    Refusal.SESSION_ENDED: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The exam site has ended the session of this machine."),
        QT_TRANSLATE_NOOP("Sentences", "Please log in again: what was saved is kept."),
    ),
    Refusal.NOT_PROVEN: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The exam site does not recognise this machine's signature."),
        QT_TRANSLATE_NOOP("Sentences", "Please raise your hand: the proctor sets this machine up again."),
    ),
    Refusal.UNKNOWN_STATION: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The exam site does not know this machine."),
        QT_TRANSLATE_NOOP("Sentences", "Please raise your hand: the proctor sets this machine up again."),
    ),
    Refusal.STATION_RELEASED: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "This machine has no seat any more."),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "Please raise your hand: the proctor gives you another machine, or sets this one up again.",
        ),
    ),
    Refusal.STATION_REVOKED: Sentence(
        QT_TRANSLATE_NOOP("Sentences", "The exam site has shut this machine out."),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "Please raise your hand: the proctor gives you another machine, or sets this one up again.",
        ),
    ),
}
