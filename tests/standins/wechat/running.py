"""The stand-in on a loopback socket, in a thread of its own, for as long as a ``with`` block."""

import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager

import uvicorn

from tests.standins.wechat.app import create_standin
from tests.standins.wechat.protocol import Memory


class _Server(uvicorn.Server):
    """Says when it listens, so that nobody has to poll or sleep."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()


@contextmanager
def running_standin(memory: Memory) -> Generator[str]:
    """Serve ``memory`` on a free port; yields the base URL."""
    bound = socket.socket()
    bound.bind(("127.0.0.1", 0))
    server = _Server(uvicorn.Config(create_standin(memory), log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    if not server.listening.wait(20):
        raise RuntimeError("the WeChat stand-in did not start")
    try:
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
    finally:
        server.should_exit = True
        server.force_exit = True
        thread.join(10)
        bound.close()
