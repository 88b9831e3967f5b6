"""Which handler wants which event, and which function runs which job. Filled by ``wiring`` alone."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar, cast

from pydantic import BaseModel, ConfigDict, JsonValue

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.kernel.database import Database


class Event(BaseModel):
    """Something that happened. Subclasses live in ``contracts``, named in the past tense.

    An event carries ids and facts of the matter, never personal data: it is stored in the clear.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")


Payload = Mapping[str, JsonValue]
EventT = TypeVar("EventT", bound=Event)
EventHandler = Callable[["AsyncSession", EventT, datetime], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class JobContext:
    """What a job that speaks to the network gets: it opens its own short transactions around the calls."""

    database: "Database"
    payload: Payload
    at: datetime


TransactionalJob = Callable[["AsyncSession", Payload, datetime], Awaitable[None]]
ExternalJob = Callable[[JobContext], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Subscription:
    """One handler of one event class."""

    name: str
    event: type[Event]
    handler: EventHandler[Event]


@dataclass(frozen=True, slots=True)
class Retries:
    """How often a failing job is tried, and how long after the first failure; the wait doubles each time.

    ``heartbeat`` is how long a job's worker may be silent before another runs the job.
    """

    attempts: int = 6
    first_wait: timedelta = timedelta(seconds=1)
    heartbeat: timedelta = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Recurring:
    """A job that sets its own next time: ``next_after(at)`` in product time."""

    name: str
    next_after: Callable[[datetime], datetime]


@dataclass(slots=True)
class Bus:
    """Registry of event handlers, jobs and recurring jobs."""

    retries: Retries = field(default_factory=Retries)
    subscriptions: dict[str, Subscription] = field(default_factory=dict[str, Subscription])
    events: dict[str, type[Event]] = field(default_factory=dict[str, type[Event]])
    transactional: dict[str, TransactionalJob] = field(default_factory=dict[str, TransactionalJob])
    external: dict[str, ExternalJob] = field(default_factory=dict[str, ExternalJob])
    recurring: dict[str, Recurring] = field(default_factory=dict[str, Recurring])

    def subscribe(self, event: type[EventT], name: str, handler: EventHandler[EventT]) -> None:
        """Run ``handler`` once, in a transaction of its own, for every recorded ``event``.

        Raises:
            ValueError: the name is taken.
        """
        self._claim(name)
        self.events[event.__name__] = event
        self.subscriptions[name] = Subscription(name, event, cast("EventHandler[Event]", handler))

    def register(self, name: str, job: TransactionalJob) -> None:
        """Register a job that runs, once, within one transaction."""
        self._claim(name)
        self.transactional[name] = job

    def register_external(self, name: str, job: ExternalJob) -> None:
        """Register a job that speaks to the network and must tolerate being run again."""
        self._claim(name)
        self.external[name] = job

    def repeat(self, name: str, next_after: Callable[[datetime], datetime]) -> None:
        """Run the registered job ``name`` again and again at the product times ``next_after`` gives."""
        if name not in self.transactional and name not in self.external:
            raise ValueError(f"recurring job {name} is not registered")
        self.recurring[name] = Recurring(name, next_after)

    def handlers_of(self, event: type[Event]) -> list[Subscription]:
        """The subscriptions to exactly this event class."""
        return [s for s in self.subscriptions.values() if s.event is event]

    def names(self) -> list[str]:
        """Every queue entry point: handlers and jobs."""
        return [*self.subscriptions, *self.transactional, *self.external]

    def _claim(self, name: str) -> None:
        if name in self.names():
            raise ValueError(f"{name} is registered twice")


def every(interval: timedelta) -> Callable[[datetime], datetime]:
    """The rule "``interval`` after the last time"."""
    return lambda at: at + interval
