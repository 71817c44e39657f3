"""One file for whoever helps: the logs and a self-check. No journals, no settings, no keys.

Rule: candidates can write into the data folder, so nothing is taken from there but our own log files, each
of a limited size, and blotted once more.
"""

import io
import zipfile
from pathlib import Path

from examclient.storage.files import write_whole
from examclient.storage.log_file import LOGS, end_of_log, log_files

SELF_CHECK = "self-check.json"


def write_bundle(path: Path, data_folder: Path, self_check: bytes) -> list[str]:
    """Write the file, whole or not at all; returns the names in it. Raises OSError."""
    content = {SELF_CHECK: self_check}
    content |= {f"{LOGS}/{file.name}": end_of_log(file).encode() for file in log_files(data_folder)}
    bundle = io.BytesIO()
    with zipfile.ZipFile(bundle, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in content.items():
            packed.writestr(name, data)
    write_whole(path, bundle.getvalue())
    return list(content)
