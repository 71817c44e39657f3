"""What goes wrong: machines and the service crash, messages come late or twice, disks are copied."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from examclient.errors import JournalError, SiteRefusedError
from examprotocol.events import Answered, Event
from examprotocol.messages import Refusal, SyncRequest
from examprotocol.responses import ChoiceResponse
from tests.model.desk import Desk
from tests.model.line import resend
from tests.model.world import MOST_DESKS, World, places, questions


class Breaking(World):
    """Faults."""

    @rule(place=places)
    def the_machine_goes_off(self, place: int) -> None:
        desk = self.desk(place)
        desk.crash()
        self.on_disk(desk)

    @rule(place=places, question=questions, synced=st.booleans())
    def the_power_goes_while_something_is_saved(self, place: int, question: str, synced: bool) -> None:
        """Nobody has seen it as saved. Before that a round may have run."""
        desk = self.writing(place)
        if desk is None or desk.attempt is None:
            return
        desk.store.fails = True
        try:
            desk.attempt.answer(question, self.new_response(question))
        except JournalError:
            pass
        else:
            desk.show()
        if synced:
            self.round(desk)
        desk.crash()
        self.on_disk(desk)

    @rule()
    def the_service_crashes(self) -> None:
        self.service.crash()

    @rule(place=places, data=st.data())
    def an_old_message_arrives(self, place: int, data: st.DataObject) -> None:
        """Late, doubled, out of order: and once more, which must change nothing."""
        desk = self.desk(place)
        if desk.line.sent:
            token, request = data.draw(st.sampled_from(desk.line.sent))
            self.deliver(desk, token, request)
            before = (self.service.heads(self.attempt), self.digest())
            self.deliver(desk, token, request)
            assert (self.service.heads(self.attempt), self.digest()) == before, "I5"

    def deliver(self, desk: Desk, token: str, request: SyncRequest) -> None:
        """What the service answers goes to nobody; that it may refuse is said here."""
        try:
            resend(desk.line, token, request)
        except SiteRefusedError as refused:
            if refused.code not in (Refusal.FORK, Refusal.SESSION_ENDED):
                raise

    @rule(place=places, question=questions)
    def somebody_writes_after_another_past(self, place: int, question: str) -> None:
        """The right number, but not the hash of what is there before it: kept apart, never appended."""
        desk, heads = self.desk(place), self.service.heads(self.attempt)
        for log in self.service.grounds(self.attempt).logs:
            if desk.line.token and log.writer.id in heads:
                seq = heads[log.writer.id].seq + 1
                event = Event(seq, "e" * 64, 0, 5, Answered(question, ChoiceResponse("forged")))
                self.forks_may_be = True
                self.deliver(desk, desk.line.token, SyncRequest(log.writer, seq, (event,)))
                return

    @precondition(lambda self: len(self.desks) < MOST_DESKS)
    @rule(place=places, question=questions, both=st.booleans(), hears=st.booleans())
    def the_disk_is_copied(self, place: int, question: str, both: bool, hears: bool) -> None:
        """Both machines go on, with the same writer; the common path is that both write and send. The second
        may have heard between how far the service is.
        """
        desk = self.writing(place)
        if desk is None or desk.attempt is None:
            return
        self.forks_may_be = True
        self.desks.append(desk.copied(self.folder / f"desk{len(self.desks)}"))
        if both:
            self.go_on(desk, question)
            for _ in range(2 if hears else 0):
                self.round(self.desks[-1])
            self.go_on(self.desks[-1], question)
