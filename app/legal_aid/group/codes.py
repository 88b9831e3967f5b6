"""Join codes: short enough to read out on a building site, too many to guess. Pure."""

import re
import secrets
import unicodedata

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0 and O, 1, I and L, which look alike."""
LENGTH = 8
JOIN_PAGE = "group/join/join"
"""31 to the power of 8, some 850 thousand million; guesses are throttled by person."""


def new_code() -> str:
    """A random code in two halves: ``K7QM-4XWP``."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


def normalise_code(typed: str) -> str | None:
    """What was typed as the code is stored: capitals without spaces and dashes; ``None`` if it can be none."""
    text = re.sub(r"[\s\-—_]", "", unicodedata.normalize("NFKC", typed)).upper()
    return text if len(text) == LENGTH and set(text) <= set(ALPHABET) else None


def join_link(code: str) -> str:
    """The mini-program's page for joining, with the code: a path, because a card and a QR code take one without
    a host. Who opens it still looks, agrees and signs.
    """
    return f"{JOIN_PAGE}?code={normalise_code(code) or ''}"
