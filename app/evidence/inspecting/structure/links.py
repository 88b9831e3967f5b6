"""What a document would fetch from another machine when it is opened (ISO/IEC 29500-2, 6.5: relationships).

A template or an object that lies elsewhere brings its macros along once the file was looked through and found
without any. Hyperlinks and pictures elsewhere run nothing; a template on the writer's own disk is everyday.
"""

import html
import re

FETCHED = frozenset({"attachedtemplate", "oleobject", "frame", "subdocument", "control"})
"""Last words of relationship types whose targets programs load unasked, if they lie outside."""

ELEMENT = re.compile(r"""<(?:[\w.-]+:)?Relationship\s((?:[^"'>]|"[^"]*"|'[^']*')*+)""")
ATTRIBUTE = re.compile(r"""(?<![\w:.-])([\w:.-]++)\s*+=\s*+(?:"([^"]*)"|'([^']*)')""")
LOCAL = re.compile(r"(?:file://(?:localhost)?/)?(?:[a-z]:(?:[\\/]|%5c)|[^\\/:%])[^:]*", re.IGNORECASE)
"""A path on this machine, or beside the document: no other scheme, no host, no share (``\\\\host``)."""


def fetches(relationships: bytes) -> bool:
    """Whether one of a part's relationships is such, in UTF-8 or UTF-16: what is sought is ASCII in both."""
    text = relationships.replace(b"\0", b"").decode("utf-8", "replace")
    return any(_fetches(found[1]) for found in ELEMENT.finditer(text))


def _fetches(attributes: str) -> bool:
    said = {
        name: html.unescape(double or single).strip() for name, double, single in ATTRIBUTE.findall(attributes)
    }
    is_fetched = said.get("Type", "").rpartition("/")[2].lower() in FETCHED
    is_outside = said.get("TargetMode", "").lower() == "external"
    return is_fetched and is_outside and LOCAL.fullmatch(said.get("Target", "")) is None
