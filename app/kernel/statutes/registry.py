"""Every rule by code and date. A number in a service is a defect; a rule's code is not."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from app.kernel.statutes.conditions import RULES as CONDITIONS
from app.kernel.statutes.correction import PENALTIES
from app.kernel.statutes.correction import RULES as CORRECTION
from app.kernel.statutes.correction import SUPERSEDED as CORRECTION_SUPERSEDED
from app.kernel.statutes.correction_measures import RULES as CORRECTION_MEASURES
from app.kernel.statutes.legal_aid import RULES as LEGAL_AID
from app.kernel.statutes.legal_aid import SUPERSEDED as LEGAL_AID_SUPERSEDED
from app.kernel.statutes.legal_aid_procedure import RULES as LEGAL_AID_PROCEDURE
from app.kernel.statutes.model import Rule


class UnknownRule(LookupError):
    """No rule has this code: a mistake in the program."""


class NotInForce(LookupError):
    """The rule exists, but in no version that applies on the date asked about."""


def _by_code(rules: Iterable[Rule]) -> Mapping[str, tuple[Rule, ...]]:
    versions: dict[str, tuple[Rule, ...]] = {}
    for rule in sorted(rules, key=lambda r: r.effective_from, reverse=True):
        versions[rule.code] = (*versions.get(rule.code, ()), rule)
    return MappingProxyType(dict(sorted(versions.items())))


VERSIONS = _by_code(
    (
        *LEGAL_AID,
        *LEGAL_AID_SUPERSEDED,
        *LEGAL_AID_PROCEDURE,
        *CONDITIONS,
        *CORRECTION,
        *PENALTIES,
        *CORRECTION_SUPERSEDED,
        *CORRECTION_MEASURES,
    )
)
"""All versions of every rule, newest first."""


def statute(code: str, on: date) -> Rule:
    """The version of rule ``code`` in force on ``on``.

    Raises:
        UnknownRule: no such code.
        NotInForce: no version applies on that day.
    """
    versions = VERSIONS.get(code)
    if versions is None:
        raise UnknownRule(code)
    for rule in versions:
        if rule.in_force(on):
            return rule
    raise NotInForce(f"{code} on {on.isoformat()}")


def rules_in_force(on: date) -> list[Rule]:
    """Every rule that applies on ``on``, by code."""
    return [rule for versions in VERSIONS.values() for rule in versions if rule.in_force(on)]
