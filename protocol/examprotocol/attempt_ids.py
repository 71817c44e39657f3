"""The ids of attempts: the same for the same candidate at the same exam, whoever asks and whenever.

Rule: a service restored from a backup that does not know an attempt yet gives it the id that it had, so that
events and receipts under that id find their way. A station that cannot ask works out the same one.
"""

from examprotocol.canonical import digest


def attempt_id(site: str, exam: str, paper: str, candidate: str) -> str:
    """32 hex digits, from the ids of site, exam and paper and the admission number.

    The paper is in it, so that exams which were set up anew by hand share no journal.
    """
    return digest(("exam-attempt", site, exam, paper, candidate))[:32]
