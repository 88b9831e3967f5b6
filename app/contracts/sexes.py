"""What an identity document says of a person's sex, where a law asks for it."""

from enum import StrEnum

from app.kernel.dictionaries import labels


class Sex(StrEnum):
    """As the document or the licence number says."""

    MAN = "man"
    WOMAN = "woman"


labels(Sex, {Sex.MAN: "男", Sex.WOMAN: "女"})
