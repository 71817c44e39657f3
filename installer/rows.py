"""Rows of an MSI's tables, in the SQL of Windows Installer.

Rule: an empty text is no value there, and nothing can be written that has an apostrophe in it.
"""

from installer.product import NAME, component_guid, component_id

PERMANENT, NEVER_OVERWRITE, FOR_64_BITS, KNOWN_BY_REGISTRY = 16, 128, 256, 4
"""Attributes of a component."""


def insert(table: str, **row: str | int) -> str:
    said = {name: value for name, value in row.items() if value != ""}
    names = ", ".join(f"`{name}`" for name in said)
    values = ", ".join(map(_word, said.values()))
    return f"INSERT INTO `{table}` ({names}) VALUES ({values})"  # noqa: S608 - all of it is ours


def update(table: str, where: tuple[str, str], **row: str | int) -> str:
    """Change the rows that have a value in a column; no key can be changed."""
    said = ", ".join(f"`{name}` = {_word(value)}" for name, value in row.items())
    return f"UPDATE `{table}` SET {said} WHERE `{where[0]}` = {_word(where[1])}"  # noqa: S608 - as above


def delete(table: str, where: tuple[str, str]) -> str:
    return f"DELETE FROM `{table}` WHERE `{where[0]}` = {_word(where[1])}"  # noqa: S608 - as above


def component(place: str, condition: str, attributes: int, key: str = "") -> list[str]:
    """A component without a file, which comes where the condition is true at the installation."""
    part = component_id(place)
    row = insert(
        "Component",
        Component=part,
        ComponentId=component_guid(place),
        Directory_="INSTALLDIR",
        Attributes=attributes | FOR_64_BITS,
        Condition=condition,
        KeyPath=key,
    )
    return [row, insert("FeatureComponents", Feature_=NAME, Component_=part)]


def _word(value: str | int) -> str:
    assert "'" not in str(value), "Windows Installer's SQL has no way to write one"
    return str(value) if isinstance(value, int) else f"'{value}'"
