"""Puts together what the staff's actions and the sitting want of a station."""

from examprotocol.site_orders import SiteOrders


def joined(acts: SiteOrders, sitting: SiteOrders) -> SiteOrders:
    """All of both. Where both say one kind of thing, what was ordered for the candidate counts."""
    return SiteOrders(
        notices=acts.notices + sitting.notices,
        pause=acts.pause or sitting.pause,
        ended=acts.ended or sitting.ended,
        export=acts.export or sitting.export,
        trouble=acts.trouble or sitting.trouble,
        starts=sitting.starts or acts.starts,
        rehearsal=acts.rehearsal or sitting.rehearsal,
    )
