"""What a phone must know before anybody logs in: whose installation it talks to, and what that takes."""

from datetime import datetime
from typing import cast

from fastapi import Request
from pydantic import Field

from app.kernel.geo import Datum
from app.kernel.guard import public
from app.kernel.http import Now, Schema, api_router, example
from app.settings import Settings

router = api_router("/client", "基础")

MAP = {
    "url_template": "https://tiles.example.gov.cn/{z}/{x}/{y}.png",
    "attribution": "某省地理信息公共服务平台 审图号：GS(2026)0001号",
    "datum": "gcj02",
}
LIMITS = {
    "max_bytes": 52428800,
    "recording_max_bytes": 2147483648,
    "form_max_bytes": 8388608,
    "part_bytes": 5242880,
    "case_max_files": 200,
    "image_max_pixels": 200000000,
}


class MapTiles(Schema):
    """The map to draw areas on; who made it stands on it."""

    model_config = example(MAP)
    url_template: str = Field(description="瓦片地址，{z}、{x}、{y} 由手机填入")
    attribution: str = Field(description="地图上必须标明的来源和审图号")
    datum: Datum


class UploadLimits(Schema):
    """What a phone can refuse before it sends anything; the server refuses the same."""

    model_config = example(LIMITS)
    max_bytes: int = Field(description="一个文件最多多少字节（录音录像除外）")
    recording_max_bytes: int = Field(description="一段录音或录像最多多少字节")
    form_max_bytes: int = Field(description="超过多少字节就分段上传")
    part_bytes: int = Field(description="每段至少多少字节，以登记材料时的答复为准")
    case_max_files: int = Field(description="一件事最多多少个文件")
    image_max_pixels: int = Field(description="一张图片最多多少像素")

    @classmethod
    def of(cls, settings: Settings) -> "UploadLimits":
        """The limits of an installation."""
        return cls(
            max_bytes=settings.upload_max_bytes,
            recording_max_bytes=settings.upload_recording_max_bytes,
            form_max_bytes=settings.upload_form_max_bytes,
            part_bytes=settings.upload_part_bytes,
            case_max_files=settings.case_max_files,
            image_max_pixels=settings.image_max_pixels,
        )


class ClientStart(Schema):
    """Facts of the installation that phones begin with."""

    model_config = example(
        {
            "name": "一键通",
            "profile_is_demo": False,
            "map_tiles": MAP,
            "upload": LIMITS,
            "now": "2026-12-01T01:00:00Z",
        }
    )
    name: str
    profile_is_demo: bool = Field(description="是不是演示环境：可以不用密码，直接以演示人物登录")
    map_tiles: MapTiles | None = Field(description="底图；没有底图时为空，只画区域轮廓")
    upload: UploadLimits
    now: datetime = Field(description="系统现在的时间；演示环境的时间可以往前拨")


@router.get(
    "",
    summary="登录前要知道的：系统名称、底图、上传限制、系统时间",
    dependencies=[public("says nothing of people")],
)
async def get_client_start(request: Request, at: Now) -> ClientStart:
    settings = cast(Settings, request.app.state.settings)
    return ClientStart(
        name=str(request.app.title),
        profile_is_demo=settings.is_movable,
        map_tiles=_map_tiles(settings),
        upload=UploadLimits.of(settings),
        now=at,
    )


def _map_tiles(settings: Settings) -> MapTiles | None:
    if not settings.map_tiles_url:
        return None
    return MapTiles(
        url_template=settings.map_tiles_url,
        attribution=settings.map_tiles_attribution,
        datum=Datum(settings.map_tiles_datum),
    )
