"""The answer package in other hands: another JOSE library opens it, and makes one that is taken."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jwcrypto import jwk

from examprotocol.canonical import canonical_bytes
from examprotocol.errors import PackageError, PackageFault
from examprotocol.package import Package
from examprotocol.package_reading import open_package, read_package, unlock_by_key, unlock_by_password
from examprotocol.package_seal import header_of, seal_package
from tests.protocol.packages import (
    PASSWORD,
    SERVICE,
    STATION,
    make_package,
    new_opening_key,
    public,
    rewritten,
    stations,
)

HERE = Path(__file__).parent
GOLDEN = HERE.parent / "protocol" / "golden" / "package-v1"

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(
        shutil.which("node") is None or not (HERE / "node_modules" / "jose").is_dir(),
        reason="Node.js and its `jose` are installed by `run.py test --full`",
    ),
]


def in_other_hands(act: str, **given: Any) -> subprocess.CompletedProcess[bytes]:
    command = ["node", str(HERE / "answer_package.mjs"), act]
    return subprocess.run(command, input=json.dumps(given).encode(), capture_output=True, check=False)


def private(key: jwk.JWK) -> Any:
    return key.export(as_dict=True)


def opened(data: bytes, password: str = PASSWORD, service: Any = None, station: Any = None) -> Any:
    keys = {"service": service or private(SERVICE), "station": station or public(STATION)}
    done = in_other_hands("open", data=data.decode(), password=password, **keys)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def made(package: Package, **changes: Any) -> bytes:
    given = {"header": msgspec.to_builtins(header_of(package)), "statement": msgspec.to_builtins(package)}
    keys = {"password": PASSWORD, "service": private(SERVICE), "station": private(STATION)}
    done = in_other_hands("make", **{**given, **keys, **changes})
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def test_another_library_opens_ours_by_password_and_by_key_and_verifies_who_signed() -> None:
    package = make_package()
    content = opened(seal_package(package, STATION, PASSWORD, public(SERVICE)))
    assert content["by_password"] == content["by_key"]
    assert content["by_key"]["statement"] == json.loads(canonical_bytes(package))
    assert content["by_key"]["header"] == msgspec.to_builtins(header_of(package))


def test_another_library_opens_what_the_first_version_sealed() -> None:
    (file,) = GOLDEN.glob("*.examanswers")
    keys = {name: json.loads((GOLDEN / f"{name}.jwk").read_bytes()) for name in ("service", "station")}
    content = opened(file.read_bytes(), (GOLDEN / "password.txt").read_text(encoding="utf-8"), **keys)
    assert content["by_password"]["statement"] == json.loads((GOLDEN / "content.json").read_bytes())


def test_we_take_what_another_library_made() -> None:
    package = make_package()
    sealed = read_package(made(package))
    for key in (unlock_by_password(sealed, PASSWORD), unlock_by_key(sealed, SERVICE)):
        assert open_package(sealed, key, stations()) == package


def test_theirs_and_ours_are_refused_for_the_same_faults() -> None:
    foreign = read_package(made(make_package(), service=private(new_opening_key())))
    with pytest.raises(PackageError) as caught:
        unlock_by_key(foreign, SERVICE)
    assert caught.value.fault == PackageFault.NOT_FOR_THIS_KEY
    wrong = read_package(made(make_package(), password="ANOTHER"))
    with pytest.raises(PackageError) as caught:
        unlock_by_password(wrong, PASSWORD)
    assert caught.value.fault == PackageFault.WRONG_PASSWORD


@pytest.mark.parametrize("member", ["aad", "ciphertext"])
def test_another_library_sees_a_change_too(member: str) -> None:
    data = seal_package(make_package(), STATION, PASSWORD, public(SERVICE))
    text = json.loads(data)[member]
    changed = rewritten(data, **{"aad": json.loads(data)["aad"], member: "AAAA" + text[4:]})
    given = {"password": PASSWORD, "service": private(SERVICE), "station": public(STATION)}
    assert in_other_hands("open", data=changed.decode(), **given).returncode != 0
