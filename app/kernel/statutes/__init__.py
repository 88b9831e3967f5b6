"""Statutory values as data: number, the statute's own unit, article, words, dates, and how well verified."""

from app.kernel.statutes.counting import PRINCIPLES
from app.kernel.statutes.matters import MATTERS, AnyMatterCode, ExemptMatterCode, ExemptPersonCode, MatterCode
from app.kernel.statutes.model import Citation, Exemption, Kind, Law, Matter, Rule, Tag, Unit
from app.kernel.statutes.registry import VERSIONS, NotInForce, UnknownRule, rules_in_force, statute

__all__ = [
    "MATTERS",
    "PRINCIPLES",
    "VERSIONS",
    "AnyMatterCode",
    "Citation",
    "ExemptMatterCode",
    "ExemptPersonCode",
    "Exemption",
    "Kind",
    "Law",
    "Matter",
    "MatterCode",
    "NotInForce",
    "Rule",
    "Tag",
    "Unit",
    "UnknownRule",
    "rules_in_force",
    "statute",
]
