"""Run the stand-in: ``python -m tests.standins.wechat --host 127.0.0.1 --port 8101``.

It serves the one app named by ``YJT_WECHAT_APP_ID`` and ``YJT_WECHAT_SECRET``, as the product does.
"""

import argparse
import os

import uvicorn

from tests.standins.wechat.app import create_standin
from tests.standins.wechat.protocol import APP_ID, SECRET, Memory


def main() -> None:
    parser = argparse.ArgumentParser(description="A stand-in of the WeChat server API, for tests and the demo.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--app-id", default=os.environ.get("YJT_WECHAT_APP_ID", APP_ID))
    parser.add_argument("--secret", default=os.environ.get("YJT_WECHAT_SECRET", SECRET))
    options = parser.parse_args()
    memory = Memory(app_id=options.app_id, secret=options.secret)
    uvicorn.run(create_standin(memory), host=options.host, port=options.port, log_level="warning")


main()
