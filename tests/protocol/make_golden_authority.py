"""Writes the golden files of what goes from the authority to a site, once, into the folder that is named.

Rule: a folder that is there is never written again; a new format gets a folder of its own.
"""

import sys
from pathlib import Path

import msgspec

from examprotocol.joining import Joining, seal_joining
from examprotocol.signing import new_signing_key
from examprotocol.site_key import PaperFor, PaperSecrets, seal_site_key
from examserver.services.keys import new_opening_key, private_text
from examserver.services.setup import public_part


def main(folder: Path) -> None:
    """Write keys, a joining file and a site key."""
    folder.mkdir()
    authority, site = new_signing_key(), new_opening_key()
    joining = Joining(
        "考试院", "a" * 32, "https://10.0.0.1:8460", public_part(authority), "PEM", "第十二考点", "t" * 43, 9
    )
    about = PaperFor("a" * 32, "b" * 32, "maths", "c" * 64, release=5, at=4)
    secrets = PaperSecrets(bytes(range(32)), b'{"rubric":"all"}')
    (folder / "site.examjoin").write_bytes(seal_joining(joining, authority))
    (folder / "maths.examsitekey").write_text(seal_site_key(about, secrets, public_part(site), authority))
    keys = {"authority": public_part(authority), "opening": private_text(site)}
    (folder / "keys.json").write_bytes(msgspec.json.encode(keys))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
