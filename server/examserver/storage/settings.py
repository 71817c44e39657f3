"""The site's settings: a row for each field, so that one added later has its default in old folders."""

import msgspec
from sqlalchemy import Connection, insert, select, update

from examserver.storage import schema
from examserver.storage.prepared import Prepared


class SiteSettings(msgspec.Struct, frozen=True):
    """What the site has chosen.

    `contact` is whom to call, `covers_outside` whether a paper outside is covered, `minimum_client` the
    oldest version that may log in (`""`: any), `proxies` the networks whose `X-Forwarded-For` is believed.
    `front` is where a front server finds the folder `papers`, such as `/sealed/` (`""`: there is none).
    `slip_rules` stand at the end of admission slips (`""`: the usual ones).
    `backup_to` is the folder for backups on a timer (`""`: there are none), one every `backup_minutes`, of
    which the newest `backup_keep` are kept; `backup_beside` says that it may be on the service's own disk.
    `needs_checkin`: a first login needs a check-in, where a sitting has no rule of its own.
    """

    contact: str = ""
    covers_outside: bool = False
    minimum_client: str = ""
    proxies: tuple[str, ...] = ()
    front: str = ""
    slip_rules: str = ""
    backup_to: str = ""
    backup_minutes: int = 0
    backup_keep: int = 0
    backup_beside: bool = False
    needs_checkin: bool = False


_TABLE = schema.settings


_ALL = Prepared(select(_TABLE))


def expect_settings(connection: Connection) -> None:
    """Say that they will be asked for."""
    _ALL.ask(connection, {})


def read_settings(connection: Connection) -> SiteSettings:
    """The settings; what was never set has its default."""
    values = {name: msgspec.json.decode(value) for name, value in _stored(connection).items()}
    return msgspec.convert(values, SiteSettings)


def write_settings(connection: Connection, settings: SiteSettings) -> None:
    """Store what is not stored so already."""
    stored = _stored(connection)
    for name, value in msgspec.structs.asdict(settings).items():
        text = msgspec.json.encode(value).decode()
        if name not in stored:
            connection.execute(insert(_TABLE).values(name=name, value=text))
        elif stored[name] != text:
            connection.execute(update(_TABLE).where(_TABLE.c.name == name).values(value=text))


def _stored(connection: Connection) -> dict[str, str]:
    known = SiteSettings.__struct_fields__
    return {row.name: row.value for row in _ALL.all(connection, {}) if row.name in known}
