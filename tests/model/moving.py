"""The candidate goes from machine to machine and back: by consent, by a release, by code, or by mistake."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from examprotocol.events import Epoch
from examprotocol.offline_code import read_move
from examserver.errors import AttemptError
from tests.model.desk import Desk
from tests.model.world import World, places, questions


class Moving(World):
    """Moves, restarts, and offline codes."""

    @rule(place=places, how=st.sampled_from(["come back", "consent", "release"]))
    def log_in(self, place: int, how: str) -> None:
        """Log in: here after a crash, there after a move, and back."""
        if how == "release":
            self.service.release()
        self.sit_down(self.desk(place), consent=how == "consent")

    @rule(place=places)
    def restart_offline(self, place: int) -> None:
        """The client is started anew while the service cannot be asked."""
        desk = self.desk(place)
        self.on_disk(desk)
        desk.start_offline()

    @rule(place=places, question=questions, again=st.booleans())
    def move_in_the_middle(self, place: int, question: str, again: bool) -> None:
        """The common path of a move: the old machine comes back with what it had not sent, or writes on."""
        old = self.writing(place)
        if old is None:
            return
        self.give(old, question, self.new_response(question))
        new = self.next_to(old)
        if not self.sit_down(new, consent=True):
            return
        self.go_on(new, question)
        if again:
            self.give(old, question, self.new_response(question))
        for _ in range(3):
            self.round(old)
        assert old is new or self.forks_may_be or old.is_moved, "the old machine hears that it was left"

    @rule(place=places, question=questions)
    def come_back_to_a_left_machine(self, place: int, question: str) -> None:
        """It takes nothing away: the candidate goes on where they sit."""
        old = self.writing(place)
        if old is None:
            return
        self.give(old, question, self.new_response(question))
        old.crash()
        new = self.next_to(old)
        if self.sit_down(new, consent=True):
            self.go_on(new, question)
            is_open = old.kept is not None and old.clock.certain() < old.kept.login.exam.end
            self.sit_down(old)
            for _ in range(3):
                self.round(old)
            assert old is new or old.is_moved or not is_open, "the exam is not back here"
            self.round(new)
            assert not new.is_moved or not is_open, "the exam is still there"

    # -- without a network ----------------------------------------------------------------------------------

    @rule(place=places)
    def a_code_is_shown(self, place: int) -> None:
        """Somebody writes it down, for whenever."""
        desk = self.running(place)
        if desk is not None:
            self.shown_at(desk)

    @precondition(lambda self: self.codes)
    @rule(place=places, data=st.data())
    def a_code_is_typed(self, place: int, data: st.DataObject) -> None:
        """Any code, at any machine: used before, too late, or at the machine that showed it."""
        self.typed_at(self.desk(place), *data.draw(st.sampled_from(self.codes)))

    @rule(place=places)
    def the_service_shows_a_code(self, place: int) -> None:
        try:
            epoch = self.service.next_by_code(self.attempt)
        except AttemptError:
            return
        code = self.service.code_of(self.attempt, epoch)
        self.codes.append((code, epoch))
        self.typed_at(self.desk(place), code, epoch)

    @rule(place=places, question=questions, sent=st.booleans(), back=st.booleans())
    def there_and_back_by_code(self, place: int, question: str, sent: bool, back: bool) -> None:
        """The common path: nobody hears of the site; what was done last is done at the last machine."""
        first = self.writing(place)
        if first is None:
            return
        second = self.next_to(first)
        if second.kept is None and not self.sit_down(second, consent=True):
            return
        if first.attempt is None or first.is_moved or second.attempt is not None:
            self.sit_down(first, consent=True)
        if first.attempt is None:
            return
        second.crash()
        self.give(first, question, self.new_response(question))
        if sent:
            self.round(first)
        self.goes_over(first, second, question)
        if back:
            self.goes_over(second, first, question)

    def goes_over(self, old: Desk, new: Desk, question: str) -> None:
        """It is taken, since the machine that shows it knows more than the other one."""
        if old.attempt is None or old is new:
            return
        code, epoch = self.shown_at(old)
        if code and self.typed_at(new, code, epoch):
            self.give(new, question, self.new_response(question))

    def shown_at(self, desk: Desk) -> tuple[str, Epoch]:
        code = desk.code()
        if not code:
            return "", Epoch(0, 0)
        epoch = read_move(self.service.code_key, self.attempt, code)
        self.codes.append((code, epoch))
        return code, epoch

    def typed_at(self, desk: Desk, code: str, epoch: Epoch) -> bool:
        """It opens this machine where it is newer than all that the machine knows, and only there."""
        if desk.kept is None:
            return False
        self.on_disk(desk)
        known = {log.writer.epoch for log in desk.logs()} | {desk.kept.login.epoch, desk._newest}
        was_taken = desk.go_on_by_code(code)
        assert was_taken == (epoch > max(known)), f"a code of {epoch} where {max(known)} is known"
        if was_taken:
            assert desk.attempt is not None
            assert desk.attempt.epoch == epoch
            self.epochs.append(epoch)
            self.look_at(desk)
        return was_taken
