"""`user.ini` goes out in an encoding to which Windows Installer can add what admins name."""

from pathlib import Path

import pytest

from examclient.storage.config_file import read_config
from installer.settings_file import for_windows

SETTINGS = "; 设置\n[Site]\nSeat = 座12\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_settings_are_the_same_in_utf_16(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "user.ini"
    file.write_bytes(SETTINGS.encode(encoding))
    sent = for_windows(file)
    assert sent.startswith(b"\xff\xfe")
    assert sent.decode("utf-16") == SETTINGS.replace("\n", "\r\n")


def test_the_client_reads_what_windows_installer_added(tmp_path: Path) -> None:
    file = tmp_path / "user.ini"
    file.write_text(SETTINGS, encoding="utf-8")
    added = '[Data]\r\nDir="C:\\答案;一"\r\n'.encode("utf-16-le")
    file.write_bytes(for_windows(file) + added)
    config = read_config(file, tmp_path)
    assert config.seat == "座12"
    assert config.data_folder.as_posix().endswith("答案;一")
