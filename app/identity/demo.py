"""People of the demonstration, and logging in as one of them; only in the demo and test profiles."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncSession

from app.identity import people, roles
from app.identity.enums import LoginMethod
from app.identity.models import NUMBER, Person, RealName, StaffAccount
from app.identity.numbers import DocumentKind, birth_date
from app.identity.passwords import Passwords
from app.identity.sessions import TokenPair, open_session
from app.identity.tokens import AccessTokens
from app.kernel.actor import STAFF, Role
from app.kernel.dictionaries import labels
from app.kernel.errors import NotFound
from app.kernel.vault import Vault

PASSWORD = "demo only, change never needed"  # noqa: S105 -- known on purpose; production has no such accounts


class Persona(StrEnum):
    """Someone to play in the demonstration."""

    WORKER = "worker"
    NEIGHBOUR = "neighbour"
    OFFICER = "officer"
    DECIDER = "decider"
    APPROVER = "approver"
    LAWYER = "lawyer"
    SECOND_LAWYER = "second_lawyer"
    CRIMINAL_LAWYER = "criminal_lawyer"
    SUBJECT = "subject"
    CORRECTION_OFFICER = "correction_officer"
    CORRECTION_DECIDER = "correction_decider"
    OTHER_OFFICER = "other_officer"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


labels(
    Persona,
    {
        Persona.WORKER: "张建国，农民工，来要工钱",
        Persona.NEIGHBOUR: "陈桂兰，另一位申请人",
        Persona.OFFICER: "王芳，法律援助中心工作人员",
        Persona.DECIDER: "刘志远，法律援助中心审批人员",
        Persona.APPROVER: "孙立新，县司法局审批人",
        Persona.LAWYER: "李明律师，劳动纠纷",
        Persona.SECOND_LAWYER: "周晓燕律师，婚姻家庭",
        Persona.CRIMINAL_LAWYER: "郑海律师，刑事辩护",
        Persona.SUBJECT: "赵小军，社区矫正对象",
        Persona.CORRECTION_OFFICER: "何伟，司法所工作人员",
        Persona.CORRECTION_DECIDER: "唐海涛，县社区矫正机构审批人员",
        Persona.OTHER_OFFICER: "吴敏，另一司法所工作人员",
        Persona.ADMINISTRATOR: "郑管理，县司法局管理员",
        Persona.AUDITOR: "冯监督，监督人员",
    },
)


class DemoOffice(StrEnum):
    """Where a persona serves."""

    BUREAU = "bureau"
    CENTRE = "centre"
    OFFICE = "office"
    OTHER_OFFICE = "other_office"


@dataclass(frozen=True, slots=True)
class DemoAgencies:
    """Agencies of the demonstration: the county's bureau, its legal-aid centre and two township offices."""

    bureau: UUID
    centre: UUID
    office: UUID
    other_office: UUID

    def of(self, office: DemoOffice) -> UUID:
        found: UUID = getattr(self, office.value)
        return found


@dataclass(frozen=True, slots=True)
class _Cast:
    name: str
    number: str
    phone: str
    roles: tuple[tuple[Role, DemoOffice | None], ...]


CAST: dict[Persona, _Cast] = {
    Persona.WORKER: _Cast("张建国", "330106198203150014", "13800000001", ((Role.APPLICANT, None),)),
    Persona.NEIGHBOUR: _Cast("陈桂兰", "330106197510020020", "13800000002", ((Role.APPLICANT, None),)),
    Persona.OFFICER: _Cast("王芳", "330106199001010042", "13800000003", ((Role.OFFICER, DemoOffice.CENTRE),)),
    Persona.DECIDER: _Cast("刘志远", "330106197805060038", "13800000004", ((Role.DECIDER, DemoOffice.CENTRE),)),
    Persona.APPROVER: _Cast("孙立新", "330106197002280053", "13800000005", ((Role.APPROVER, DemoOffice.BUREAU),)),
    Persona.LAWYER: _Cast("李明", "330106198511110030", "13800000006", ((Role.LAWYER, DemoOffice.CENTRE),)),
    Persona.SECOND_LAWYER: _Cast(
        "周晓燕", "330106198807070023", "13800000007", ((Role.LAWYER, DemoOffice.CENTRE),)
    ),
    Persona.CRIMINAL_LAWYER: _Cast(
        "郑海", "330106197907070018", "13800000013", ((Role.LAWYER, DemoOffice.CENTRE),)
    ),
    Persona.SUBJECT: _Cast(
        "赵小军",
        "330106199506180012",
        "13800000008",
        ((Role.SUBJECT, None), (Role.APPLICANT, None)),
    ),
    Persona.CORRECTION_OFFICER: _Cast(
        "何伟", "330106198309090013", "13800000009", ((Role.OFFICER, DemoOffice.OFFICE),)
    ),
    Persona.CORRECTION_DECIDER: _Cast(
        "唐海涛", "330106198108080054", "13800000014", ((Role.DECIDER, DemoOffice.BUREAU),)
    ),
    Persona.OTHER_OFFICER: _Cast(
        "吴敏", "330106199112120025", "13800000010", ((Role.OFFICER, DemoOffice.OTHER_OFFICE),)
    ),
    Persona.ADMINISTRATOR: _Cast(
        "郑管理", "330106198001010013", "13800000011", ((Role.ADMINISTRATOR, DemoOffice.BUREAU),)
    ),
    Persona.AUDITOR: _Cast("冯监督", "330106197607070032", "13800000012", ((Role.AUDITOR, DemoOffice.BUREAU),)),
}


def persona_id(persona: Persona) -> UUID:
    """The fixed person id of a persona, so that demo data of every domain can name them."""
    return uuid5(NAMESPACE_URL, f"yijiantong:persona:{persona}")


async def create_demo_people(
    session: AsyncSession, vault: Vault, passwords: Passwords, agencies: DemoAgencies, *, at: datetime
) -> dict[Persona, UUID]:
    """Create the whole cast once: names, phones, documents, roles, and user names for those who work.

    User names are those of the personas; all share one password, which only the demo profile ever stores.
    """
    password_hash = await passwords.hash(PASSWORD)
    for persona, cast in CAST.items():
        person = Person(id=persona_id(persona), name=cast.name, created_at=at)
        people.set_phone(vault, person, cast.phone, at=at)
        session.add(person)
        await session.flush()
        session.add(
            RealName(
                person_id=person.id,
                kind=DocumentKind.RESIDENT_ID,
                number_sealed=vault.seal(cast.number, NUMBER),
                number_index=people.number_index(vault, DocumentKind.RESIDENT_ID, None, cast.number),
                born_on=birth_date(DocumentKind.RESIDENT_ID, cast.number),
                declared_at=at,
            )
        )
        if any(role in STAFF or role is Role.LAWYER for role, _ in cast.roles):
            session.add(
                StaffAccount(
                    person_id=person.id,
                    username=persona.value,
                    password_hash=password_hash,
                    password_changed_at=at,
                    created_at=at,
                )
            )
        for role, office in cast.roles:
            agency_id = agencies.of(office) if office else None
            await roles.grant_role(session, person.id, role, agency_id=agency_id, at=at)
    return {persona: persona_id(persona) for persona in Persona}


async def log_in_as(
    session: AsyncSession, tokens: AccessTokens, persona: Persona, *, device: str | None, at: datetime
) -> TokenPair:
    """Log in as a persona without any proof.

    Raises:
        NotFound: the demo data was not loaded.
    """
    person = await session.get(Person, persona_id(persona))
    if person is None:
        raise NotFound("还没有载入演示数据")
    return await open_session(session, tokens, person, method=LoginMethod.DEMO, device=device, at=at)
