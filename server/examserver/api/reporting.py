"""The routes by which a site reports, and takes rosters and networks: `examprotocol.report_messages`, and
`examprotocol.alerts`.

Rule: they take larger requests than stations may send, and only from a site that has joined.
"""

import msgspec

from examprotocol.alerts import AlertsRequest
from examprotocol.messages import BODY_LIMIT
from examprotocol.report_messages import ListRequest, ReportOffer
from examserver.api.callers import Callers
from examserver.api.questions import Endpoint, Identify, Question
from examserver.api.requests import message_in
from examserver.services.reporting.desk import LARGEST_OFFER, body_limit
from examserver.site import Site

_offer = msgspec.json.Decoder(ReportOffer)
_list = msgspec.json.Decoder(ListRequest)
_alerts = msgspec.json.Decoder(AlertsRequest)


def report_routes(site: Site, callers: Callers) -> tuple[tuple[str, Identify, Endpoint, int], ...]:
    """Path, who may ask, what answers, and the most bytes of a request; all are POST."""
    desk = site.report_desk

    async def offer(question: Question) -> msgspec.Struct:
        """POST sites/report."""
        return await desk.offer(question.caller, message_in(question.body, _offer))

    async def part(question: Question) -> msgspec.Struct:
        """POST sites/report/REPORT/SHA256."""
        names = question.request.path_params
        return await desk.part(question.caller, (names["report"], names["part"]), question.body)

    async def given_list(question: Question) -> msgspec.Struct:
        """POST sites/list."""
        return await desk.list(question.caller, message_in(question.body, _list))

    async def alerts(question: Question) -> msgspec.Struct:
        """POST sites/alerts."""
        return await desk.alerts(question.caller, message_in(question.body, _alerts))

    return (
        ("/sites/report", callers.exam_site, offer, LARGEST_OFFER),
        ("/sites/report/{report}/{part}", callers.exam_site, part, body_limit()),
        ("/sites/list", callers.exam_site, given_list, BODY_LIMIT),
        ("/sites/alerts", callers.exam_site, alerts, BODY_LIMIT),
    )
