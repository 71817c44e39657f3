"""What the staff's pages ask: one desk for each part of their work."""

from dataclasses import dataclass

from examserver.clock import Clock
from examserver.services.actions.desk import ActionDesk
from examserver.services.checkin.desk import CheckInDesk
from examserver.services.checkin.record_desk import RecordDesk
from examserver.services.collecting.board import CollectionDesk
from examserver.services.collecting.result_desk import ResultDesk
from examserver.services.monitor.presence import Presence
from examserver.services.monitor.watch import Monitor
from examserver.services.overview import Overviews
from examserver.services.package_desk import PackageDesk
from examserver.services.reporting.pages import ReportPages
from examserver.services.rosters.desk import RosterDesk
from examserver.services.seal import Seal
from examserver.services.site_rules_desk import SiteRulesDesk
from examserver.services.sittings.desk import SittingDesk
from examserver.services.staff_list import StaffList
from examserver.services.staff_sessions import StaffSessions
from examserver.storage.folder import ServiceFolder
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.store import Store


@dataclass(frozen=True, slots=True)
class Desks:
    """All of them."""

    staff: StaffSessions
    staff_list: StaffList
    overviews: Overviews
    packages: PackageDesk
    collections: CollectionDesk
    results: ResultDesk
    report_pages: ReportPages
    sittings: SittingDesk
    monitor: Monitor
    rosters: RosterDesk
    actions: ActionDesk
    checkins: CheckInDesk
    site_rules: SiteRulesDesk
    records: RecordDesk


def desks_of(
    store: Store, folder: ServiceFolder, shelf: PaperShelf, seal: Seal, clock: Clock, presence: Presence
) -> Desks:
    """The desks over one service."""
    return Desks(
        staff=StaffSessions(store, clock),
        staff_list=StaffList(store, clock),
        overviews=Overviews(store, clock, folder.root),
        packages=PackageDesk(store, shelf),
        collections=CollectionDesk(store, folder, shelf),
        results=ResultDesk(store, shelf, seal, clock),
        report_pages=ReportPages(store, folder, shelf, clock),
        sittings=SittingDesk(store, clock),
        monitor=Monitor(store, clock, presence),
        rosters=RosterDesk(store, folder, seal.identity.name),
        actions=ActionDesk(store, clock, presence),
        checkins=CheckInDesk(store, folder, clock),
        site_rules=SiteRulesDesk(store, clock),
        records=RecordDesk(store, folder),
    )
