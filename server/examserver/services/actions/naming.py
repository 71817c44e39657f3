"""Which order a person means by its id, or by the beginning of it."""

from sqlalchemy import Connection

from examserver.errors import ActionError
from examserver.storage.site_orders import OrderKind, OrderRow, find_order, standing_orders


def order_called(connection: Connection, text: str, kind: OrderKind | None = None) -> OrderRow:
    """The one order that stands and that a person means by its id or the beginning; raises ActionError."""
    known = find_order(connection, text)
    found = [known] if known else [one for one in standing_orders(connection) if one.id.startswith(text)]
    fitting = [one for one in found if not one.ended and kind in (None, one.kind)]
    if text and len(fitting) == 1 and fitting[0].kind is not OrderKind.REOPEN:
        return fitting[0]
    raise ActionError(
        f"No order {text} stands any more.", "Load the page again, or see: examserver act list DIR"
    )
