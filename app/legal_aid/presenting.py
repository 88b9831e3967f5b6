"""Turning a case into the answer every command gives: the application as this caller now sees it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.kernel.actor import Actor
from app.kernel.http import Now, SessionDep, VaultDep, etag
from app.kernel.vault import Vault
from app.legal_aid import views
from app.legal_aid.answers import ApplicationView
from app.legal_aid.models import Application


@dataclass(frozen=True, slots=True)
class Presenter:
    """Turns a case into the answer, with its version as ETag."""

    session: AsyncSession
    vault: Vault
    response: Response
    at: datetime

    async def __call__(self, actor: Actor, case: Application) -> ApplicationView:
        view = await views.present(self.session, self.vault, actor, case, at=self.at)
        etag(self.response, view.version)
        return view


async def _presenter(session: SessionDep, vault: VaultDep, response: Response, at: Now) -> Presenter:
    return Presenter(session, vault, response, at)


Present = Annotated[Presenter, Depends(_presenter)]
