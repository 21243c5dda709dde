"""Those tests that need a MariaDB server are asked for."""

import os

collect_ignore = (
    [] if os.environ.get("RECLAIM_TEST_MARIADB") == "1" else ["test_openemr_database.py"]
)
"""They make a database of their own on the server of this machine, and drop it again."""
