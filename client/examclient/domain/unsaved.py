"""What the candidate sees while a save is on its way: saved answers with the unsaved ones laid over them."""

from collections.abc import Mapping

from examprotocol.events import Epoch, Stamp
from examprotocol.merge import Answers, Current
from examprotocol.responses import Response

NOT_YET = Stamp(Epoch(0, 0), 0, 0, "")
"""The stamp of a response that no journal has yet. It orders nothing."""


def with_unsaved(answers: Answers, unsaved: Mapping[str, Response]) -> Answers:
    """The answers as the candidate typed them last, saved or not."""
    if not unsaved:
        return answers
    fresh = {question: Current(response, NOT_YET) for question, response in unsaved.items()}
    return Answers({**answers.current, **fresh}, answers.flagged)
