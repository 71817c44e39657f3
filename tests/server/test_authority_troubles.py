"""What goes wrong between the authority and a site: it reveals nothing early, and fills no disk."""

from collections import namedtuple

import pytest

from examprotocol.messages import Refusal
from examserver.serving import SiteServer
from tests.server.authority import LATER, MINUTE, PAPER, Above, Below
from tests.server.station import RefusedByServiceError, Station
from tests.server.test_keys_from_the_authority import set_exam_up

Usage = namedtuple("Usage", "total used free")


def test_stations_get_no_key_before_a_release_that_the_authority_has_put_off(
    above: Above, below: Below
) -> None:
    above.give()
    below.round()
    set_exam_up(below)
    put_off = LATER + 4 * MINUTE
    above.give(put_off)
    above.clock.time = LATER
    below.round()
    assert below.shelf.has_key(PAPER)
    with SiteServer(below.folder.root, port=0, clock=below.clock) as server:
        station = Station(server.port)
        station.log_in()
        with pytest.raises(RefusedByServiceError) as refused:
            station.content_key()
        assert (refused.value.reply.error, refused.value.reply.until) == (Refusal.NOT_YET, put_off)
        above.clock.time = put_off
        assert station.content_key()
        station.close()
