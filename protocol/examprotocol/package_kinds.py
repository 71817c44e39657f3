"""What a file is that is no package: known by how it begins, so that a person can be told what they picked.

Rule: this only words a refusal; nothing is opened because of it.
"""

KINDS = {
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    b"\xff\xd8\xff": "jpeg",
    b"\x89PNG\r\n": "png",
    b"GIF8": "gif",
    b"BM": "bmp",
    b"RIFF": "riff",
    b"%PDF-": "pdf",
    b"Rar!": "rar",
    b"7z\xbc\xaf": "7z",
    b"\x1f\x8b": "gzip",
    b"\xd0\xcf\x11\xe0": "office",
    b"MZ": "program",
    b"SQLite format 3": "sqlite",
}
"""The beginning of a file, and what such a file is called here. Today's office documents are zips."""


def known_kind(data: bytes) -> str:
    """What kind of file this is, `""` where that is not known."""
    if data[4:8] == b"ftyp":
        return "mp4"  # films, and photos of telephones (HEIC)
    return next((kind for beginning, kind in KINDS.items() if data.startswith(beginning)), "")
