"""What stands in a paper, fixed when it is asked for and sealed at rest. Pure."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from app.correction.papers.codes import CorrectionPaperKind
from app.correction.papers.wording import WORDINGS, Facts, Fields, check_fields
from app.kernel.dictionaries import dictionaries


class Contents(BaseModel):
    """One paper, ready to print: names and document numbers are in full."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    agency: str
    title: str
    number: str
    dated: date
    addressee: str | None
    paragraphs: Annotated[tuple[str, ...], Field(min_length=1)]


def compose(
    kind: CorrectionPaperKind, facts: Facts, fields: Fields, *, agency: str, number: str, dated: date
) -> Contents:
    """The paper of these fields.

    Raises:
        ValueError: the fields are not those of the kind.
    """
    check_fields(kind, fields)
    wording = WORDINGS[kind]
    return Contents(
        agency=agency,
        title=title_of(kind),
        number=number,
        dated=dated,
        addressee=fields[wording.to] if wording.to else facts.name,
        paragraphs=tuple(wording.write(facts, fields)),
    )


def title_of(kind: CorrectionPaperKind) -> str:
    """What papers of the kind are called."""
    return dictionaries()["correction_paper_kind"][kind]
