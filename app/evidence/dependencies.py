"""What routes of evidence depend on."""

from typing import Annotated, cast

from fastapi import Depends, Request

from app.evidence.storage.objects import ObjectStore
from app.kernel.access import Action
from app.kernel.actor import Actor
from app.kernel.guard import allowed
from app.settings import Settings


async def _store(request: Request) -> ObjectStore:
    return cast(ObjectStore, request.app.state.object_store)


async def _settings(request: Request) -> Settings:
    return cast(Settings, request.app.state.settings)


Store = Annotated[ObjectStore, Depends(_store)]
SettingsDep = Annotated[Settings, Depends(_settings)]
Uploader = Annotated[Actor, allowed(Action.EVIDENCE_UPLOAD)]
RepeatableUploader = Annotated[Actor, allowed(Action.EVIDENCE_UPLOAD, repeatable=True)]
Cataloguer = Annotated[Actor, allowed(Action.EVIDENCE_CATALOGUE)]
RepeatableCataloguer = Annotated[Actor, allowed(Action.EVIDENCE_CATALOGUE, repeatable=True)]
Reader = Annotated[Actor, allowed(Action.EVIDENCE_READ)]
RepeatableReader = Annotated[Actor, allowed(Action.EVIDENCE_READ, repeatable=True)]
OpeningsReader = Annotated[Actor, allowed(Action.EVIDENCE_OPENINGS)]
Sharer = Annotated[Actor, allowed(Action.EVIDENCE_SHARE)]
RepeatableSharer = Annotated[Actor, allowed(Action.EVIDENCE_SHARE, repeatable=True)]
Binder = Annotated[Actor, allowed(Action.EVIDENCE_BUNDLE)]
RepeatableBinder = Annotated[Actor, allowed(Action.EVIDENCE_BUNDLE, repeatable=True)]
