"""Names as they are compared. Pure."""

import re
import unicodedata

_NOTE = re.compile(r"(?:\s*[(\[【〔][^()\[\]【】〔〕]*[)\]】〕])+\s*$")
"""What is written behind a name in brackets, by which applicants tell namesakes apart: “赵六（邻居）”."""


def name_key(name: str) -> str:
    """A name as it is compared: one width, no spaces, brackets or other marks, one case; without a note behind it,
    which only whoever wrote it knows.
    """
    text = unicodedata.normalize("NFKC", name).casefold()
    return _letters(_NOTE.sub("", text)) or _letters(text)


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())
