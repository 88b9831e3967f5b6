"""Choosing TCP ports on loopback."""

import random
import socket

LOOPBACK = "127.0.0.1"
GRPC_OFFSET = 10_000
"""SeaweedFS opens a second port this far above each of its ports."""
LINUX_EPHEMERAL = range(32_768, 61_000)
"""Ports that outgoing connections take: never chosen, so that none is taken between choosing and using."""
_LOWEST, _HIGHEST = 10_240, LINUX_EPHEMERAL.start - GRPC_OFFSET - 1


def is_free(port: int) -> bool:
    """Whether nobody listens on this port of the loopback address."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def accepts(port: int) -> bool:
    """Whether somebody accepts connections on this port of the loopback address."""
    try:
        socket.create_connection((LOOPBACK, port), timeout=1).close()
    except OSError:
        return False
    return True


def choose(*, paired: bool = False, avoid: frozenset[int] = frozenset()) -> int:
    """A free port; with `paired`, one whose partner `GRPC_OFFSET` above is free as well.

    Another process can take it before it is used: the caller tries again with another one.
    """
    for _ in range(500):
        port = random.randint(_LOWEST, _HIGHEST)  # noqa: S311 - spreads, hides nothing
        wanted = {port, port + GRPC_OFFSET} if paired else {port}
        if not wanted & avoid and all(is_free(each) for each in wanted):
            return port
    raise OSError("no free TCP port on the loopback address")
