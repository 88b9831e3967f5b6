"""Names as they are compared. Pure."""

import unicodedata


def name_key(name: str) -> str:
    """A name as it is compared: one width, no spaces, brackets or other marks, one case."""
    return "".join(c for c in unicodedata.normalize("NFKC", name).casefold() if c.isalnum())
