"""`yjt audit-ledger`: the audit on the terminal, with a progress bar, and resumable."""

from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from app.commands.running import CommandRefused, run
from app.evidence.custody.audit import auditing, state
from app.evidence.custody.audit.anchor import AnchorUnusable, read_anchor
from app.evidence.custody.audit.auditing import Ledger, Step, Wanted
from app.evidence.custody.audit.state import State, StateUnusable
from app.evidence.custody.checkpoint import Checkpoint
from app.evidence.custody.stamping import build_authority
from app.evidence.errors import StorageUnavailable
from app.launch.installation import installation
from app.wiring import Services

NAMES = {
    Step.LEAVES: "账本记录和签名树头",
    Step.ROWS: "保管事件、时间戳、联署",
    Step.HEADS: "存储里的树头副本",
    Step.OBJECTS: "存储里的文件",
}
STATE = "ledger-audit.json"


def default_state() -> Path:
    """In the data directory of this installation, if it has one; else where the command is run."""
    data = installation().data
    return (data if data.is_dir() else Path.cwd()) / STATE


def audit(file: Path | None, *, from_start: bool, anchor: Path | None, skip_objects: bool) -> State:
    """Audit the ledger of the environment's settings, or go on with an interrupted audit; returns what was found.

    Raises:
        CommandRefused: the anchor or the state cannot be used, or storage is away.
        KeyboardInterrupt: interrupted; the state is kept.
    """
    kept = file or default_state()

    async def work(services: Services) -> State:
        ledger = _ledger(services)
        wanted = Wanted(kept, _anchor(anchor, ledger), skip_objects)
        if from_start:
            kept.unlink(missing_ok=True)
        found = state.load(kept, ledger.origin, ledger.keys) or await auditing.begin(ledger)
        with Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        ) as bar:
            tasks = {step: bar.add_task(NAMES[step], total=None, visible=False) for step in Step}

            def progress(step: Step, done: int, total: int) -> None:
                bar.update(tasks[step], completed=done, total=total, visible=True)

            try:
                await auditing.run(ledger, found, wanted, progress, at=services.clock.now())
            except StorageUnavailable as error:
                reason = f"object storage is away; the same command goes on when it is back (state in {kept})"
                raise CommandRefused(reason) from error
        kept.unlink(missing_ok=True)
        return found

    try:
        return run(work)
    except (AnchorUnusable, StateUnusable, OSError) as error:
        raise CommandRefused(str(error)) from error


def lines(found: State) -> list[str]:
    """What the terminal shows at the end."""
    shown = [finding.line() for finding in found.findings]
    if found.omitted:
        shown.append(f"另有 {found.omitted} 处没有列出")
    total = len(found.findings) + found.omitted
    verdict = f"发现 {total} 处问题" if total else "没有发现问题"
    return [*shown, f"审计了 {found.size} 条账本记录、{found.read} 个文件：{verdict}"]


def _ledger(services: Services) -> Ledger:
    authority = build_authority(services.settings)
    return Ledger(
        services.database,
        services.object_store,
        services.ledger_keys.name,
        services.ledger_keys.log,
        authority.certificates if authority else None,
    )


def _anchor(file: Path | None, ledger: Ledger) -> Checkpoint | None:
    return None if file is None else read_anchor(file.read_text(encoding="utf-8"), ledger.keys)
