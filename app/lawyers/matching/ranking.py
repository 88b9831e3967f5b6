"""Who fits a matter, and why: hard constraints first, then a score from named terms. Pure.

Same inputs, same ranking: scores are compared by whole points, and who has as many comes in the order of a hash
of the lawyer and the matter's seed. The officer decides; this only proposes (个人信息保护法 24), with a reason
for every place and for every exclusion. This is the reference: the shortlist of a roster is found in SQL
(:mod:`app.lawyers.matching.walking`) and must be the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from app.contracts.categories import CATEGORIES, GROUP_TITLES
from app.contracts.matching import Candidate, Reason
from app.lawyers.matching import terms
from app.lawyers.matching.constraints import NO_RECORD, Demand, Exclusion, Profile, exclusions
from app.lawyers.matching.terms import POINTS, WEIGHTS, Related, Term, Weights

KNOWS_MINORS = "knows_minors"
"""Code of the reason that a minor's case adds."""


@dataclass(frozen=True, slots=True)
class Excluded:
    """A lawyer who cannot be proposed, with every constraint in the way."""

    lawyer_id: UUID
    name: str
    exclusions: tuple[Exclusion, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Candidates, best first, and those ruled out, by id."""

    candidates: tuple[Candidate, ...]
    excluded: tuple[Excluded, ...]
    weights_version: str


def rank(demand: Demand, profiles: Iterable[Profile], weights: Weights = WEIGHTS, seed: str = "") -> Ranking:
    """Propose lawyers for a demand; the order of ``profiles`` does not matter."""
    candidates: list[tuple[tuple[bool, int, bytes], Candidate]] = []
    excluded: list[Excluded] = []
    for profile in profiles:
        if found := exclusions(demand, profile):
            excluded.append(Excluded(profile.lawyer_id, profile.name, found))
        else:
            candidates.append((place(demand, profile, weights, seed), score(demand, profile, weights)))
    candidates.sort(key=lambda pair: pair[0])
    excluded.sort(key=lambda item: item.lawyer_id)
    return Ranking(tuple(one for _, one in candidates), tuple(excluded), weights.version)


def place(demand: Demand, profile: Profile, weights: Weights, seed: str) -> tuple[bool, int, bytes]:
    """What candidates are ordered by, the least first. A minor's case is proposed to those who know the ways of
    minors before anybody else, whatever their score (148号令 26).
    """
    second = demand.is_for_minor and not profile.knows_minors
    won = terms.points(values(demand, profile), weights)
    return second, -won, terms.tie_break(seed, profile.lawyer_id)


def values(demand: Demand, profile: Profile) -> tuple[float, ...]:
    """Each term between 0 and 1, in the order of :class:`Term`."""
    record = profile.records.get(demand.category, NO_RECORD)
    return (
        terms.specialty_value(profile.specialties.get(demand.group)),
        terms.experience_value(record.cases_done),
        terms.quality_value(record.quality_sum, record.quality_count),
        terms.distance_value(demand.area_code, profile.areas),
        terms.load_value(profile.open_cases, profile.capacity),
        terms.rest_value(idle_days(demand, profile)),
        terms.continuity_value(profile.related),
    )


def idle_days(demand: Demand, profile: Profile) -> int | None:
    """Days since something was last offered; none for nothing yet."""
    return None if profile.last_offered_on is None else (demand.today - profile.last_offered_on).days


def score(demand: Demand, profile: Profile, weights: Weights = WEIGHTS) -> Candidate:
    """The lawyer's weighted mean of terms, with one reason a term, heaviest term first; in a minor's case it is
    said before all of them whether the lawyer knows minors, which is a duty and no part of the score.
    """
    found = values(demand, profile)
    texts = _texts(demand, profile, dict(zip(Term, found, strict=True)))
    order = sorted(zip(Term, found, strict=True), key=lambda pair: -weights.of(pair[0]))
    reasons = [Reason(term.value, round(value, 6), texts[term]) for term, value in order]
    if demand.is_for_minor:
        reasons.insert(0, _minors(profile))
    won = terms.points(found, weights) / POINTS
    return Candidate(profile.lawyer_id, profile.name, profile.firm, won, tuple(reasons))


def _minors(profile: Profile) -> Reason:
    if profile.knows_minors:
        return Reason(KNOWS_MINORS, 1.0, "熟悉未成年人身心特点")
    return Reason(KNOWS_MINORS, 0.0, "没有登记熟悉未成年人身心特点，选派要说明理由")


def _texts(demand: Demand, profile: Profile, found: dict[Term, float]) -> dict[Term, str]:
    return {
        Term.SPECIALTY: _specialty(demand, profile),
        Term.EXPERIENCE: _experience(demand, profile),
        Term.QUALITY: _quality(demand, profile, found[Term.QUALITY]),
        Term.DISTANCE: _DISTANCES[found[Term.DISTANCE]],
        Term.LOAD: f"手上 {profile.open_cases} 件，还能接 {max(profile.capacity - profile.open_cases, 0)} 件",
        Term.REST: _rest(idle_days(demand, profile)),
        Term.CONTINUITY: _RELATIONS[profile.related],
    }


def _specialty(demand: Demand, profile: Profile) -> str:
    title = GROUP_TITLES[demand.group]
    years = profile.specialties.get(demand.group)
    if years is None:
        return f"没有登记{title}专长"
    return f"专长{title}，做了 {years} 年" if years > 0 else f"专长{title}，不满 1 年"


def _experience(demand: Demand, profile: Profile) -> str:
    title = CATEGORIES[demand.category].title_zh
    done = profile.records.get(demand.category, NO_RECORD).cases_done
    return f"在本平台办结过 {done} 件“{title}”案件" if done else f"还没有在本平台办结过“{title}”案件"


def _quality(demand: Demand, profile: Profile, value: float) -> str:
    rated = profile.records.get(demand.category, NO_RECORD).quality_count
    if not rated:
        return "同类案件还没有评价，按一般水平计算"
    few = "，案件不多，向一般水平靠拢" if rated < terms.USUAL_CASES else ""
    return f"{rated} 件同类案件的结果和评价，折合 {round(value * 100)} 分（满分 100）{few}"


def _rest(days: int | None) -> str:
    if days is None:
        return "还没有派过案件"
    return f"上次派案在 {days} 天前" if days > 0 else "今天刚派过案件"


_DISTANCES = {1.0: "服务案件所在地", 0.5: "服务同市的其他县区", 0.2: "服务同省的其他地方", 0.0: "不在案件所在省"}
_RELATIONS = {
    Related.SAME_CLIENT: "办过或者正在办同一受援人的案件",
    Related.SAME_OPPONENT: "办过或者正在办同一对方的案件",
    None: "没有办过有关联的案件",
}
