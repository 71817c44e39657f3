"""Rooms, stations and their enrolment, the registered networks, and the site's settings."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add what says who may take part, and from where."""
    _create_room_tables()
    _create_station_table()
    _create_site_tables()


def _create_room_tables() -> None:
    op.create_table(
        "rooms",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("added", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "enrolments",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("room", sa.String(40), sa.ForeignKey("rooms.name"), nullable=False),
        sa.Column("made", sa.BigInteger, nullable=False),
        sa.Column("expires", sa.BigInteger, nullable=False),
        sa.Column("machines", sa.Integer, nullable=False),
    )
    op.create_table(
        "room_cards",
        sa.Column("room", sa.String(40), sa.ForeignKey("rooms.name"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("exam", sa.String(40), sa.ForeignKey("exams.id"), nullable=False),
        sa.Column("made", sa.BigInteger, nullable=False),
        sa.Column("token", sa.String, nullable=False),
    )


def _create_station_table() -> None:
    op.create_table(
        "stations",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("room", sa.String(40), sa.ForeignKey("rooms.name"), nullable=False),
        sa.Column("seat", sa.String(20), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("client", sa.String(40), nullable=False),
        sa.Column("enrolled", sa.BigInteger, nullable=False),
        sa.Column("enrolment", sa.String(64), nullable=False),
    )
    op.create_index("ix_stations_enrolment", "stations", ["enrolment"])
    seated = sa.text("seat != ''")
    op.create_index(
        "one_station_a_seat",
        "stations",
        ["room", "seat"],
        unique=True,
        sqlite_where=seated,
        postgresql_where=seated,
    )


def _create_site_tables() -> None:
    op.create_table(
        "networks",
        sa.Column("cidr", sa.String(49), primary_key=True),
        sa.Column("note", sa.String(200), nullable=False),
        sa.Column("added", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "settings",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("value", sa.String, nullable=False),
    )
    op.create_table(
        "sightings",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("station", sa.String(32), nullable=False),
        sa.Column("attempt", sa.String(32), sa.ForeignKey("attempts.id"), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("address", sa.String(45), nullable=False),
        sa.Column("inside", sa.Boolean, nullable=False),
    )
    op.create_index("ix_sightings_station", "sightings", ["station"])
    op.create_index("ix_sightings_attempt", "sightings", ["attempt"])
