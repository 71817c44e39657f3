"""What all tables belong to, so that keys may lead from one module's tables to another's."""

from sqlalchemy import MetaData

metadata = MetaData()
