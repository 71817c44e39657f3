"""The staff's orders about the lives of the service: to begin one, and that a restore was looked after."""

from typing import ClassVar

from examserver.errors import OrderError
from examserver.services.alive.newer_life import begin_above
from examserver.services.generations import next_generation
from examserver.services.order import Bench, Outcome, StaffOrder
from examserver.storage.lives import BegunLife, add_life, note_seen
from examserver.storage.site import read_site
from examserver.storage.staff import end_all_sessions
from examserver.storage.told_times import forget_told


class BeginGeneration(StaffOrder, frozen=True, tag="begin_generation"):
    """This machine is the right one: it goes on, in a generation above all that it knows of.

    Also after tables that a PostgreSQL server has restored by itself; `made` is then the site time in
    milliseconds of which they are, 0 where nothing is missing, or nobody knows.
    """

    RECORDED: ClassVar = ("made",)
    IN_ANY_LIFE: ClassVar = True

    reason: str
    made: int = 0

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises OrderError without a reason."""
        if not self.reason.strip():
            raise OrderError("This takes a reason.", "Say in a few words what has happened.")
        connection = bench.connection
        known = read_site(connection).generation
        generation = begin_above(connection, next_generation(known, bench.now))
        add_life(connection, BegunLife(generation, bench.now, self.made))
        end_all_sessions(connection)
        return Outcome(
            (
                f"Generation {generation} begins. Stations believe no earlier life of this service any more.",
                "The other machine, where there is one, stops by itself as soon as a station has told it.",
                "The staff logs in again. Look at the sittings' times: orders of the other are not here.",
            ),
            number=generation,
        )


class NoteRestoreSeen(StaffOrder, frozen=True, tag="note_restore_seen"):
    """Somebody has looked after what may be missing since the backup."""

    by: str = ""

    def carry_out(self, bench: Bench) -> Outcome:
        """Note it; raises OrderError where nothing was to be looked after."""
        if not note_seen(bench.connection, bench.now):
            raise OrderError("Nothing is to be looked after: no restore stands open.")
        forget_told(bench.connection)
        return Outcome(("Noted. The overview does not say it any more.",))
