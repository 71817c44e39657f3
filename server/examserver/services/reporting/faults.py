"""Why the authority keeps a report, or an entry of one, without taking it in."""

from enum import StrEnum


class ReportFault(StrEnum):
    """Codes for programs; the pages have their words."""

    UNKNOWN_PAPER = "unknown_paper"
    """The authority has no such paper, or another one under this id."""

    UNREADABLE = "unreadable"
    """Rightly signed, but it says what this version does not understand, or what cannot be."""

    ANOTHER_PERSON = "another_person"
    """The admission number is another person's here."""

    ANOTHER_ATTEMPT = "another_attempt"
    """The attempt's id is not the one that follows from site, exam, paper and candidate."""

    CONTRADICTION = "contradiction"
    """Events do not follow each other, or some are missing."""


class ReportFaultError(Exception):
    """Something of a report cannot be taken in; it stays in the package, and nothing of it is lost."""

    def __init__(self, fault: ReportFault) -> None:
        super().__init__(fault.value)
        self.fault = fault
