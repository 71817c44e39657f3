"""Who made a Windows machine, as its firmware says: a virtual machine names its host's program there."""

from collections.abc import Callable

from examclient.domain.machine_facts import Hardware
from examclient.storage.machine.windows_registry import read_text

FIRMWARE = r"HARDWARE\DESCRIPTION\System\BIOS"


def hardware(read: Callable[[str, str], str] = read_text) -> Hardware:
    """Maker and model; raises OSError where this is no Windows."""
    return Hardware(read(FIRMWARE, "SystemManufacturer"), read(FIRMWARE, "SystemProductName"))
