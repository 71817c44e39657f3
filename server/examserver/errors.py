"""Errors of the site service: the world failed, not the code.

SiteError                 title says what is wrong, advice what to do
+-- FolderError           the service's folder: missing, of another version
|   +-- FolderTakenError  another process, perhaps the running service, has it
+-- PaperFileError        a paper file that cannot be taken as a whole
+-- KeyBackupError        a key backup that cannot be written or opened
+-- TableError            a file of candidates or seats that cannot be taken
+-- SeatingError          candidates who cannot sit as asked
+-- ExamSetupError        an exam that cannot be set up as asked
+-- SittingError          a sitting that is not there, or cannot be set up, moved or ended as asked
+-- RoomError             a room or its password that cannot be set up as asked
+-- CarriedFileError      a place for a file on a drive that is not there, or taken
+-- EnrolmentError        an enrolment file that cannot be made as asked
+-- StationError          a station that is not there, or cannot be changed as asked
+-- StaffError           somebody of the staff who is not there, or cannot be added or changed as asked
+-- AuditError           a part of the audit log that cannot be shown or checked as asked
+-- AttemptError          an attempt that is not there, or cannot be changed as asked
+-- CollectingError       a case or a collection that cannot be settled or finished as asked
+-- ActionError           an action of the staff on exams, rooms or attempts that cannot be done as asked
+-- CheckInError          a check-in, an entry or a change of proctors that cannot be done as asked
+-- RulingError           a ruling on what counts that cannot be made as asked
+-- ImportRefusedError    a package that cannot be taken in here, with the code of its reason
+-- SiteRuleError         a network, proxy or setting of the site that cannot be taken
+-- PaperSealedError      a paper of which the key, or a part, has not come from the authority
+-- ExamSiteError         a site below this service that is not there, or cannot be given what was asked
+-- UpstreamError         the authority's service: not joined, not reached, or not what it should be
|   +-- UpstreamRefusedError  it refuses, with the code of its reason
+-- OrderError            an order of the staff that the running service did not carry out
|   +-- SentTwiceError    a form that was sent before, and did then what it says
+-- BackupError           a backup that cannot be written, read or restored
+-- ServingError          the service cannot listen where it should
+-- BusyError             more waits to be stored than the service can promise
+-- StorageError          the disk did not take what came
+-- RefusedError          a request that is refused, with the code the client knows
"""


class SiteError(Exception):
    """The world failed: keep the data, tell the person what to do."""

    def __init__(self, title: str, advice: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.title} {self.advice}".strip()


class FolderError(SiteError):
    """The service's folder is missing, in use, or of another version."""


class FolderTakenError(FolderError):
    """Another process has the folder: the running service, or another command."""


class PaperFileError(SiteError):
    """A paper file that cannot be taken as a whole. `code` is for programs, such as `TEXT_ENCODING`."""

    def __init__(self, title: str, advice: str = "", code: str = "PAPER_UNREADABLE") -> None:
        super().__init__(title, advice)
        self.code = code


class KeyBackupError(SiteError):
    """A key backup that cannot be written, or that the code does not open."""


class TableError(SiteError):
    """A file of candidates or seats that cannot be taken. `problems` names each bad row by line and field."""

    def __init__(self, title: str, advice: str = "", problems: tuple[str, ...] = ()) -> None:
        super().__init__(title, advice)
        self.problems = problems


class SeatingError(SiteError):
    """Candidates who cannot be given seats as asked."""


class ExamSetupError(SiteError):
    """An exam that cannot be set up as asked."""


class SittingError(SiteError):
    """A sitting that is not there, or cannot be set up, moved or ended as asked."""


class RoomError(SiteError):
    """A room or its password that cannot be set up as asked."""


class CarriedFileError(SiteError):
    """A file for a drive cannot be put where it was asked for."""


class EnrolmentError(SiteError):
    """An enrolment file that cannot be made as asked."""


class StationError(SiteError):
    """A station that is not there, or cannot be changed as asked."""


class StaffError(SiteError):
    """Somebody of the staff who is not there, or cannot be added or changed as asked."""


class AuditError(SiteError):
    """A part of the audit log that cannot be shown or checked as asked."""


class AttemptError(SiteError):
    """An attempt that is not there, or cannot be changed as asked."""


class CollectingError(SiteError):
    """A case that cannot be settled, or a collection that cannot be finished or taken up again as asked."""


class ActionError(SiteError):
    """An action of the staff on exams, rooms, seats or attempts that cannot be done as asked."""


class CheckInError(SiteError):
    """A check-in, an entry, a material or a change of proctors that cannot be done as asked."""


class RulingError(SiteError):
    """A ruling on what counts that cannot be made as asked."""


class ImportRefusedError(SiteError):
    """A package that cannot be taken in here. `fault` is one of `services.import_verdicts.SiteFault`."""

    def __init__(self, fault: str, about: str = "") -> None:
        super().__init__(f"{fault}: {about}" if about else fault)
        self.fault = fault
        self.about = about


class SiteRuleError(SiteError):
    """A network, proxy or setting of the site that cannot be taken."""


class PaperSealedError(SiteError):
    """A paper that cannot be opened here: its key, or a part, has not come from the authority."""


class ExamSiteError(SiteError):
    """A site below this service that is not there, or cannot be given what was asked."""


class UpstreamError(SiteError):
    """The authority's service is not joined, does not answer, or is not what it should be."""


class UpstreamRefusedError(UpstreamError):
    """The authority's service refuses. `code` is one of `examprotocol.messages.Refusal`.

    `wait` is in how many seconds asking again makes sense, 0 if unknown; `about` is as in `ErrorReply`.
    """

    def __init__(self, code: str, title: str, advice: str = "", wait: float = 0.0, about: str = "") -> None:
        super().__init__(title, advice)
        self.code = code
        self.wait = wait
        self.about = about


class OrderError(SiteError):
    """An order of the staff that the running service did not carry out."""


class SentTwiceError(OrderError):
    """A form that was sent before, and did then what it says."""


class BackupError(SiteError):
    """A backup that cannot be written, read or restored."""


class ServingError(SiteError):
    """The service cannot listen where it should."""


class BusyError(SiteError):
    """More waits to be stored than the service can promise to store in time: in `wait` seconds it will be."""

    def __init__(self, title: str, advice: str = "", wait: float = 0.0) -> None:
        super().__init__(title, advice)
        self.wait = wait


class StorageError(SiteError):
    """The disk did not take what came: nothing of it is stored, and the sender must send it again."""


class RefusedError(SiteError):
    """A request that is refused. `code` is one of `examprotocol.messages.Refusal`.

    `until` is the site time in milliseconds from which asking again makes sense, 0 if unknown. `about` and
    `contact` are what the sentence for a person names, as in `examprotocol.messages.ErrorReply`.
    """

    def __init__(self, code: str, title: str, until: int = 0, about: str = "", contact: str = "") -> None:
        super().__init__(title)
        self.code = code
        self.until = until
        self.about = about
        self.contact = contact
