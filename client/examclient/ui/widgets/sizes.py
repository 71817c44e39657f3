"""Sizes of files and drives, as people say them."""

STEPS = ("kB", "MB", "GB", "TB")


def size_in_words(size: int) -> str:
    """Bytes as `7.3 MB`, in steps of 1000 as drives are sold; below one kilobyte as `0.9 kB`."""
    amount, unit = size / 1000, STEPS[0]
    for larger in STEPS[1:]:
        if amount < 1000:
            break
        amount, unit = amount / 1000, larger
    return f"{amount:.1f} {unit}" if amount < 100 else f"{amount:.0f} {unit}"
