"""Run the stand-in: ``python -m tests.standins.timestamp --port 8102 --folder DIR``; it makes what DIR lacks."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from tests.standins.timestamp.authority import make_folder
from tests.standins.timestamp.responder import Responder, make_server

NAME = "一键通演示时间戳机构（仅供演示）"


def main() -> None:
    parser = argparse.ArgumentParser(description="A time-stamping authority for tests and the demo.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int)
    parser.add_argument("--folder", type=Path, required=True)
    options = parser.parse_args()
    folder: Path = options.folder
    if not (folder / "openssl.cnf").exists():
        make_folder(folder, NAME, at=datetime.now(UTC))
    if options.port is not None:
        make_server(Responder(folder), options.host, options.port).serve_forever()


main()
