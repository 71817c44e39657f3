"""What can go wrong while the installer is built, in sentences for whoever builds it."""


class BuildError(Exception):
    """The installer cannot be built from what is there; the sentence says what to do about it."""
