"""Names as they are compared, and as firms are entered. Pure."""

import re
import unicodedata

_NOTE = re.compile(r"(?:\s*[(\[【〔][^()\[\]【】〔〕]*[)\]】〕])+\s*$")
"""What is written behind a name in brackets, by which applicants tell namesakes apart: “赵六（邻居）”."""


_SPACES = re.compile(r"\s+")
_BESIDE_CHINESE = re.compile(r"(?<=[\u3400-\u9fff（）]) | (?=[\u3400-\u9fff（）])")


def firm_name(name: str) -> str:
    """A firm's name as a roster keeps it: one width, wide brackets, nothing invisible, spaces between Latin words.
    Typed two ways it would be two firms, and what keeps a colleague away would be missed.
    """
    seen = "".join(c for c in unicodedata.normalize("NFKC", name) if unicodedata.category(c) != "Cf")
    text = _SPACES.sub(" ", seen.replace("(", "（").replace(")", "）"))
    return _BESIDE_CHINESE.sub("", text).strip()


def name_key(name: str) -> str:
    """A name as it is compared: one width, no spaces, brackets or other marks, one case; without a note behind it,
    which only whoever wrote it knows.
    """
    text = unicodedata.normalize("NFKC", name).casefold()
    return _letters(_NOTE.sub("", text)) or _letters(text)


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())
