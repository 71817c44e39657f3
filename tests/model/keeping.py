"""What lies elsewhere than in an open session: sticks, backups, and what was left on a machine."""

from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.model.moving import Moving
from tests.model.service import MINUTE
from tests.model.world import places, questions, troubles

MOST_BACKUPS = 3
DAYS = 3 * 24 * 60 * MINUTE
BETWEEN = ("", "moves", "hands in", "gets more time")
WORTH_A_DAY = 3
"""Answers that were given before the exam is over for good."""


class Keeping(Moving):
    """Packages, backups and restores, the backlog and the purge."""

    @rule(place=places)
    def the_answers_come_by_stick(self, place: int) -> None:
        """All that is on one machine, by the one append function."""
        logs = self.desk(place).logs()
        if logs:
            self.service.take_in(logs)

    @precondition(lambda self: len(self.sticks.files) < MOST_BACKUPS)
    @rule()
    def back_up(self) -> None:
        self.sticks.back_up()

    @precondition(lambda self: self.sticks.files)
    @rule(data=st.data(), old_is_gone=st.booleans())
    def restore(self, data: st.DataObject, old_is_gone: bool) -> None:
        """The only thing that lets the service go back."""
        self.put_back(data.draw(st.sampled_from(self.sticks.files)), old_is_gone)

    @precondition(lambda self: len(self.sticks.files) < MOST_BACKUPS)
    @rule(place=places, question=questions, between=st.sampled_from(BETWEEN))
    def restore_in_the_middle(self, place: int, question: str, between: str) -> None:
        """The common path of a restore: who was writing goes on writing, and brings back what is forgotten: a
        receipt, more time, or that the exam went on elsewhere.
        """
        desk = self.writing(place)
        if desk is None or desk.attempt is None:
            return
        self.sticks.back_up()
        self.go_on(desk, question)
        if between == "hands in":
            desk.attempt.submit(by_deadline=False)
            self.hand_in(desk)
        elif between == "gets more time":
            self.service.extend(5, everybody=False)
            self.round(desk)
        elif between == "moves":
            self.sit_down(self.next_to(desk), consent=True)
        self.put_back(self.sticks.files[-1], old_is_gone=False)
        if between == "moves":
            self.sit_down(desk, consent=True)
        if desk.attempt is not None and not desk.is_moved:
            self.give(desk, question, self.new_response(question))
            self.send_all(desk)
            if between == "hands in":
                self.hand_in(desk)

    @precondition(lambda self: self.sticks.oldest)
    @rule(place=places, question=questions)
    def codes_of_a_service_that_knows_of_no_login(self, place: int, question: str) -> None:
        """It hears of the attempt by a machine that has it, shows a code, and only then somebody logs in."""
        desk = self.writing(place)
        if desk is None or self.sticks.oldest is None:
            return
        self.put_back(self.sticks.oldest, old_is_gone=False)
        self.go_on(desk, question)
        self.the_service_shows_a_code(self.desks.index(self.next_to(desk)))
        for one in self.desks:
            self.sit_down(one, consent=True)

    def put_back(self, backup: Path, old_is_gone: bool) -> None:
        self.sticks.put_back(backup, old_is_gone=old_is_gone)
        self.acknowledged, self.heads, self.stamps = {}, {}, {}

    # -- what was left behind -------------------------------------------------------------------------------

    @rule(place=places)
    def the_site_gives_its_word(self, place: int) -> None:
        """The running client keeps it, for a service that will have forgotten."""
        desk = self.running(place)
        if desk is not None:
            desk.keep_grant()
            self.hear(desk)

    @rule(place=places, trouble=st.lists(troubles, max_size=4))
    def what_was_left_goes_out(self, place: int, trouble: list[str]) -> None:
        self.look_through(self.desk(place), *trouble)

    @rule(place=places, question=questions, trouble=st.sampled_from(["", "die"]))
    def somebody_leaves_something(self, place: int, question: str, trouble: str) -> None:
        """The common path: an answer waits on a machine that nobody comes back to. The service may die."""
        desk = self.writing(place)
        if desk is not None:
            self.give(desk, question, self.new_response(question))
            self.look_through(desk, "", trouble)

    @precondition(lambda self: self.count >= WORTH_A_DAY)
    @rule()
    def the_days_after(self) -> None:
        """All is over; backups are made, the first on a bad stick, and the machines clear up."""
        self.service.clock.advance(DAYS)
        self.service.close_what_is_due()
        for desk in self.desks:
            self.look_through(desk)
        for is_bad in (True, False):
            self.sticks.back_up(is_bad=is_bad)
            for desk in self.desks * 2:
                self.look_through(desk)
