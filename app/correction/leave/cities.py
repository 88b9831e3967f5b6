"""Is going there leaving the city or county (办法 26)? Pure.

"市" is the urban area of a municipality or of a city with districts, or a whole county-level city. Going from
one district to another of the same city is no leave; going into a county or county-level city of it is.
"""

from dataclasses import dataclass

from app.kernel.areas.codes import AreaLevel, parse_code

DISTRICTS = range(1, 21)
"""Last two digits of the codes of districts (GB/T 2260). County-level cities of autonomous prefectures have such
numbers too: the name tells them apart."""


@dataclass(frozen=True, slots=True)
class County:
    """A county-level division: six digits, and its name."""

    code: str
    name: str

    @property
    def is_district(self) -> bool:
        """Whether it is a district of a city with districts, or of a municipality."""
        return int(self.code[4:6]) in DISTRICTS and self.name.endswith("区")


def county_code(code: str) -> str | None:
    """The county a division is, or lies in; none for a city or a province."""
    parsed = parse_code(code)
    return None if parsed.level in (AreaLevel.PROVINCE, AreaLevel.CITY) else parsed.text[:6]


def is_within_city(home: County, there: County) -> bool:
    """Whether somebody at home in ``home`` may go to ``there`` without leave."""
    if home.code == there.code:
        return True
    same_city = home.code[:4] == there.code[:4] or (home.code[:2] == there.code[:2] and _municipal(home, there))
    return same_city and home.is_district and there.is_district


def _municipal(home: County, there: County) -> bool:
    """Districts of Chongqing and the others stand under 01 and, in older codes, 02."""
    return home.code[:2] in {"11", "12", "31", "50"} and {home.code[2:4], there.code[2:4]} <= {"01", "02"}
