"""The end: handing in, the deadline, more time, and what people decide afterwards."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from examprotocol.rulings import Verdict
from tests.model.service import MINUTE
from tests.model.world import World, places, questions


class Ending(World):
    """Submits, deadlines, extensions and rulings."""

    @rule(place=places)
    def submit(self, place: int) -> None:
        desk = self.running(place)
        if desk is not None and desk.attempt is not None:
            desk.attempt.submit(by_deadline=False)
            desk.show()
            self.hand_in(desk)

    @rule(minutes=st.sampled_from([1, 10, 30]))
    def time_passes(self, minutes: int) -> None:
        """What was written after the end and the grace counts only by a ruling."""
        self.service.clock.advance(minutes * MINUTE)
        self.service.close_what_is_due()

    @rule(minutes=st.sampled_from([5, 30]), everybody=st.booleans())
    def there_is_more_time(self, minutes: int, everybody: bool) -> None:
        before = self.service.exam().ends
        self.service.extend(minutes, everybody=everybody)
        assert self.service.exam().ends == before + minutes * MINUTE, "I11"

    @rule(place=places)
    def the_deadline_hands_in(self, place: int) -> None:
        """Where the time is over for certain."""
        desk = self.running(place)
        if desk is None or desk.attempt is None or desk.engine.end is None:
            return
        if desk.clock.certain() >= desk.engine.end.end():
            desk.attempt.submit(by_deadline=True)
            desk.show()
            self.hand_in(desk)

    @rule(place=places, question=questions, restored=st.booleans())
    def it_goes_on_after_the_deadline(self, place: int, question: str, restored: bool) -> None:
        """The common path: the deadline has handed in, then there is more time, and the candidate goes on.
        Between the two the service may have been restored, and have forgotten that.
        """
        desk = self.writing(place)
        if desk is None or desk.attempt is None:
            return
        self.go_on(desk, question)
        self.service.clock.advance(max(0, self.service.exam().ends - self.service.clock.now()))
        if restored:
            self.sticks.back_up()
        desk.attempt.submit(by_deadline=True)
        desk.show()
        self.hand_in(desk)
        self.service.extend(10, everybody=False)
        self.round(desk)
        if restored:
            self.sticks.put_back(self.sticks.files[-1], old_is_gone=False)
            self.acknowledged, self.heads, self.stamps = {}, {}, {}
        self.go_on(desk, question)
        desk.attempt.submit(by_deadline=False)
        desk.show()
        self.hand_in(desk)

    @rule(data=st.data(), verdict=st.sampled_from(Verdict), about_what_counts=st.booleans())
    def a_person_rules(self, data: st.DataObject, verdict: Verdict, about_what_counts: bool) -> None:
        grounds = self.service.grounds(self.attempt)
        stamps = [one.stamp for one in grounds.answers().current.values()] if about_what_counts else []
        if stamps:
            stamp = data.draw(st.sampled_from(stamps))
            self.service.rule(self.attempt, verdict, (f"{stamp.writer}:{stamp.seq}",))
        elif grounds.logs:
            log = data.draw(st.sampled_from(grounds.logs))
            seq = data.draw(st.integers(1, len(log.events)))
            self.service.rule(self.attempt, verdict, (f"{log.writer.id}:{seq}",))
        assert self.service.grounds(self.attempt).logs == grounds.logs, "a ruling removes nothing"
