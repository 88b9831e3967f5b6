"""How much of a password is not guessed at once: runs, keyboard order, repetition and known words count little."""

from itertools import pairwise

ROWS = (
    *("1234567890", "01", "qwertyuiop", "asdfghjkl", "zxcvbnm"),
    *("1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik", "9ol"),
)
NEIGHBOURS = frozenset(pair for row in ROWS for pair in (*pairwise(row), *pairwise(reversed(row))))

WORDS = (
    *("password", "passwd", "admin", "administrator", "welcome", "letmein", "iloveyou", "woaini", "default"),
    *("test", "user", "root", "login", "guest", "secret", "yijiantong", "justice", "lawyer", "officer"),
    *("sifa", "falv", "yuanzhu", "mima", "hangzhou", "zhejiang", "china", "zhongguo"),
)
SUBSTITUTES = str.maketrans("@4301!$57", "aaeoiisst")
"""Digits and signs that stand for letters, as in ``p@ssw0rd``."""


def unguessed(password: str) -> int:
    """How many characters do not follow from those before them."""
    text = password.casefold()
    text = text[: (text + text).find(text, 1)]  # the part that is repeated, where the whole is a repetition
    plain = text.translate(SUBSTITUTES)
    for word in WORDS:
        while (found := plain.find(word)) >= 0:
            plain = f"{plain[:found]} {plain[found + len(word) :]}"
            text = f"{text[:found]} {text[found + len(word) :]}"
    return 1 + sum(not _follows(before, after) for before, after in pairwise(text))


def _follows(before: str, after: str) -> bool:
    """Whether ``after`` is the same, the next or the previous character, or the key beside it."""
    return abs(ord(after) - ord(before)) <= 1 or (before, after) in NEIGHBOURS
