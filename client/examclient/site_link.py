"""Builds the way to the site: the one service that this machine trusts, asked as the station that it is."""

from pathlib import Path

from examclient.domain.clock import SiteClock
from examclient.domain.site import Membership
from examclient.errors import StationError
from examclient.network.http import SiteHttp
from examclient.network.proof import StationSigner
from examclient.network.site_api import SiteApi
from examclient.storage.kept_life import KeptLife
from examclient.storage.station_file import ENROL_AGAIN, keep_authority
from examclient.storage.station_key import read_station_key


def site_api(data_folder: Path, site: Membership, clock: SiteClock) -> SiteApi:
    """The site, asked as this machine. Raises StationError where it cannot prove that it is its station."""
    signer = StationSigner(read_station_key(data_folder))
    if signer.station != site.station:
        raise StationError("The station key is not the one that this machine was enrolled with.", ENROL_AGAIN)
    authority, lives = keep_authority(data_folder, site.authority), KeptLife(data_folder, site)
    return SiteApi(SiteHttp(site.address, authority, signer, lives), clock)
