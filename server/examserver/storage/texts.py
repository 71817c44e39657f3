"""Which texts a database can hold. SQLite holds all."""


def without_nul(text: str) -> str:
    """PostgreSQL's texts cannot hold U+0000, which anybody can type: what replaces it fits nothing."""
    return text.replace("\0", "\ufffd")
