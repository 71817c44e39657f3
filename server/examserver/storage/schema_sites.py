"""The tables of sites and the authority above them: at either end two. They belong to `schema`'s metadata."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Integer, String, Table

from examserver.storage.schema import metadata

exam_sites = Table(
    "exam_sites",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("name", String(80), nullable=False),
    Column("token_hash", String(64), nullable=False, index=True),
    Column("made", BigInteger, nullable=False),
    Column("expires", BigInteger, nullable=False),
    Column("state", String(10), nullable=False),
    Column("proof", String(32), nullable=False, index=True),
    Column("key", String, nullable=False),
    Column("opening_key", String, nullable=False),
    Column("joined", BigInteger, nullable=False),
    Column("seen", BigInteger, nullable=False),
    Column("address", String(45), nullable=False),
    Column("service", String(200), nullable=False, server_default=""),
)

given_papers = Table(
    "given_papers",
    metadata,
    Column("site", String(40), ForeignKey("exam_sites.id"), primary_key=True),
    Column("paper", String(40), ForeignKey("papers.id"), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("release", BigInteger, nullable=False),
    Column("lead", Integer, nullable=False),
    Column("answer_keys", Boolean, nullable=False),
    Column("here", BigInteger, nullable=False),
    Column("key_at", BigInteger, nullable=False),
)

upstream = Table(
    "upstream",
    metadata,
    Column("authority", String(32), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("address", String, nullable=False),
    Column("signing_key", String, nullable=False),
    Column("certificate", String, nullable=False),
    Column("site", String(40), nullable=False),
    Column("called", String(80), nullable=False),
    Column("joined", BigInteger, nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("asked", BigInteger, nullable=False),
    Column("answered", BigInteger, nullable=False),
    Column("trouble", String, nullable=False),
    Column("opening_key", String, nullable=False, server_default="{}"),
    Column("heard", BigInteger, nullable=False, server_default="0"),
)

upstream_papers = Table(
    "upstream_papers",
    metadata,
    Column("paper", String(40), primary_key=True),
    Column("manifest_digest", String(64), nullable=False),
    Column("release", BigInteger, nullable=False),
    Column("key_from", BigInteger, nullable=False),
    Column("answer_keys", Boolean, nullable=False),
    Column("given", Boolean, nullable=False),
    Column("key_at", BigInteger, nullable=False),
)
