"""Starts an embedded server and is killed at once with `kill -9`, as a launcher may be; run by the tests.

Started in a thread, a server asks for no signal at its parent's death: it lives on as an orphan.
"""

import os
import signal
import sys
import threading
from pathlib import Path

from app.launch.objectstore import EmbeddedObjectStore
from app.launch.postgres import EmbeddedPostgres

SERVERS = {"postgres": EmbeddedPostgres, "objects": EmbeddedObjectStore}


def main() -> None:
    """Arguments: which server, its directory, and whether it shall survive (`orphan`) or not (`child`)."""
    which, directory, fate = sys.argv[1:]
    server = SERVERS[which](Path(directory), fast=True)
    if fate == "orphan":
        starter = threading.Thread(target=server.start)
        starter.start()
        starter.join()
    else:
        server.start()
    sys.stdout.write(f"{server.pid}\n")
    sys.stdout.flush()
    os.kill(os.getpid(), signal.SIGKILL)


main()
