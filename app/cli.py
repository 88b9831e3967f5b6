"""`yjt`: every command of the product. Each imports what it needs when it runs, so that `--help` is instant."""

import asyncio
import gc
import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal, NoReturn
from uuid import UUID

import typer

COLLECT_AFTER = (50_000, 20, 50)
"""Allocations before the youngest generation is collected, and how often the older ones are with it.

Modules stay for good: looking for garbage among them again and again takes a sixth of every start.
"""
app = typer.Typer(
    name="yjt",
    help="一键通: legal aid and community correction for a county justice bureau.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Entry point of the `yjt` command. What a person can put right is one line, not a traceback."""
    gc.set_threshold(*COLLECT_AFTER)
    try:
        app(prog_name="yjt")
    except Exception as error:
        from app.launch.errors import LaunchError
        from app.settings import SettingsError

        if not isinstance(error, LaunchError | SettingsError):
            raise
        print(f"Error: {error}", file=sys.stderr)
        sys.exit(1)


@app.callback()
def use_running_stack(context: typer.Context) -> None:
    """Commands work on the stack that runs on this data directory, unless the environment names a database."""
    from app.launch.installation import installation

    alone = ("up", "reset", "openapi", "check", "verify-archive", "verify-evidence")
    if context.invoked_subcommand in alone or os.environ.get("YJT_DATABASE_URL"):
        return
    for name, value in installation().published().items():
        os.environ.setdefault(name, value)


@app.command()
def up(
    port: Annotated[int | None, typer.Option(help="Port of the API and the pages (default 8000).")] = None,
    data: Annotated[Path | None, typer.Option(help="Data directory (default .data).")] = None,
    stop_with_parent: Annotated[bool, typer.Option(help="Stop when the starting process ends.")] = False,
) -> None:
    """Start the whole demo on this machine: PostgreSQL, object storage, WeChat stand-in, API, worker."""
    from app.launch.installation import installation
    from app.launch.processes import die_with_parent
    from app.launch.supervisor import Supervisor

    if stop_with_parent:
        die_with_parent()
    raise typer.Exit(Supervisor(installation(data, port)).run())


@app.command()
def reset(
    data: Annotated[Path | None, typer.Option(help="Data directory (default .data).")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete the demo's data: the next `yjt up` begins anew."""
    from app.launch.installation import installation

    target = installation(data)
    if not yes:
        typer.confirm(f"Delete everything in {target.data}?", abort=True)
    target.delete()


@app.command()
def serve() -> None:
    """Serve the API and the pages on YJT_HOST:YJT_PORT."""
    import uvicorn

    from app.settings import load_settings

    settings = load_settings()
    uvicorn.run(
        "app.main:create_served_app",
        factory=True,
        host=settings.host,
        port=settings.port,
        access_log=False,  # the application logs each request itself, with its id
        server_header=False,
        timeout_graceful_shutdown=5,
        log_level="warning",
    )


@app.command()
def worker() -> None:
    """Run queued jobs and due timers until asked to stop."""
    from app.commands.jobs import run_worker

    asyncio.run(run_worker())


@app.command()
def jobs(
    requeue: Annotated[int | None, typer.Option(help="Queue this held job once more.")] = None,
    requeue_all: Annotated[bool, typer.Option(help="Queue every held job once more.")] = False,
) -> None:
    """Show the queue and the jobs that failed for good and wait for a human."""
    from app.commands.jobs import show_jobs

    asyncio.run(show_jobs(requeue, requeue_all=requeue_all))


@app.command()
def migrate() -> None:
    """Bring the database of YJT_DATABASE_URL to the newest version of the tables."""
    from app.commands.database import upgrade

    upgrade()


@app.command("demo-data")
def demo_data() -> None:
    """Load the demo's people, agencies and cases; what is there already is left alone."""
    from app.commands.demo_data import load_demo

    load_demo()


@app.command(hidden=True)
def prepare(personas: Annotated[Path, typer.Option(help="File to write the personas to.")]) -> None:
    """Migrate and, in the demo profile, load the demo data: what `yjt up` does before it serves."""
    from app.commands.database import upgrade
    from app.commands.demo_data import load_demo
    from app.settings import Profile, load_settings

    settings = load_settings()
    upgrade()
    names = load_demo() if settings.profile is Profile.DEMO else []
    personas.write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")


@app.command()
def openapi() -> None:
    """Write openapi/openapi.json and openapi/states.md from the code."""
    from app.commands.documents import write_documents

    for path in write_documents():
        print(f"wrote {path}")


@app.command()
def check() -> None:
    """Fail when a migration, the OpenAPI document or a state diagram is missing a change of the code."""
    from app.commands.checks import check_everything

    problems = check_everything()
    for problem in problems:
        print(problem, file=sys.stderr)
    raise typer.Exit(1 if problems else 0)


@app.command("import-areas")
def import_areas(
    file: Annotated[
        Path | None,
        typer.Argument(
            exists=True,
            dir_okay=False,
            help="Official CSV: code,name,valid_from,valid_to. Without it: the packaged areas.",
        ),
    ] = None,
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day from which the list applies (today).")
    ] = None,
    close_many: Annotated[
        bool, typer.Option(help="Close what the file lacks even where it is more than a fifth.")
    ] = False,
    boundaries: Annotated[bool, typer.Option(help="With the packaged areas, county outlines too.")] = True,
) -> None:
    """Bring the areas (GB/T 2260 codes, townships) up to date; all of a file or nothing."""
    from app.commands.areas import import_area_file
    from app.commands.running import CommandRefused

    try:
        import_area_file(file, on=on.date() if on else None, may_close_many=close_many, with_boundaries=boundaries)
    except CommandRefused as refused:
        _refuse(refused)


@app.command("import-boundaries")
def import_boundaries(
    file: Annotated[
        Path,
        typer.Argument(
            exists=True, dir_okay=False, help="GeoJSON FeatureCollection; each feature has property code."
        ),
    ],
    source: Annotated[str, typer.Option(help="Who drew it, for the reader.")],
    accuracy_m: Annotated[int, typer.Option(min=1, help="How far a border may be off, in metres.")],
    datum: Annotated[Literal["wgs84", "gcj02"], typer.Option(help="Datum of the coordinates in the file.")],
    valid_from: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day it applies from.")] = None,
) -> None:
    """Replace the packaged outlines of areas by an agency's own; all of a file or nothing."""
    from app.commands.areas import import_boundary_file
    from app.commands.running import CommandRefused

    day = valid_from.date() if valid_from else None
    try:
        import_boundary_file(file, source=source, accuracy_m=accuracy_m, datum=datum, valid_from=day)
    except CommandRefused as refused:
        _refuse(refused)


@app.command("add-agency")
def add_agency(
    name: Annotated[str, typer.Argument(help="Name as on the door.")],
    kind: Annotated[str, typer.Argument(help="justice_bureau, legal_aid_centre, township_office, …")],
    area: Annotated[str, typer.Argument(help="Code of the area it serves.")],
    parent: Annotated[UUID | None, typer.Option(help="Id of its superior; without it, a new tree begins.")] = None,
) -> None:
    """Set up an agency and print its id. The root of a tree is made here; the rest may be made in the API."""
    from app.commands.areas import add_agency as add
    from app.commands.running import CommandRefused

    try:
        print(add(name, kind, area, parent))
    except CommandRefused as refused:
        _refuse(refused)


@app.command("add-administrator")
def add_administrator(
    username: Annotated[str, typer.Argument(help="User name to log in with.")],
    name: Annotated[str, typer.Argument(help="Full name.")],
    agency: Annotated[UUID, typer.Argument(help="Id of the agency to administer, with those below it.")],
    password: Annotated[
        str,
        typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, envvar="YJT_NEW_PASSWORD"),
    ],
) -> None:
    """Open the account of an agency's first administrator; the password is asked for, never an argument."""
    from app.commands.identity import add_administrator as add
    from app.commands.running import CommandRefused

    try:
        print(add(username, name, password, agency))
    except CommandRefused as refused:
        _refuse(refused)


@app.command("rotate-keys")
def rotate_keys() -> None:
    """Re-seal personal fields with the first key of YJT_FIELD_KEYS; the others may then leave the ring."""
    from app.commands.identity import rotate_keys as rotate

    for column, values in rotate().items():
        print(f"{column}: {values}")


@app.command("verify-archive")
def verify_archive(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The ZIP of an archived case.")],
    sha256: Annotated[str | None, typer.Option(help="SHA-256 of the whole file, as the case shows it.")] = None,
    manifest_sha256: Annotated[
        str | None, typer.Option(help="SHA-256 of the manifest, as the case shows it.")
    ] = None,
) -> None:
    """Compare the file of a case with its manifest, offline; name each mismatch and fail where there is one."""
    from app.commands.archives import report

    lines, is_whole = report(file, sha256=sha256, manifest_sha256=manifest_sha256)
    for line in lines:
        print(line)
    raise typer.Exit(0 if is_whole else 1)


@app.command("audit-ledger")
def audit_ledger(
    state: Annotated[
        Path | None, typer.Option(help="Where an interrupted audit is kept (default in the data directory).")
    ] = None,
    from_start: Annotated[bool, typer.Option(help="Begin anew, whatever was interrupted.")] = False,
    anchor: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="An old head or receipt that the ledger must continue."),
    ] = None,
    skip_objects: Annotated[bool, typer.Option(help="Do not read the stored files.")] = False,
) -> None:
    """Read the custody ledger and the stored files anew; name whatever was altered, removed or forged.

    Exit 0: nothing; 1: findings, or it could not run; 130: interrupted, the same command goes on.
    """
    from app.commands.ledger_audit import audit, lines
    from app.commands.running import CommandRefused

    try:
        found = audit(state, from_start=from_start, anchor=anchor, skip_objects=skip_objects)
    except CommandRefused as refused:
        _refuse(refused)
    except KeyboardInterrupt:
        print("interrupted; the same command goes on from here", file=sys.stderr)
        raise typer.Exit(130) from None
    for line in lines(found):
        print(line)
    raise typer.Exit(1 if found.findings else 0)


@app.command("verify-evidence")
def verify_evidence(
    receipt: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="The receipt: its JSON or its PDF.")
    ],
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The file it is for.")],
    *,
    log_key: Annotated[
        list[str] | None, typer.Option(help="Verifier key of the ledger, got elsewhere than from the receipt.")
    ] = None,
    tsa_roots: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="PEM of timestamp authorities you trust.")
    ] = None,
    newer_checkpoint: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="A later signed head of the ledger.")
    ] = None,
    consistency: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="Answer of GET /ledger/consistency between both heads."),
    ] = None,
) -> None:
    """Check a receipt against a file, offline. Exit 0: all agrees; 1: something contradicts; 2: undecided."""
    from app.commands.receipts import Given, report

    lines, code = report(receipt, file, Given(tuple(log_key or ()), tsa_roots, newer_checkpoint, consistency))
    for line in lines:
        print(line)
    raise typer.Exit(code)


def _refuse(error: Exception) -> NoReturn:
    print(error, file=sys.stderr)
    raise typer.Exit(1)


if __name__ == "__main__":
    main()
