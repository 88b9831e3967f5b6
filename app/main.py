"""The web application: routers, error handlers, lifespan."""

import gc
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from app import openapi, web, wiring
from app.kernel import demo_clock, problems
from app.kernel.body_limit import BodyLimit
from app.kernel.clock import MovableClock
from app.kernel.compression import Compression
from app.kernel.observe import Observer, configure_logging
from app.kernel.router import plain_router
from app.kernel.shortcut import Shortcut
from app.settings import load_settings
from app.wiring import Services

COLLECT_AFTER = (20_000, 20, 50)
"""Allocations before the youngest generation is collected, and how often the older ones are with it."""
DESCRIPTION = """
县级司法局、法律援助中心和司法所的服务接口。错误一律是 RFC 9457 问题说明；列表按游标翻页；
重发 POST 请带 `Idempotency-Key`；修改内容请带 `If-Match`。
"""


def create_app(services: Services | None = None) -> FastAPI:
    """Build the application; settings come from the environment unless services are given.

    Raises:
        SettingsError: the environment is incomplete or unsafe.
    """
    services = services or wiring.build_services(load_settings())
    configure_logging(as_json=services.settings.log_json)
    app = FastAPI(
        title="一键通",
        version="0.1.0",
        summary="法律援助与社区矫正一站式服务",
        description=DESCRIPTION,
        lifespan=_lifespan,
        generate_unique_id_function=_operation_id,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    wiring.attach(app, services)
    problems.install(app)
    app.add_middleware(Compression)
    app.add_middleware(Shortcut, routes=wiring.SHORTCUTS)
    app.add_middleware(BodyLimit, larger=wiring.LARGER_BODIES)
    app.add_middleware(Observer)
    app.include_router(plain_router)
    for router in wiring.ROUTERS:
        app.include_router(router, prefix="/api/v1")
    if services.settings.is_movable:
        for router in wiring.DEMO_ROUTERS:
            app.include_router(router, prefix="/api/v1")
    app.openapi = _documented(app)
    app.include_router(web.docs_router)
    app.mount(web.SWAGGER_URL, web.swagger_assets(), name="docs-assets")
    app.mount(web.VERIFY_URL, web.verify_page(), name="verify-page")
    app.mount("/", web.pages(services.settings), name="web")
    return app


def create_served_app() -> FastAPI:
    """The application of a serving process, which lives long and answers fast.

    Everything made so far stays for good: the collector need not walk it again and again, which cost a tenth of
    all time and pauses of a quarter of a second.
    """
    app = create_app()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncGenerator[None]:
    services: Services = app.state.services
    if isinstance(services.clock, MovableClock):
        async with services.database.transaction() as session:
            await demo_clock.follow(session, services.clock)
    await wiring.prepare(services)
    yield
    await wiring.close(services)


def _operation_id(route: APIRoute) -> str:
    return route.name


def _documented(app: FastAPI) -> Any:
    def build() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = openapi.document(app)
        return app.openapi_schema

    return build
