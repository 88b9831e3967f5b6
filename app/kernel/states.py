"""State machines: a case moves only through its table of transitions.

:meth:`Machine.fire` locks the row, checks state, permission and guard, then writes the history, the audit
entry and the event in the same transaction. The diagrams in ``openapi/states.md`` come from these tables.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field

from app.kernel import access, audit, events
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.bus import Event
from app.kernel.columns import Sensitivity, personal, plain
from app.kernel.database import Table, new_id
from app.kernel.dictionaries import named_labels
from app.kernel.errors import Conflict, DomainError, Forbidden


class Case(Protocol):
    """What a machine needs of a table: an id, a status, a version that grows, the person it belongs to."""

    id: UUID
    status: Any
    version: int
    updated_at: datetime

    @property
    def owner_id(self) -> UUID | None: ...


C = TypeVar("C", bound=Case)


class WrongState(Conflict):
    """The transition does not start from the present state."""

    code = "wrong_state"
    title = "这件事现在的状态不能这样操作"


class StateChange(Table, table=True):
    """History of a case: append-only, one row a transition."""

    __table_args__ = (Index("ix_state_change_object", "object_id", "at", "id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    machine: str = Field(max_length=40, sa_column_kwargs=plain())
    object_id: UUID
    transition: str = Field(max_length=40, sa_column_kwargs=plain())
    source: str = Field(max_length=40, sa_column_kwargs=plain())
    target: str = Field(max_length=40, sa_column_kwargs=plain())
    basis: str = Field(max_length=120, sa_column_kwargs=plain())
    actor_id: UUID | None = None
    at: datetime
    reason: str | None = Field(
        default=None,
        max_length=1000,
        sa_column_kwargs=personal(Sensitivity.GENERAL, purpose="说明办理的理由"),
    )


@dataclass(frozen=True, slots=True)
class Transition(Generic[C]):
    """One row of a machine.

    Attributes:
        name: command, English snake_case; what ``allowed_actions`` lists.
        title: plain-Chinese label of the button.
        action: permission in the access table; ``None`` where only the system fires it.
        basis: legal basis, e.g. ``"法律援助法 43"``, or ``"内部"`` for what no statute orders.
        guard: returns the error that forbids it now, or nothing.
        event: what to tell the rest of the product.
        reopens: leaves an end, as an objection does; other transitions start from open states.
    """

    name: str
    title: str
    sources: frozenset[str]
    target: str
    action: Action | None
    basis: str
    guard: Callable[[C, Actor | None], DomainError | None] | None = None
    event: Callable[[C, datetime], Event] | None = None
    reopens: bool = False


@dataclass(frozen=True)
class Machine(Generic[C]):
    """A domain's transition table.

    Attributes:
        owners: who must act in each open state; every state is here or in ``ends``.
        permits: may this actor do this to this object (roles are checked by the machine).
        other_actions: what ``allowed_actions`` may list besides transitions, with its label.
    """

    name: str
    title: str
    states: type[StrEnum]
    initial: str
    owners: Mapping[str, Role]
    ends: frozenset[str]
    transitions: Sequence[Transition[C]]
    permits: Callable[[Actor, Action, C], bool]
    other_actions: Mapping[str, str] = field(default_factory=dict[str, str])
    by_name: dict[str, Transition[C]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {t.name: t for t in self.transitions})
        titles = {t.name: t.title for t in self.transitions}
        named_labels(f"{self.name}_action", titles | dict(self.other_actions))

    def allowed_actions(self, actor: Actor, case: C) -> list[str]:
        """Names of the transitions this caller may fire now, in table order."""
        return [t.name for t in self.transitions if self._refusal(t, case, actor) is None]

    def require(self, case: C, name: str, actor: Actor | None) -> None:
        """Refuse as :meth:`fire` would, before work that :meth:`fire` should follow (the row is locked already).

        Raises:
            WrongState, Forbidden, DomainError: as :meth:`fire`.
        """
        if refusal := self._refusal(self.by_name[name], case, actor):
            raise refusal

    async def fire(
        self,
        session: AsyncSession,
        case: C,
        name: str,
        *,
        actor: Actor | None,
        at: datetime,
        reason: str | None = None,
        changes: Mapping[str, object] | None = None,
    ) -> C:
        """Move ``case``; ``actor`` is none when the system fires. The row stays locked until commit.

        What the caller changed in ``case`` before is written first: reading the locked row would undo it.
        ``changes`` are columns that change together with the state: written with it, and seen by the event.

        Raises:
            WrongState: not from the present state.
            Forbidden: not this caller.
            DomainError: whatever the guard says.
        """
        transition = self.by_name[name]
        await session.flush()
        await session.refresh(case, with_for_update=True)
        if refusal := self._refusal(transition, case, actor):
            raise refusal
        source = str(case.status)
        case.status = self.states(transition.target)
        for column, value in (changes or {}).items():
            setattr(case, column, value)
        case.version += 1
        # Who waited for the lock read the clock before the one who held it: history never goes back.
        case.updated_at = max(at, case.updated_at)
        session.add(
            StateChange(
                machine=self.name,
                object_id=case.id,
                transition=name,
                source=source,
                target=transition.target,
                basis=transition.basis,
                actor_id=actor.person_id if actor else None,
                at=case.updated_at,
                reason=reason,
            )
        )
        action = transition.action or f"{self.name}.{name}"
        audit.add_entry(
            session,
            actor,
            action,
            object_type=self.name,
            object_id=case.id,
            owner_id=case.owner_id,
            at=case.updated_at,
            note=reason,
        )
        if transition.event is not None:
            await events.record(session, transition.event(case, at), at=at)
        return case

    def _refusal(self, transition: Transition[C], case: C, actor: Actor | None) -> DomainError | None:
        if str(case.status) not in transition.sources:
            return WrongState(state=str(case.status))
        if actor is not None and not self._may(transition, case, actor):
            return Forbidden()
        return transition.guard(case, actor) if transition.guard else None

    def _may(self, transition: Transition[C], case: C, actor: Actor) -> bool:
        action = transition.action
        return action is not None and access.can(actor, action) and self.permits(actor, action, case)


def diagram(machine: Machine[Any]) -> str:
    """The machine as a Mermaid state diagram with its table of transitions (Markdown)."""
    lines = [f"## {machine.title} (`{machine.name}`)", "", "```mermaid", "stateDiagram-v2"]
    lines.append(f"    [*] --> {machine.initial}")
    for t in machine.transitions:
        lines += [f"    {source} --> {t.target}: {t.name}" for source in sorted(t.sources)]
    lines += [f"    {end} --> [*]" for end in sorted(machine.ends)]
    lines += [
        "```",
        "",
        "| transition | 名称 | from | to | permission | basis |",
        "|---|---|---|---|---|---|",
    ]
    for t in machine.transitions:
        sources = ", ".join(sorted(t.sources))
        lines.append(f"| `{t.name}` | {t.title} | {sources} | {t.target} | {t.action or 'system'} | {t.basis} |")
    lines += ["", "| state | who must act |", "|---|---|"]
    lines += [f"| {state} | {machine.owners.get(state, 'nobody: it is an end')} |" for state in machine.states]
    return "\n".join([*lines, ""])
