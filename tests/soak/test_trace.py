"""A trace of system calls tells whether what was called stored had been synced."""

import pytest

from soak.trace import Reading, read_trace

WRITER = "0" * 31 + "1"
OFFER = f'7 write(9<pipe:[1]>, "\\0\\0\\0\\1trying {WRITER}", 44) = 44'
STORED = f'7 write(9<pipe:[1]>, "\\0\\0\\0\\1saved {WRITER} 1", 45) = 45'
WRITTEN = '8 pwrite64(5</d/a.journal-wal>, "..."..., 24, 32) = 24'
NOT_WRITTEN = '8 pwrite64(5</d/a.journal-wal>, "..."..., 24, 32) = -1 EIO (Input/output error) (INJECTED)'
SYNCED = "8 fdatasync(5</d/a.journal-wal>) = 0"
NOT_SYNCED = "8 fdatasync(5</d/a.journal-wal>) = -1 EIO (Input/output error) (INJECTED)"
OTHER_SYNCED = "8 fdatasync(4</d/a.journal>) = 0"
BEGUN, RESUMED = "8 fdatasync(5</d/a.journal-wal> <unfinished ...>", "8 <... fdatasync resumed>) = 0"


@pytest.mark.parametrize(
    ("lines", "reading"),
    [
        ([OFFER, WRITTEN, SYNCED, STORED], Reading(0, 0)),
        ([OFFER, WRITTEN, BEGUN, OTHER_SYNCED, RESUMED, STORED], Reading(0, 0)),
        ([OFFER, NOT_WRITTEN, WRITTEN, SYNCED, STORED], Reading(1, 0)),
        ([OFFER, WRITTEN, NOT_SYNCED, WRITTEN, SYNCED, STORED], Reading(1, 0)),
        ([OFFER, WRITTEN, SYNCED, NOT_SYNCED, STORED], Reading(1, 0)),
        ([OFFER, WRITTEN, STORED], Reading(0, 1)),
        ([OFFER, WRITTEN, NOT_SYNCED, STORED], Reading(1, 1)),
        ([OFFER, WRITTEN, NOT_SYNCED, SYNCED, STORED], Reading(1, 1)),
        ([OFFER, NOT_WRITTEN, SYNCED, STORED], Reading(1, 1)),
        ([OFFER, WRITTEN, OTHER_SYNCED, STORED], Reading(0, 1)),
        ([WRITTEN, SYNCED, OFFER, STORED], Reading(0, 1)),
    ],
)
def test_a_word_counts_only_after_its_log_was_written_and_then_synced(
    lines: list[str], reading: Reading
) -> None:
    assert read_trace("\n".join(lines)) == reading
