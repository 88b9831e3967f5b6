"""Check-ins: judged at arrival, sealed at once, one for each attempt whatever the network does.

Nearly all are plain, and written together with others (:mod:`app.correction.check_ins.writing`). Whatever a person
should look at is written by the same statement within a session's transaction, together with the event that
says so.
"""

from datetime import datetime
from uuid import UUID

from app.correction.check_ins import judging
from app.correction.check_ins.answers import Answer, answer
from app.correction.check_ins.attempt_codes import VerifiedBy
from app.correction.check_ins.cards import Card, Cards, read_card
from app.correction.check_ins.challenges import is_nonce
from app.correction.check_ins.errors import BadSignature, WrongChallenge
from app.correction.check_ins.faces import FacePort
from app.correction.check_ins.judging import Sent
from app.correction.check_ins.keys import KeyRefused, from_base64url
from app.correction.check_ins.models import CheckIn, CheckInRecord
from app.correction.check_ins.reading import Reader
from app.correction.check_ins.recording import open_window, refusal, write_in
from app.correction.check_ins.refusing import note_refused, note_unusable
from app.correction.check_ins.schemas import BorrowedPhone, ChallengeAnswer
from app.correction.check_ins.statement import Attempt, Outcome
from app.correction.check_ins.writing import Writer
from app.correction.files import require_files
from app.identity.tokens import AccessClaims
from app.kernel.database import Database
from app.kernel.errors import DomainError, Unavailable
from app.kernel.vault import Vault

TRIES = 6
"""An attempt is judged anew so often when what it was judged by changes; five at once make the fifth wait."""
NOTED = frozenset({Outcome.UNKNOWN_DEVICE, Outcome.COUNTER_BACKWARDS})
"""What is refused and yet not forgotten: something arrived, so that nothing is missed."""


class NotAdmitted(Exception):
    """The log-in ended, or the person is no subject any more; the edge finds out which and says so."""


class Arrivals:
    """Takes attempts in, one a process."""

    def __init__(
        self, database: Database, vault: Vault, *, writer: Writer, reader: Reader, cards: Cards, faces: FacePort
    ) -> None:
        self.database = database
        self.vault = vault
        self.writer = writer
        self.reader = reader
        self.cards = cards
        self.faces = faces
        self.tokens: dict[str, AccessClaims] = {}

    async def close(self) -> None:
        """Write what waits and close the connections."""
        await self.writer.close()
        await self.reader.close()

    async def take(self, came: Sent) -> Answer:
        """Record one attempt; the same attempt sent again gives the same answer.

        Raises:
            NoOrder: nothing runs for the person.
            NotBegun: correction has not begun.
            NotAdmitted: the log-in does not hold.
            WrongChallenge: a nonce of another person or window.
            ChallengeUsed: the window was answered.
            WindowClosed: it was not made while the window was open.
            UnknownDevice: the key is not registered.
            BadSignature: not what the key signed.
            CounterBackwards: a counter used before.
            AttemptDiffers: the attempt came before with other content.
            Unavailable: the database does not answer, or too much changes at once.
        """
        card = self.cards.get(came.person_id) or await self._read(came)
        card = await self._check_signature(card, came)
        duty_id = await self._window(came)
        is_late, is_awaited = judging.was_underway(came), False
        for _ in range(TRIES):
            judgement = judging.judged(card, came)
            attempt = judging.prepare(self.vault, card, came, judgement, duty_id=duty_id, is_late=is_late)
            attempt = attempt._replace(is_awaited=True) if is_awaited else attempt
            if attempt.is_plain:
                outcome = await self.writer.write(attempt)
            else:
                outcome = await self._write_alone(came, attempt)
            match outcome:
                case Outcome.STORED:
                    card.add(attempt.id, judgement.fix)
                    return answer(attempt)
                case Outcome.STALE:
                    card = await self._read(came)
                case Outcome.LATE:
                    is_late = True
                case Outcome.CONFIRMS:
                    is_awaited = True
                case Outcome.SAME:
                    self.cards.drop(came.person_id)
                    return await self._stored(attempt)
                case Outcome.NOT_ADMITTED:
                    raise NotAdmitted()
                case _:
                    raise await self._refused(came, outcome, duty_id)
        raise Unavailable()

    async def _read(self, came: Sent) -> Card:
        card = await self.reader.read(self.vault, came.person_id, at=came.received_at)
        if card is None:
            async with self.database.transaction() as session:
                card = await read_card(session, self.vault, came.person_id, at=came.received_at)
        self.cards.put(card)
        return card

    async def _check_signature(self, card: Card, came: Sent) -> Card:
        signature = came.body.signature
        if signature is None:
            return card
        if signature.device_id not in card.devices:
            card = await self._read(came)
        verify = card.devices.get(signature.device_id)
        if verify is None:
            raise await self._refused(came, Outcome.UNKNOWN_DEVICE, self._named_window(came))
        try:
            value = from_base64url(signature.value)
        except KeyRefused:
            raise BadSignature() from None
        if not verify(value, came.text):
            raise BadSignature()
        return card

    async def note_unusable(self, person_id: UUID, challenge: ChallengeAnswer | None, *, at: datetime) -> None:
        """Something arrived that cannot be taken: the window it was for is not missed (``at`` is our time)."""
        async with self.database.transaction() as session:
            if challenge is not None and is_nonce(self.vault, challenge.nonce, challenge.duty_id, person_id):
                duty_id: UUID | None = challenge.duty_id
            else:
                duty_id = await open_window(session, person_id, at)
            await note_unusable(session, person_id, duty_id, at=at)

    def _named_window(self, came: Sent) -> UUID | None:
        """The window that the attempt's nonce belongs to.

        Raises:
            WrongChallenge: a nonce of another person or window.
        """
        challenge = came.body.challenge
        if challenge is None:
            return None
        if not is_nonce(self.vault, challenge.nonce, challenge.duty_id, came.person_id):
            raise WrongChallenge()
        return challenge.duty_id

    async def _window(self, came: Sent) -> UUID | None:
        """The window the attempt is for: the one it names, else the one that was open when it was made."""
        if came.body.challenge is not None:
            return self._named_window(came)
        async with self.database.transaction() as session:
            return await open_window(session, came.person_id, judging.counted_at(came))

    async def _write_alone(self, came: Sent, attempt: Attempt) -> Outcome:
        async with self.database.transaction() as session:
            if attempt.evidence_ids:
                await require_files(session, attempt.order_id, attempt.evidence_ids, field="photo_id")
            outcome = await write_in(session, attempt, at=attempt.received_at)
            if outcome is Outcome.STORED and came.body.photo_id is not None:
                await self.faces.ask(session, attempt.id, attempt.order_id, made_at=attempt.made_at)
            if outcome is Outcome.STORED and came.body.borrowed is not None:
                session.add(_borrowing(attempt, came.body.borrowed))
            return outcome

    async def _stored(self, attempt: Attempt) -> Answer:
        async with self.database.session() as session:
            return answer(await session.get_one(CheckIn, (attempt.id, attempt.made_at)))

    async def _refused(self, came: Sent, outcome: Outcome, duty_id: UUID | None) -> DomainError:
        if outcome in NOTED:
            async with self.database.transaction() as session:
                await note_refused(session, came.person_id, duty_id, at=came.received_at)
        self.cards.drop(came.person_id)
        return refusal(outcome)


def _borrowing(attempt: Attempt, borrowed: BorrowedPhone) -> CheckInRecord:
    return CheckInRecord(
        check_in_id=attempt.id,
        made_at=attempt.made_at,
        order_id=attempt.order_id,
        recorded_by=attempt.person_id,
        verified_by=VerifiedBy.HELPER,
        note="本人用借来的手机签到",
        helper_name=borrowed.owner_name,
        consent=borrowed.consent,
    )
