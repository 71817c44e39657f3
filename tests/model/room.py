"""The state machine: one candidate at several machines, and all that goes wrong in real rooms, in any order.

What must hold: I1 what was shown as saved is on the disk; I2 what was acknowledged is stored; I3, I4 the
service has prefixes of what clients wrote and nothing else; I5 what comes twice changes nothing; I6 nothing
goes back but by a restore; I7 what the candidate did last counts, or a person is asked; I8 handed in means
complete, and the receipt is true; I9 with a good network everything arrives.
"""

import shutil
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from examclient.errors import JournalError, SiteRefusedError
from examclient.usecases.attempt import Attempt
from examprotocol.events import Answered, Event, Head, Stamp
from examprotocol.merge import Answers, answers_digest, fold
from examprotocol.messages import Refusal, SyncRequest
from examprotocol.responses import ChoiceResponse, Response, TextResponse
from examprotocol.rulings import Verdict
from tests.model import holds
from tests.model.desk import Desk
from tests.model.holds import Written
from tests.model.service import Service, make_template, new_folder

QUESTIONS = ("q1", "q2", "q8")
ESSAY = "文" * 220
DESKS = 2
MOST_DESKS = 4
MOST_BACKUPS = 3
ROUNDS = 60

places = st.integers(0, MOST_DESKS - 1)
questions = st.sampled_from(QUESTIONS)
troubles = st.sampled_from(["", "", "", "drop", "lose reply", "die"])


class Room(RuleBasedStateMachine):
    """One candidate, up to four machines, and the service."""

    template: Path | None = None

    @initialize()
    def begin(self) -> None:
        self.folder = new_folder()
        self.service = Service(self.folder, Room.template or make_template(self.folder))
        self.written: Written = {}
        self.desks: list[Desk] = []
        self.done: dict[str, Response] = {}
        self.given: dict[str, list[Response]] = {question: [] for question in QUESTIONS}
        self.epochs: list[object] = []
        self.acknowledged: dict[str, Head] = {}
        self.heads: dict[str, Head] = {}
        self.stamps: dict[str, Stamp] = {}
        self.forks_may_be = False
        self.count = 0
        for number in range(DESKS):
            root = self.folder / f"desk{number}"
            root.mkdir()
            self.desks.append(Desk(root, number + 1, self.service, self.written))
        self.sit_down(self.desks[0])

    # -- what people do -----------------------------------------------------------------------------------

    def sit_down(self, desk: Desk) -> None:
        """Log in at a machine."""
        self.on_disk(desk)
        desk.sit_down()
        assert desk.login is not None
        assert desk.login.epoch not in self.epochs, "no epoch is granted twice"
        assert all(desk.login.epoch > epoch for epoch in self.epochs), "I6: epochs rise"  # type: ignore[operator]
        self.epochs.append(desk.login.epoch)
        self.attempt = desk.login.attempt

    @rule(place=places)
    def move_or_restart(self, place: int) -> None:
        """Log in anew: here after a crash, there after a move, and back."""
        self.sit_down(self.desk(place))

    @rule(place=places)
    def restart_offline(self, place: int) -> None:
        """The client is started anew while the service cannot be asked."""
        desk = self.desk(place)
        if desk.login is not None:
            self.on_disk(desk)
            desk.start_offline()

    @rule(place=places, question=questions, old=st.sampled_from([False, False, False, True]))
    def answer(self, place: int, question: str, old: bool) -> None:
        """Answer anew, or as it was answered once before."""
        before = self.given[question]
        response = before[0] if old and before else self.new_response(question)
        self.give(self.running(place), question, response)

    def give(self, desk: Desk, question: str, response: Response) -> None:
        assert desk.attempt is not None
        changes = desk.attempt.answers().response(question) != response
        shown = desk.attempt.answer(question, response)
        if changes:
            self.done[question] = response
            self.given[question].append(response)
        desk.show()
        assert shown.response(question) is not None

    def new_response(self, question: str) -> Response:
        self.count += 1
        if question == "q8":
            return TextResponse(f"{ESSAY}{self.count}")
        return ChoiceResponse(f"{self.count}")

    @rule(place=places, question=questions)
    def answer_and_sync(self, place: int, question: str) -> None:
        """The common path, so that rare faults meet interesting states."""
        self.go_on(self.running(place), question)

    def go_on(self, desk: Desk, question: str) -> None:
        self.give(desk, question, self.new_response(question))
        for _ in range(3):
            self.round(desk, "")

    @rule(place=places, question=questions, again=st.booleans())
    def move_in_the_middle(self, place: int, question: str, again: bool) -> None:
        """The common path of a move: the old machine comes back with what it had not sent, or writes on."""
        old = self.running(place)
        self.give(old, question, self.new_response(question))
        new = self.desk(self.desks.index(old) + 1)
        self.sit_down(new)
        self.go_on(new, question)
        if again:
            self.give(old, question, self.new_response(question))
        for _ in range(3):
            self.round(old, "")

    @rule(place=places, trouble=troubles)
    def sync(self, place: int, trouble: str) -> None:
        self.round(self.running(place), trouble)

    def round(self, desk: Desk, trouble: str) -> None:
        """One round of sync; a session that a restored service has forgotten means a new login."""
        desk.line.trouble = trouble
        done = desk.engine.run_once()
        desk.line.trouble = ""
        self.hear(desk)
        desk.show()
        if isinstance(done.trouble, SiteRefusedError) and done.trouble.code == Refusal.SESSION_ENDED:
            self.sit_down(desk)

    def hear(self, desk: Desk) -> None:
        """I2 begins here: what a reply said holds from now on."""
        while desk.line.replies:
            writer, head = desk.line.replies.pop()
            if head.seq > self.acknowledged.get(writer, Head(0)).seq:
                self.acknowledged[writer] = head

    # -- what goes wrong ----------------------------------------------------------------------------------

    @rule(place=places)
    def the_machine_goes_off(self, place: int) -> None:
        desk = self.running(place)
        desk.crash()
        self.on_disk(desk)

    @rule(place=places, question=questions, synced=st.booleans())
    def the_power_goes_while_something_is_saved(self, place: int, question: str, synced: bool) -> None:
        """Nobody has seen it as saved. Before that a round may have run."""
        desk = self.running(place)
        assert desk.attempt is not None
        desk.store.fails = True
        try:
            desk.attempt.answer(question, self.new_response(question))
        except JournalError:
            pass
        else:
            desk.show()
        if synced:
            self.round(desk, "")
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
            self.service.sync(desk.number, token, request)
        except SiteRefusedError as refused:
            if refused.code not in (Refusal.FORK, Refusal.SESSION_ENDED):
                raise

    def digest(self) -> str:
        return answers_digest(self.service.answers(self.attempt))

    @rule(place=places, question=questions)
    def somebody_writes_after_another_past(self, place: int, question: str) -> None:
        """The right number, but not the hash of what is there before it: kept apart, never appended."""
        desk, heads = self.desk(place), self.service.heads(self.attempt)
        for log in self.service.grounds(self.attempt).logs:
            if desk.login is not None and log.writer.id in heads:
                seq = heads[log.writer.id].seq + 1
                event = Event(seq, "e" * 64, 0, 5, Answered(question, ChoiceResponse("forged")))
                self.forks_may_be = True
                self.deliver(desk, desk.login.token, SyncRequest(log.writer, seq, (event,)))
                return

    @rule(place=places)
    def the_answers_come_by_stick(self, place: int) -> None:
        """All that is on one machine, by the one append function."""
        desk = self.desk(place)
        if desk.login is not None:
            self.service.take_in(desk.logs())

    @precondition(lambda self: len(self.desks) < MOST_DESKS)
    @rule(place=places, question=questions, both=st.booleans(), hears=st.booleans())
    def the_disk_is_copied(self, place: int, question: str, both: bool, hears: bool) -> None:
        """Both machines go on, with the same writer; the common path is that both write and send. The second
        may have heard between how far the service is.
        """
        desk = self.running(place)
        self.forks_may_be = True
        self.desks.append(desk.copied(self.folder / f"desk{len(self.desks)}"))
        if both:
            self.go_on(desk, question)
            for _ in range(2 if hears else 0):
                self.round(self.desks[-1], "")
            self.go_on(self.desks[-1], question)

    @precondition(lambda self: len(self.service.backups) < MOST_BACKUPS)
    @rule()
    def back_up(self) -> None:
        self.service.backup()

    @precondition(lambda self: self.service.backups)
    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        """The only thing that lets the service go back."""
        self.put_back(data.draw(st.sampled_from(self.service.backups)))

    @precondition(lambda self: len(self.service.backups) < MOST_BACKUPS)
    @rule(place=places, question=questions)
    def restore_in_the_middle(self, place: int, question: str) -> None:
        """The common path of a restore: who was writing goes on writing."""
        desk = self.running(place)
        self.service.backup()
        self.go_on(desk, question)
        self.put_back(self.service.backups[-1])
        self.go_on(desk, question)

    def put_back(self, backup: Path) -> None:
        self.service.restore(backup)
        self.acknowledged, self.heads, self.stamps = {}, {}, {}

    # -- what people decide -------------------------------------------------------------------------------

    @rule(data=st.data(), verdict=st.sampled_from(Verdict))
    def a_person_rules(self, data: st.DataObject, verdict: Verdict) -> None:
        grounds = self.service.grounds(self.attempt)
        if grounds.logs:
            log = data.draw(st.sampled_from(grounds.logs))
            seq = data.draw(st.integers(1, len(log.events)))
            self.service.rule(self.attempt, verdict, (f"{log.writer.id}:{seq}",))
            assert self.service.grounds(self.attempt).logs == grounds.logs, "a ruling removes nothing"

    @rule(place=places)
    def submit(self, place: int) -> None:
        """I8: with a receipt everything that this machine knows is there, and it is true."""
        desk = self.running(place)
        assert desk.attempt is not None
        desk.attempt.submit(by_deadline=False)
        desk.show()
        done = desk.submit.run_once()
        self.hear(desk)
        desk.show()
        while desk.line.named:
            assert desk.line.named.pop().heads == desk.attempt.heads(), "I8: every writer is named"
        if done.receipt is not None:
            assert self.has_all_of(desk.attempt), "I8"
            assert done.receipt.answers == self.digest(), "I8: the receipt is true"

    # -- what must hold after every step --------------------------------------------------------------------

    @invariant()
    def everything_holds(self) -> None:
        grounds = self.service.grounds(self.attempt)
        heads = {log.writer.id: holds.end_of(log) for log in grounds.logs}
        assert heads == self.service.heads(self.attempt)
        for name, head in self.acknowledged.items():
            assert heads.get(name, Head(0)).seq >= head.seq, f"I2: {head} of {name[:8]} was acknowledged"
        holds.nothing_but_what_was_written(grounds, self.written)
        assert self.forks_may_be or not grounds.parted, "only a copied disk makes a fork"
        holds.greatest_stamps_count(grounds)
        self.nothing_goes_back(heads, fold(grounds.logs))
        holds.rulings_count(grounds)
        holds.receipt_is_true(grounds, self.service.receipt(self.attempt))

    def nothing_goes_back(self, heads: dict[str, Head], answers: Answers) -> None:
        assert all(heads[name].seq >= head.seq for name, head in self.heads.items()), "I6"
        stamps = {question: one.stamp for question, one in answers.current.items()}
        assert all(stamps[question] >= stamp for question, stamp in self.stamps.items()), "I6: stamps"
        self.heads, self.stamps = heads, stamps

    def on_disk(self, desk: Desk) -> None:
        """I1: what was shown as saved is in the journal after any crash."""
        if desk.login is None:
            return
        heads = {log.writer.id: len(log.events) for log in desk.logs()}
        for name, head in desk.saved.items():
            assert heads.get(name, 0) >= head.seq, f"I1: {head.seq} of {name[:8]} was shown as saved"

    # -- in the end ---------------------------------------------------------------------------------------

    def teardown(self) -> None:
        if not hasattr(self, "service"):
            return
        try:
            self.everything_arrives()
        finally:
            for desk in self.desks:
                desk.crash()
            self.service.close()
            shutil.rmtree(self.folder)

    def everything_arrives(self) -> None:
        """I9, then I7: a good network, every machine is switched on once more."""
        for desk in self.desks:
            if desk.attempt is None and desk.login is not None:
                self.sit_down(desk)
        for desk in self.desks * 2:
            if desk.attempt is not None:
                self.send_all(desk)
        answers = fold(
            self.service.grounds(self.attempt).logs, parted=self.service.grounds(self.attempt).parted
        )
        for question, response in self.done.items():
            current = answers.current.get(question)
            assert current is not None, f"I7: {question} is lost"
            assert current.conflict or current.response == response, f"I7: {question}, {response}, {current}"

    def send_all(self, desk: Desk) -> None:
        for _ in range(ROUNDS):
            self.round(desk, "")
            assert desk.attempt is not None
            if self.has_all_of(desk.attempt):
                return
        raise AssertionError(f"I9: machine {desk.number} never gets everything to the service")

    def has_all_of(self, attempt: Attempt) -> bool:
        """Whether the service has all that this machine knows, as it is there and not only by its number."""
        logs = {log.writer.id: log for log in self.service.grounds(self.attempt).logs}
        return all(name in logs and holds.has(logs[name], head) for name, head in attempt.heads().items())

    def desk(self, place: int) -> Desk:
        return self.desks[place % len(self.desks)]

    def running(self, place: int) -> Desk:
        """One of the machines that run; somebody is always at one."""
        running = [desk for desk in self.desks if desk.attempt is not None]
        if not running:
            self.sit_down(self.desk(place))
            return self.desk(place)
        return running[place % len(running)]
