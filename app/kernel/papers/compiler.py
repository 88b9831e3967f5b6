"""The program that compiles templates, run as a process of its own that can open nothing.

After its fonts are loaded it gives up the right to open files and sockets (``RLIMIT_NOFILE`` 0): a template,
which an agency may have written, reaches neither the disk nor the network nor another case, whatever it
tries. It may use so much memory and so many seconds a document; beyond that the system ends the process, and
the parent says so. Imports nothing of the product.

Frames on standard input and output: four bytes of length, big-endian, then JSON.
"""

import base64
import json
import os
import resource
import signal
import struct
import sys
from typing import Any, BinaryIO

import typst

MAIN, PAPER = "main.typ", "paper.typ"
"""The compiler begins at the first; the second is the template's name while its seal is looked for."""
MARK = "marks:"
MEMORY_BYTES = 2 * 1024**3
"""Address space, most of it reserved and never touched; a document needs some tens of megabytes."""
WARM = '#set text(font: "{family}")\n一二三 123'
FIND = f"""#include "{PAPER}"
#context {{
  let found = query(selector(metadata)).filter(it => it.at("label", default: none) == <seal-place>)
  panic("{MARK}" + json.encode(found.map(it => {{
    let at = it.location().position()
    (page: at.page, x: at.x / 1pt, y: at.y / 1pt)
  }})))
}}"""
"""Typst's query does not see files given in memory; a document that says where the marks are, does."""


def main() -> None:
    """Load fonts, shut the doors, then one document a frame until the parent hangs up."""
    folders = sys.argv[1:]
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    nowhere = os.path.realpath(folders[0])
    compiler = typst.Compiler(
        root=nowhere,
        font_paths=fonts,
        ignore_system_fonts=True,
        package_path=nowhere,
        package_cache_path=nowhere,
    )
    for family in fonts.families():
        compiler.compile(input={MAIN: WARM.format(family=family).encode()}, format="pdf")  # pyright: ignore
    _shut_doors()
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    read, write = sys.stdin.buffer, sys.stdout.buffer
    _write(write, {"ready": True})
    while (order := _read(read)) is not None:
        signal.alarm(int(order["seconds"]) + 1)
        answer = compile_one(compiler, order)
        signal.alarm(0)
        _write(write, answer)


def compile_one(compiler: Any, order: dict[str, Any]) -> dict[str, Any]:
    """The PDF and where its seal goes, or what is wrong with the template."""
    files = {name: base64.b64decode(text) for name, text in order["files"].items()}
    timestamp = int(order["timestamp"])
    try:
        pdf: bytes = compiler.compile(input=files, format="pdf", timestamp=timestamp)
        return {
            "pdf": base64.b64encode(pdf).decode(),
            "marks": _marks(compiler, files, timestamp),
        }
    except typst.TypstError as error:
        return {"message": error.message, "diagnostic": error.diagnostic}
    except RuntimeError as error:
        return {"message": str(error), "diagnostic": ""}


def _marks(compiler: Any, files: dict[str, bytes], timestamp: int) -> Any:
    """Page and position (points from the top left) of each ``<seal-place>``; compiles again, from memory."""
    if not any(b"<seal-place>" in text for text in files.values()):
        return []
    looking = {**files, PAPER: files[MAIN], MAIN: FIND.encode()}
    try:
        compiler.compile(input=looking, format="pdf", timestamp=timestamp)
    except typst.TypstError as error:
        _, found, text = error.message.partition(MARK)
        return json.loads(text) if found else []
    return []


def _shut_doors() -> None:
    if sys.platform == "linux":  # elsewhere the limit on addresses also counts what the system maps
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _write(stream: BinaryIO, answer: dict[str, Any]) -> None:
    body = json.dumps(answer).encode()
    stream.write(struct.pack(">I", len(body)) + body)
    stream.flush()


def _read(stream: BinaryIO) -> dict[str, Any] | None:
    head = stream.read(4)
    if len(head) < 4:
        return None
    (length,) = struct.unpack(">I", head)
    return json.loads(stream.read(length))


if __name__ == "__main__":
    main()
