"""The tables of what the staff want of stations (messages, pauses, closings, exports), and who is done."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, String, Table

from examserver.storage import table_metadata

metadata = table_metadata.metadata

site_orders = Table(
    "site_orders",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("ended", BigInteger, nullable=False, index=True),
    Column("sitting", String(40), nullable=False),
    Column("exam", String(40), nullable=False, index=True),
    Column("room", String(40), nullable=False),
    Column("seat", String(20), nullable=False),
    Column("attempt", String(32), nullable=False, index=True),
    Column("text", String(500), nullable=False),
    Column("by", String(100), nullable=False),
    Column("reason", String(200), nullable=False, server_default=""),
)

site_orders_done = Table(
    "site_orders_done",
    metadata,
    Column("site_order", String(32), ForeignKey("site_orders.id"), primary_key=True),
    Column("attempt", String(32), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("lifted", Boolean, nullable=False),
)
