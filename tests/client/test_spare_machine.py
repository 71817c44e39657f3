"""The service's machine is gone for good: a spare one takes over, and the clients bring what it lacks."""

import shutil
from pathlib import Path

from examprotocol.responses import TextResponse
from examserver.cli.command_line import main
from examserver.services.key_backup import write_backup
from examserver.services.old_folder import service_in
from examserver.services.recovery_code import new_recovery_code
from tests.client.exam_site import ExamSite
from tests.client.machine import Machine, sync_all
from tests.client.test_after_a_restore import A, B, back_up, carry_on, held


def test_clients_bring_a_spare_machine_what_came_in_after_its_backup(
    site: ExamSite, machine: Machine, tmp_path: Path
) -> None:
    backups, keys, code_file = tmp_path / "backups", tmp_path / "keys", tmp_path / "code"
    code_file.write_text(new_recovery_code(), encoding="utf-8")
    backups.mkdir()
    sitting = machine.sit()
    sitting.attempt.answer("q1", A)
    sync_all(sitting)
    back_up(site, backups / "site.exambackup")
    sitting.attempt.answer("q1", B)
    sync_all(sitting)
    sitting.attempt.answer("q3", TextResponse("while nothing answered"))
    with site.stopped() as folder:
        write_backup(keys, service_in(folder.root), code_file.read_text("utf-8"))
        shutil.rmtree(folder.root)
        words = ["--backups", str(backups), "--key-backup", str(keys), "--code-from", str(code_file)]
        assert main(["take-over", str(folder.root), *words, "--no-serve"]) == 0
    assert held(site, sitting.attempt.id) == {"q1": A}
    carry_on(machine, sitting)
    assert held(site, sitting.attempt.id) == {"q1": B, "q3": TextResponse("while nothing answered")}
