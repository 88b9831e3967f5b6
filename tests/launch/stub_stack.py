"""A stack whose three processes are stubs and whose services are said to be external: the supervisor alone.

Arguments: data directory, port, what to do differently (`worker-dies`, `prepare-fails`, `timestamps` or nothing).
"""

import sys
from pathlib import Path

from app.launch.installation import Installation
from app.launch.supervisor import Supervisor

PREPARE = "import pathlib, sys; pathlib.Path(sys.argv[1], 'personas.json').write_text('[\"worker\", \"officer\"]')"
API = """
import http.server, os
class Ready(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/health/ready" else 404)
        self.end_headers()
http.server.HTTPServer(("127.0.0.1", int(os.environ["YJT_PORT"])), Ready).serve_forever()
"""
SLEEP = "import time; time.sleep(600)"
DIE = "raise SystemExit('worker has lost its way')"
EXTERNAL = {
    "YJT_DATABASE_URL": "postgresql+asyncpg://app:key@127.0.0.1:1/app",
    "YJT_S3_ENDPOINT": "http://127.0.0.1:1",
    "YJT_S3_ACCESS_KEY": "key",
    "YJT_S3_SECRET_KEY": "key",
    "YJT_WECHAT_BASE_URL": "http://127.0.0.1:1",
    "YJT_WECHAT_APP_ID": "app",
    "YJT_WECHAT_SECRET": "key",
    "YJT_TIMESTAMP_URL": "http://127.0.0.1:1",
}


def main() -> int:
    data, port, *difference = sys.argv[1:]
    commands = {
        "prepare": ["-c", DIE if "prepare-fails" in difference else PREPARE, "{run}"],
        "api": ["-c", API.replace("{", "{{").replace("}", "}}")],
        "worker": ["-c", DIE if "worker-dies" in difference else SLEEP],
    }
    environment = dict(EXTERNAL)
    if "timestamps" in difference:
        del environment["YJT_TIMESTAMP_URL"]
    return Supervisor(Installation(Path(data), int(port)), commands=commands, environment=environment).run()


sys.exit(main())
