"""All orders of the site's staff, and how the running service carries them out.

Rule: an order takes effect at once: what the service keeps in memory of the tables is read anew after it.
"""

import logging
from collections.abc import Callable
from functools import partial

import anyio
import anyio.to_thread
import msgspec
from sqlalchemy import Connection

from examserver.clock import Clock
from examserver.errors import SiteError
from examserver.ids import new_token
from examserver.services.actions.letting_in import LetInAgain
from examserver.services.actions.orders import (
    CloseAttempts,
    ExtendMany,
    PauseExams,
    RequestExport,
    SendNotice,
    TakeOrderBack,
)
from examserver.services.actions.resuming import ResumeExams
from examserver.services.alive.backup_plan_orders import PlanBackups
from examserver.services.alive.begin_orders import BeginGeneration, NoteRestoreSeen
from examserver.services.attempt_orders import ReleaseAttempt, RuleOnEvents
from examserver.services.audit import Giver
from examserver.services.backup_orders import MakeBackup
from examserver.services.checkin.duty_orders import DutyOrder
from examserver.services.checkin.orders import EntryOrder
from examserver.services.checkin.record_orders import RecordOrder
from examserver.services.choosing_orders import ChooseSource, PreferAnswers, TakeImportBack
from examserver.services.collecting.orders import CollectingOrder
from examserver.services.exam_orders import ExtendExam
from examserver.services.exam_site_orders import (
    GivePapers,
    InviteSite,
    MakeSiteKey,
    RemoveSite,
    TakePaper,
)
from examserver.services.giving.file_orders import LetJoin, MakeGiven, TakeGiven
from examserver.services.giving.orders import ConfirmList, GiveNetworks, GiveRoster
from examserver.services.import_orders import ImportFile
from examserver.services.member_orders import MemberOrder
from examserver.services.order import Bench, Outcome, Preparation, StaffOrder, carry_out
from examserver.services.outages.orders import LeaveOutage
from examserver.services.paper_orders import ShelvePaper
from examserver.services.rehearsals.copying import RehearseExam
from examserver.services.rehearsals.orders import OrderTrouble, StopForRehearsal
from examserver.services.reporting.alerting import MakeAlertFile, ReportUpward
from examserver.services.reporting.alerts_above import SeeAlert, TakeAlertFile
from examserver.services.reporting.orders import (
    KeepPackage,
    ReportExam,
    TakeAcknowledgement,
    TakeReport,
)
from examserver.services.room_orders import AddRoom, MakeStick, SetRoomPassword
from examserver.services.rosters.orders import (
    AssignSeats,
    ImportRoster,
    NotePhotos,
    SeatCandidate,
    SetSlipRules,
)
from examserver.services.seal import Seal
from examserver.services.site_orders import SiteOrder
from examserver.services.sittings.accident_orders import AnySittingAccident
from examserver.services.sittings.removing import RemoveExam
from examserver.services.sittings.setup_orders import (
    AddExam,
    MakeSitting,
    PutExamIn,
    SetExamRooms,
    TakeExamOut,
)
from examserver.services.station_orders import MakeEnrolment, ReleaseStation, RenameStation, RevokeStation
from examserver.services.upstream_orders import (
    ForgetUpstream,
    JoinUpstream,
    PauseUpstream,
    TakeSiteKey,
    WakeUpstream,
)
from examserver.storage.folder import ServiceFolder
from examserver.storage.store import Store

log = logging.getLogger(__name__)

PREPARED_AT_ONCE = 4
"""Each of the largest packages takes 130 MB while it is opened. The threads of stations' reads are others."""

RoomOrder = AddRoom | SetRoomPassword | MakeStick
StationOrder = MakeEnrolment | RenameStation | ReleaseStation | RevokeStation
AttemptOrder = RuleOnEvents | ReleaseAttempt
ActionOrder = (
    SendNotice
    | RequestExport
    | PauseExams
    | ResumeExams
    | ExtendMany
    | CloseAttempts
    | TakeOrderBack
    | LetInAgain
    | LeaveOutage
)
LifeOrder = PlanBackups | BeginGeneration | NoteRestoreSeen
PackageOrder = ImportFile | TakeImportBack | ChooseSource | PreferAnswers
ExamSiteOrder = InviteSite | RemoveSite | GivePapers | TakePaper | MakeSiteKey
UpstreamOrder = JoinUpstream | PauseUpstream | ForgetUpstream | WakeUpstream | TakeSiteKey
ReportOrder = ReportExam | KeepPackage | TakeAcknowledgement | TakeReport
AlertOrder = ReportUpward | MakeAlertFile | TakeAlertFile | SeeAlert
ListOrder = GiveRoster | GiveNetworks | ConfirmList | LetJoin | MakeGiven | TakeGiven
SittingOrder = (
    MakeSitting
    | PutExamIn
    | TakeExamOut
    | SetExamRooms
    | AddExam
    | RemoveExam
    | AnySittingAccident
    | OrderTrouble
    | StopForRehearsal
    | RehearseExam
)
RosterOrder = ImportRoster | AssignSeats | SeatCandidate | SetSlipRules | NotePhotos
AnyOrder = (
    ShelvePaper
    | RoomOrder
    | StationOrder
    | SiteOrder
    | AttemptOrder
    | ExtendExam
    | MakeBackup
    | LifeOrder
    | PackageOrder
    | CollectingOrder
    | MemberOrder
    | ExamSiteOrder
    | UpstreamOrder
    | ReportOrder
    | ListOrder
    | AlertOrder
    | ActionOrder
    | SittingOrder
    | RosterOrder
    | EntryOrder
    | RecordOrder
    | DutyOrder
)

read_order: msgspec.json.Decoder[AnyOrder] = msgspec.json.Decoder(AnyOrder)


class Orders:
    """Owns the way of an order into the running service, and the token that only its staff can read.

    `changed` is called after each order, with a connection to read by.
    """

    def __init__(
        self,
        store: Store,
        folder: ServiceFolder,
        seal: Seal,
        clock: Clock,
        changed: Callable[[Connection], None],
    ) -> None:
        self._store = store
        self._folder = folder
        self._seal = seal
        self._clock = clock
        self._changed = changed
        self._rereading = anyio.Lock()
        self._preparing = anyio.CapacityLimiter(PREPARED_AT_ONCE)
        self.token = new_token()

    async def carry_out(self, order: StaffOrder, giver: Giver) -> Outcome:
        """Carry an order out in the one writer; returns after the commit. Raises SiteError."""
        preparation = Preparation(self._folder, self._seal.identity, self._clock, self._store.read_now)
        prepared = await anyio.to_thread.run_sync(order.prepare, preparation, limiter=self._preparing)
        outcome = await self._store.write(partial(self._carry_out, prepared, giver))
        try:
            while outcome.unfinished:
                outcome = await self._store.write(partial(self._go_on, prepared, outcome))
        except SiteError as error:
            log.warning("the rest of an order is done beside: %s", error)
        async with self._rereading:  # or an older look could come to its end after a later one
            await self._store.read(self._changed)
        log.info("carried out: %s", type(order).__name__)
        return outcome

    def _carry_out(self, order: StaffOrder, giver: Giver, connection: Connection) -> Outcome:
        return carry_out(order, self._bench(connection), giver)

    def _go_on(self, order: StaffOrder, outcome: Outcome, connection: Connection) -> Outcome:
        return order.go_on(self._bench(connection), outcome)

    def _bench(self, connection: Connection) -> Bench:
        seal = self._seal
        return Bench(connection, self._folder, seal.identity, seal.key, self._clock.now())
