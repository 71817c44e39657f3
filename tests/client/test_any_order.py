"""Answers, sync, a pulled cable, lost replies, restarts and moves in any order: no answer is ever lost."""

import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from examclient.storage.journal import open_journal
from examclient.usecases.sitting import Sitting
from examprotocol.merge import Answers, fold
from examprotocol.responses import ChoiceResponse, Response, TextResponse
from tests.client.exam_site import ExamSite, Times
from tests.client.machine import Machine, sync_all

QUESTIONS = st.sampled_from(["q1", "q3", "q5"])
RESPONSES = st.one_of(
    st.builds(ChoiceResponse, st.sampled_from(["", "a", "b"])),
    st.builds(TextResponse, st.text(max_size=8)),
    st.builds(lambda text: TextResponse("文" * 300 + text), st.text(max_size=3)),
)


@dataclass
class Seat:
    """A machine, who sits at it, and which login that was."""

    machine: Machine
    sitting: Sitting
    grant: int


@dataclass
class Oracle:
    """What must count: for each question the last response of the latest login that touched it."""

    best: dict[str, tuple[int, Response]] = field(default_factory=dict)

    def note(self, grant: int, question: str, response: Response) -> None:
        if grant >= self.best.get(question, (0, None))[0]:
            self.best[question] = (grant, response)

    def agrees_with(self, answers: Answers) -> bool:
        return {question: answers.response(question) for question in self.best} == {
            question: response for question, (_, response) in self.best.items()
        }


class Room(RuleBasedStateMachine):
    """A candidate at up to three machines, on a bad network, with a real site."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.site = ExamSite(self.folder / "site", Times()).__enter__()
        self.machines = [
            Machine(self.folder / f"machine{number}", self.site.file, f"{number}", self.site.release)
            for number in range(3)
        ]
        self.seats: dict[int, Seat] = {}
        self.oracle = Oracle()
        self.grant = 0
        self.sit_down(0)

    def sit_down(self, place: int) -> None:
        """Log in at a machine: the first time, or after the client was started anew."""
        machine = self.machines[place]
        login = machine.take_in()
        self.seats[place] = Seat(machine, machine.sit(login), login.epoch.grant)

    def is_plugged(self) -> bool:
        return self.site.cable.condition.plugged and not self.site.cable.condition.lose_replies

    @rule(place=st.integers(0, 2), question=QUESTIONS, response=RESPONSES)
    def answer(self, place: int, question: str, response: Response) -> None:
        seat = self.seats.get(place)
        if seat is not None:
            before = seat.sitting.attempt.answers().response(question)
            shown = seat.sitting.attempt.answer(question, response)
            if before != response:
                self.oracle.note(seat.grant, question, response)
                if seat.grant == max(one.grant for one in self.seats.values()):
                    assert shown.response(question) == response

    @rule(place=st.integers(0, 2))
    def sync(self, place: int) -> None:
        if place in self.seats:
            self.seats[place].sitting.engine.run_once()

    @rule(plugged=st.booleans())
    def pull_or_plug(self, plugged: bool) -> None:
        self.site.cable.plug() if plugged else self.site.cable.pull()

    @rule(lose=st.booleans())
    def lose_replies(self, lose: bool) -> None:
        self.site.cable.condition.lose_replies = lose

    @precondition(lambda self: self.is_plugged())
    @rule(place=st.integers(0, 2))
    def start_or_restart_at(self, place: int) -> None:
        self.sit_down(place)

    @invariant()
    def what_a_machine_has_said_to_be_saved_is_in_its_journal(self) -> None:
        for seat in getattr(self, "seats", {}).values():
            journal = seat.machine._journals[seat.sitting.attempt.id]
            assert fold(journal.logs()) == seat.sitting.attempt.answers()

    def teardown(self) -> None:
        if not hasattr(self, "site"):
            return
        try:
            self.in_the_end_the_site_has_everything()
        finally:
            for machine in self.machines:
                machine.close()
            self.site.__exit__()
            shutil.rmtree(self.folder)

    def in_the_end_the_site_has_everything(self) -> None:
        self.site.cable.plug()
        self.site.cable.condition.lose_replies = False
        for seat in self.seats.values():
            sync_all(seat.sitting)
        attempt = self.seats[0].sitting.attempt.id
        held = self.site.held(attempt)
        assert self.oracle.agrees_with(fold(held.values()))
        for seat in self.seats.values():
            seat.machine.close()
            journal = open_journal(seat.machine.journal_path(attempt))
            assert all(held[log.writer.id].events[: len(log.events)] == log.events for log in journal.logs())
            journal.close()


TestRoom = Room.TestCase
TestRoom.settings = settings(
    max_examples=12,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
