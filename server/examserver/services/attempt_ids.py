"""The ids of attempts: the same for the same candidate at the same exam, whoever asks and whenever.

Rule: a service restored from a backup that does not know an attempt yet gives it the id that it had, so that
events and receipts under that id find their way.
"""

from examprotocol.canonical import digest
from examserver.storage.exams import Exam


def attempt_id(site: str, exam: Exam, candidate: str) -> str:
    """32 hex digits. The paper is in it, so that exams which were set up anew by hand share no journal."""
    return digest(("exam-attempt", site, exam.id, exam.paper, candidate))[:32]
