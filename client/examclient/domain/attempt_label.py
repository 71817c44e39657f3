"""Whose attempt lies here: what a package says, and a proctor writes down, after the candidate has gone.

Rule: the best that is known counts, and nothing that was known once is forgotten for less.
"""

import msgspec

from examclient.domain.kept_session import KeptSession
from examprotocol.bundle import manifest_digest
from examprotocol.grants import Grant
from examprotocol.receipts import Receipt


class Label(msgspec.Struct, frozen=True, omit_defaults=True):
    """Of an attempt; what nobody knows is `""`, or 0.

    `exam` is the exam's id, `candidate` the admission number, `identity_number` the whole one or, where only
    that is known, masked. `manifest` is the digest of the paper's manifest, `questions` how many take an
    answer, `extensions` are the signed ones.
    """

    exam: str = ""
    candidate: str = ""
    name: str = ""
    identity_number: str = ""
    seat: str = ""
    title: str = ""
    manifest: str = ""
    questions: int = 0
    extensions: tuple[str, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether it says whose attempt it is."""
        return bool(self.exam and self.candidate)

    def over(self, other: "Label") -> "Label":
        """This, and where it says nothing the other."""
        said = {name: getattr(self, name) or getattr(other, name) for name in self.__struct_fields__}
        if "*" in self.identity_number and other.identity_number:
            said["identity_number"] = other.identity_number
        return Label(**said)


def label_of_session(kept: KeptSession, questions: int = 0) -> Label:
    """What a kept session says."""
    login = kept.login
    candidate, exam = login.candidate, login.exam
    return Label(
        exam=exam.exam_id,
        candidate=candidate.admission_number,
        name=candidate.name,
        identity_number=kept.identity_number or candidate.identity_masked,
        seat=candidate.seat,
        title=exam.title,
        manifest=manifest_digest(kept.manifest) if kept.manifest else "",
        questions=questions,
        extensions=login.extensions,
    )


def label_of_grant(grant: Grant) -> Label:
    """What the site's word says that the attempt was open here."""
    return Label(exam=grant.exam, candidate=grant.candidate)


def label_of_receipt(receipt: Receipt) -> Label:
    """What a receipt says."""
    return Label(
        exam=receipt.exam,
        candidate=receipt.admission_number,
        manifest=receipt.manifest,
        questions=receipt.questions,
    )
