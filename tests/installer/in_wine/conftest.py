"""What installs for real is collected only where EXAMCLIENT_WINE names a Debian folder with Wine."""

from tests.installer.wine_machine import wine_folder

collect_ignore = [] if wine_folder() else ["test_msi_in_wine.py"]
