"""What the state machine knows of the room, what its rules share, and what must hold after every step.

What must hold: I1 what was shown as saved is on the disk, until it was purged; I2 what was acknowledged is
stored; I3, I4 the service has prefixes of what clients wrote and nothing else; I5 what comes twice changes
nothing; I6 nothing goes back but by a restore; I7 what the candidate did last counts, or a person is asked;
I8 handed in means complete, and the receipt is true; I9 with a good network everything arrives; I10 what was
purged is in a backup that opens, and stays at the service; I11 no time that was given is taken away.
"""

import shutil
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from examclient.errors import SiteRefusedError
from examclient.usecases.sitting import GRANT, RECEIPT
from examclient.usecases.start_attempt import WORD
from examclient.usecases.submit import Submission
from examprotocol.events import Epoch, Head, Stamp, WriterLog
from examprotocol.extensions import open_extension
from examprotocol.merge import Answers, answers_digest, fold
from examprotocol.messages import Refusal
from examprotocol.responses import ChoiceResponse, Response, TextResponse
from examprotocol.signing import read_key
from tests.model import holds
from tests.model.desk import Desk
from tests.model.holds import Written
from tests.model.service import Service, make_template, new_folder
from tests.model.sticks import Sticks

QUESTIONS = ("q1", "q2", "q8")
ESSAY = "文" * 220
DESKS = 2
MOST_DESKS = 4
ROUNDS = 60
TRIES = 4

places = st.integers(0, MOST_DESKS - 1)
questions = st.sampled_from(QUESTIONS)
troubles = st.sampled_from(["", "", "", "drop", "lose reply", "die"])


class World(RuleBasedStateMachine):
    """One candidate, up to four machines, and the service."""

    template: Path | None = None
    attempt: str

    @initialize(left_behind=st.booleans())
    def begin(self, left_behind: bool) -> None:
        """`left_behind`: in the end nobody comes back to the machines, which have to manage by themselves."""
        self.folder = new_folder()
        self.service = Service(self.folder, World.template or make_template(self.folder))
        self.sticks = Sticks(self.folder, self.service)
        self.sticks.back_up()
        self.left_behind = left_behind
        self.written: Written = {}
        self.desks: list[Desk] = []
        self.done: dict[str, Response] = {}
        self.given: dict[str, list[Response]] = {question: [] for question in QUESTIONS}
        self.epochs: list[Epoch] = []
        self.codes: list[tuple[str, Epoch]] = []
        self.acknowledged: dict[str, Head] = {}
        self.heads: dict[str, Head] = {}
        self.stamps: dict[str, Stamp] = {}
        self.purged: dict[str, Head] = {}
        self.ends: dict[int, int] = {}
        self.forks_may_be = False
        self.count = 0
        for number in range(DESKS):
            root = self.folder / f"desk{number}"
            root.mkdir()
            self.desks.append(Desk(root, number + 1, self.service, self.written))
        assert self.sit_down(self.desks[0])

    # -- who sits where -------------------------------------------------------------------------------------

    def sit_down(self, desk: Desk, *, consent: bool = False) -> bool:
        """Log in, with a proctor's consent where the exam is to move; says whether anybody was let in."""
        self.on_disk(desk)
        before = self.service.attempt(self.attempt).granted if self.epochs else 0
        try:
            admitted = desk.enter(consent=consent)
        except SiteRefusedError as refused:
            if refused.code == Refusal.ELSEWHERE and not consent:
                return self.sit_down(desk, consent=True)
            self.require_closed(refused)
            return False
        if admitted.newest is None:
            assert all(admitted.login.epoch > epoch for epoch in self.epochs), "I6: epochs rise"
            self.epochs.append(admitted.login.epoch)
        else:
            after = self.service.attempt(self.attempt).granted
            assert after == before, "who comes back is granted nothing"
        self.attempt = admitted.login.attempt
        self.look_at(desk)
        return True

    def require_closed(self, refused: SiteRefusedError) -> None:
        """No other reason keeps anybody out."""
        assert refused.code == Refusal.NO_EXAM, refused
        assert self.service.clock.now() >= self.service.exam().closes

    def desk(self, place: int) -> Desk:
        return self.desks[place % len(self.desks)]

    def next_to(self, desk: Desk) -> Desk:
        return self.desk(self.desks.index(desk) + 1)

    def running(self, place: int) -> Desk | None:
        """One of the machines that run; somebody is always at one, while logins are taken."""
        running = [desk for desk in self.desks if desk.attempt is not None]
        return running[place % len(running)] if running else self._taken(place)

    def writing(self, place: int) -> Desk | None:
        """The same of those that take answers."""
        writing = [desk for desk in self.desks if desk.attempt is not None and not desk.is_moved]
        return writing[place % len(writing)] if writing else self._taken(place)

    def _taken(self, place: int) -> Desk | None:
        return self.desk(place) if self.sit_down(self.desk(place), consent=True) else None

    # -- what all do ----------------------------------------------------------------------------------------

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

    def go_on(self, desk: Desk, question: str) -> None:
        """The common path, so that rare faults meet interesting states."""
        self.give(desk, question, self.new_response(question))
        for _ in range(3):
            self.round(desk)

    def round(self, desk: Desk, *trouble: str) -> None:
        """One round of sync; a session that a restored service has forgotten is taken up anew."""
        desk.line.troubles = list(trouble)
        done = desk.round()
        desk.line.troubles = []
        self.look_at(desk)
        if isinstance(done.trouble, SiteRefusedError) and done.trouble.code == Refusal.SESSION_ENDED:
            desk.enter_again()

    def hand_in(self, desk: Desk) -> Submission:
        """I8: with a receipt everything that this machine knows is there, and it is true."""
        assert desk.attempt is not None
        before = desk.store.noted(RECEIPT)
        done = desk.hand_in()
        self.look_at(desk)
        while desk.line.named:
            assert desk.line.named.pop().heads == desk.attempt.heads(), "I8: every writer is named"
        if done.more_time is not None:
            assert done.more_time.end > self.service.clock.now(), "only more time opens"
        if done.receipt is not None:
            assert self.has_all_of(desk.attempt.heads()), "I8"
            assert done.receipt.answers == self.digest(), "I8: the receipt is true"
            is_known = not before or self.service.has_receipt(self.attempt, before)
            assert is_known, "I8: a receipt is forgotten"
        if isinstance(done.trouble, SiteRefusedError) and done.trouble.code == Refusal.SESSION_ENDED:
            desk.enter_again()
        return done

    def look_through(self, desk: Desk, *trouble: str) -> None:
        """The client runs, and nobody sits there: what lies on the machine goes out, and may be purged."""
        desk.crash()
        here = desk.logs()
        desk.line.troubles = list(trouble)
        for error in desk.look_through():
            is_known = not isinstance(error, SiteRefusedError) or error.code != Refusal.NOT_FOUND
            assert is_known or not (desk.noted(GRANT) or desk.noted(WORD)), "a station is known again"
        desk.line.troubles = []
        self.hear(desk)
        if here and desk.is_empty():
            self.is_purged(desk, here)

    def is_purged(self, desk: Desk, logs: tuple[WriterLog, ...]) -> None:
        """I10: the newest backup opens, and holds it all."""
        survives = {log.writer.id: log for log in self.sticks.survives(self.attempt)}
        for log in logs:
            end, copy = holds.end_of(log), survives.get(log.writer.id)
            assert copy is not None, f"I10: {log.writer.id[:8]} is in no backup"
            assert holds.has(copy, end), f"I10: {log.writer.id[:8]} is not whole in the backup"
            self.purged[log.writer.id] = max(
                self.purged.get(log.writer.id, end), end, key=lambda one: one.seq
            )
        self.sticks.forget_all_but_the_last()
        desk.saved = {}

    def look_at(self, desk: Desk) -> None:
        """What was heard, and I11: the end that a machine shows comes no nearer."""
        self.hear(desk)
        desk.show()
        if desk.attempt is not None and desk.engine.end is not None:
            end = desk.engine.end.end()
            assert end >= self.ends.get(id(desk), 0), "I11: time that was given is gone"
            self.ends[id(desk)] = end

    def hear(self, desk: Desk) -> None:
        """I2 begins here: what a reply said holds from now on."""
        while desk.line.replies:
            writer, head = desk.line.replies.pop()
            if head.seq > self.acknowledged.get(writer, Head(0)).seq:
                self.acknowledged[writer] = head

    def digest(self) -> str:
        return answers_digest(self.service.answers(self.attempt))

    def has_all_of(self, heads: dict[str, Head]) -> bool:
        """Whether the service has all of this, as it is here and not only by its number."""
        logs = {log.writer.id: log for log in self.service.grounds(self.attempt).logs}
        return all(name in logs and holds.has(logs[name], head) for name, head in heads.items())

    # -- what must hold after every step --------------------------------------------------------------------

    @invariant()
    def everything_holds(self) -> None:
        grounds = self.service.grounds(self.attempt)
        heads = {log.writer.id: holds.end_of(log) for log in grounds.logs}
        assert heads == self.service.heads(self.attempt)
        for name, head in self.acknowledged.items():
            assert heads.get(name, Head(0)).seq >= head.seq, f"I2: {head} of {name[:8]} was acknowledged"
        assert not self.purged or self.has_all_of(self.purged), "I10: only this machine had it"
        holds.nothing_but_what_was_written(grounds, self.written)
        assert self.forks_may_be or not grounds.parted, "only a copied disk makes a fork"
        holds.greatest_stamps_count(grounds)
        self.nothing_goes_back(heads, fold(grounds.logs))
        holds.rulings_count(grounds)
        holds.late_ones_do_not_count(grounds, self.service.exam())
        if self.service.attempt(self.attempt).submitted:
            holds.receipt_is_true(grounds, self.service.receipt(self.attempt))

    def nothing_goes_back(self, heads: dict[str, Head], answers: Answers) -> None:
        assert all(heads[name].seq >= head.seq for name, head in self.heads.items()), "I6"
        stamps = {question: one.stamp for question, one in answers.current.items()}
        assert all(stamps[question] >= stamp for question, stamp in self.stamps.items()), "I6: stamps"
        self.heads, self.stamps = heads, stamps

    def on_disk(self, desk: Desk) -> None:
        """I1: what was shown as saved is in the journal after any crash."""
        heads = {log.writer.id: len(log.events) for log in desk.logs()}
        for name, head in desk.saved.items():
            assert heads.get(name, 0) >= head.seq, f"I1: {head.seq} of {name[:8]} was shown as saved"

    # -- in the end -----------------------------------------------------------------------------------------

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
        for desk in self.desks * 2:
            self.on_disk(desk)
            if self.left_behind or desk.attempt is None:
                self.look_through(desk)
            if not self.all_of_it_is_there(desk) and (desk.attempt or desk.start_offline()):
                self.send_all(desk)
            assert self.all_of_it_is_there(desk), f"I9: machine {desk.number} never gets everything there"
        for desk in self.desks:
            self.receipts_come_back(desk)
            self.nobody_s_time_is_lost(desk)
        self.everything_holds()
        self.what_was_done_last_counts()

    def what_was_done_last_counts(self) -> None:
        grounds = self.service.grounds(self.attempt)
        answers = fold(grounds.logs, parted=grounds.parted)
        for question, response in self.done.items():
            current = answers.current.get(question)
            assert current is not None, f"I7: {question} is lost"
            assert current.conflict or current.response == response, f"I7: {question}, {response}, {current}"

    def send_all(self, desk: Desk) -> None:
        for _ in range(ROUNDS):
            self.round(desk)
            assert desk.attempt is not None
            if self.has_all_of(desk.attempt.heads()):
                return
        raise AssertionError(f"I9: machine {desk.number} never gets everything to the service")

    def all_of_it_is_there(self, desk: Desk) -> bool:
        """All that lies on the machine; of a forked writer one that goes on with it has to be there."""
        if desk.attempt is not None:
            return self.has_all_of(desk.attempt.heads())
        heads = {log.writer.id: holds.end_of(log) for log in desk.logs() if log.events}
        if self.forks_may_be:
            logs = {log.writer.id for log in self.service.grounds(self.attempt).logs}
            return heads.keys() <= logs
        return self.has_all_of(heads)

    def receipts_come_back(self, desk: Desk) -> None:
        """I8: who handed in gets a receipt, and the one that a machine holds is known at the service."""
        if desk.attempt is None and (not desk.noted(RECEIPT) or not desk.start_offline()):
            return
        assert desk.attempt is not None
        if desk.attempt.is_submitted():
            tries = [self.hand_in(desk) for _ in range(TRIES)]
            is_done = any(one.receipt or one.more_time for one in tries)
            assert is_done, f"I8: machine {desk.number} never gets a receipt: {tries[-1].trouble!r}"

    def nobody_s_time_is_lost(self, desk: Desk) -> None:
        """I11: what a machine was told of more time the service knows as well."""
        if desk.attempt is None:
            return
        for _ in range(TRIES):
            self.round(desk)
        assert desk.engine.end is not None
        key = read_key(desk.site.signing_key)
        for token in desk.engine.end.tokens():
            assert self.service.has_extension(open_extension(token, key).id), "I11: an extension is forgotten"
        assert desk.engine.end.end() == self.service.exam().ends, "I11: two ends"
