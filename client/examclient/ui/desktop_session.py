"""On a Linux desktop: screen saver and sleep are held off by the desktop itself, where it can be asked.

Rule: the desktop forgets the wish when our connection to it ends, so a crash leaves nothing behind.
Source: the Idle Inhibition Service Draft of freedesktop.org (org.freedesktop.ScreenSaver, Inhibit).
"""

import sys

from examclient.lockdown.windows_session import NoSession, Session, this_session

NAME = "org.freedesktop.ScreenSaver"
PATH = "/org/freedesktop/ScreenSaver"
CONNECTION = "examclient-awake"


class DesktopSession(NoSession):
    """A desktop that can be asked to stay awake; nothing keeps another program from picturing our windows."""

    def stay_awake(self, *, awake: bool) -> bool:
        """Whether there is a desktop to ask; its answer is not waited for."""
        from PySide6.QtDBus import QDBusConnection, QDBusMessage  # noqa: PLC0415 - when somebody sits down

        QDBusConnection.disconnectFromBus(CONNECTION)
        if not awake:
            return True
        bus = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, CONNECTION)
        wish = QDBusMessage.createMethodCall(NAME, PATH, NAME, "Inhibit")
        wish.setArguments(["ExamClient", "An exam is running"])
        return bus.isConnected() and bus.send(wish)


def session_here() -> Session:
    """The session of this machine, whatever it can do."""
    return DesktopSession() if sys.platform.startswith("linux") else this_session()
