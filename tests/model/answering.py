"""What the candidate does, and what the line does to it."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.model.world import World, places, questions, troubles


class Answering(World):
    """Answers, and rounds of sync."""

    @rule(place=places, question=questions, old=st.sampled_from([False, False, False, True]))
    def answer(self, place: int, question: str, old: bool) -> None:
        """Answer anew, or as it was answered once before."""
        before, desk = self.given[question], self.writing(place)
        if desk is not None:
            self.give(desk, question, before[0] if old and before else self.new_response(question))

    @rule(place=places, question=questions)
    def answer_and_sync(self, place: int, question: str) -> None:
        desk = self.writing(place)
        if desk is not None:
            self.go_on(desk, question)

    @rule(place=places, trouble=troubles)
    def sync(self, place: int, trouble: str) -> None:
        desk = self.running(place)
        if desk is not None:
            self.round(desk, trouble)
