"""Tables of derived pictures, and of what files say about themselves."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from app.evidence.previews.enums import PreviewSize
from app.kernel.columns import Sensitivity, personal, plain
from app.kernel.database import Table, checked
from app.kernel.geo import Datum

GENERAL, SENSITIVE = Sensitivity.GENERAL, Sensitivity.SENSITIVE


class EvidencePreview(Table, table=True):
    """A smaller JPEG made from a picture, without its metadata; the original stays as it is.

    Files that share a stored object share its pictures too.
    """

    __table_args__ = (CheckConstraint("width_px > 0 AND height_px > 0 AND size_bytes > 0", name="measures"),)

    evidence_id: UUID = Field(foreign_key="evidence.id", primary_key=True)
    size: PreviewSize = Field(sa_type=checked(PreviewSize), primary_key=True, sa_column_kwargs=plain())
    object_key: str = Field(max_length=100, sa_column_kwargs=plain())
    object_version: str | None = Field(default=None, max_length=100, sa_column_kwargs=plain())
    width_px: int
    height_px: int
    size_bytes: int
    media_type: str = Field(max_length=40, sa_column_kwargs=plain())
    made_at: datetime


class EvidenceClaim(Table, table=True):
    """What a file says about itself (EXIF, or the header of a film). Nobody has verified any of it.

    A row with nothing in it: the file was read and says nothing. ``taken_at_local`` is the device's clock,
    ``YYYY-MM-DDTHH:MM:SS``, and ``taken_offset_min`` its distance from UTC, where the file gives one.
    """

    __table_args__ = (
        CheckConstraint("num_nulls(latitude_deg, longitude_deg, datum) IN (0, 3)", name="place"),
        CheckConstraint("taken_offset_min IS NULL OR taken_at_local IS NOT NULL", name="offset"),
    )

    evidence_id: UUID = Field(foreign_key="evidence.id", primary_key=True)
    taken_at_local: str | None = Field(
        default=None, max_length=19, sa_column_kwargs=personal(GENERAL, purpose="文件自带的拍摄时间，供核对")
    )
    taken_offset_min: int | None = None
    latitude_deg: float | None = Field(
        default=None, sa_column_kwargs=personal(SENSITIVE, purpose="文件自带的拍摄地点，供核对")
    )
    longitude_deg: float | None = Field(
        default=None, sa_column_kwargs=personal(SENSITIVE, purpose="文件自带的拍摄地点，供核对")
    )
    datum: Datum | None = Field(default=None, sa_type=checked(Datum), sa_column_kwargs=plain())
    device_make: str | None = Field(
        default=None, max_length=100, sa_column_kwargs=personal(GENERAL, purpose="文件自带的拍摄设备，供核对")
    )
    device_model: str | None = Field(
        default=None, max_length=100, sa_column_kwargs=personal(GENERAL, purpose="文件自带的拍摄设备，供核对")
    )
    software: str | None = Field(
        default=None, max_length=100, sa_column_kwargs=personal(GENERAL, purpose="文件自带的软件名称，供核对")
    )
    read_at: datetime
