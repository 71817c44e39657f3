"""The result package in other hands: Node.js opens it by our specification, with nothing of ours."""

import base64
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
GOLDEN = HERE.parent / "protocol" / "golden" / "results-v1"

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="Node.js is not installed")


def golden(pattern: str) -> bytes:
    (file,) = GOLDEN.glob(pattern)
    return file.read_bytes()


def in_other_hands(data: bytes) -> subprocess.CompletedProcess[bytes]:
    keys = {name: json.loads(golden(f"{name}.jwk")) for name in ("site", "authority")}
    given = json.dumps({"data": base64.b64encode(data).decode(), **keys}).encode()
    command = ["node", str(HERE / "result_package.mjs")]
    return subprocess.run(command, input=given, capture_output=True, check=False)


def test_what_the_first_version_sealed_is_read_with_nothing_of_ours() -> None:
    done = in_other_hands(golden("*.examresults"))
    assert done.returncode == 0, done.stderr.decode()
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["about"] == json.loads(golden("about.json"))
    assert found["contents"] == json.loads(golden("content.json"))
    assert golden("*.examresults").endswith(base64.b64decode(found["files"][0]))


@pytest.mark.parametrize("at", [100, -300, -1], ids=["index", "content", "file"])
def test_others_see_a_change_too(at: int) -> None:
    data = bytearray(golden("*.examresults"))
    data[at] ^= 1
    assert in_other_hands(bytes(data)).returncode != 0
