"""Directories that the servers' own user can reach, chosen without loosening anyone's permissions.

As root the servers run as `nobody`. A clone below a closed home (`/root`, mode 0700) is out of that user's
reach: both the data directory and the servers' binaries in `.venv`. Then the data goes to a directory below
`/var/lib/yijiantong`, a symbolic link where it was wanted says so, and the binaries are linked or copied there
once. No existing directory's mode is ever changed.
"""

import contextlib
import fcntl
import os
import secrets
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from app.launch.errors import AlreadyRunning, LaunchError
from app.launch.processes import ServiceUser

Say = Callable[[str], None]
SHELTERS = (
    Path("/var/lib/yijiantong"),
    Path("/var/tmp/yijiantong"),  # noqa: S108 - used only if root owns it and nobody else may write to it
)

_MEMORY = Path("/dev/shm")  # noqa: S108 - directories in it get random names and our own mode
_ABANDONED_AFTER_S = 60.0
_ROOM_BYTES = 4 * 1024**3
"""A container's /dev/shm of 64 MiB is no place for a database."""


def silent(message: str) -> None:
    """The default listener of a launcher: says nothing."""


def reachable(path: Path, user: ServiceUser) -> bool:
    """Whether `user` may pass through `path`, if it exists, and every existing directory above it."""
    if not user.is_other:
        return True
    whole = path.resolve()
    return all(_may_enter(step, user) for step in (whole, *whole.parents) if step.is_dir())


def _may_enter(directory: Path, user: ServiceUser) -> bool:
    info = directory.stat()
    if info.st_uid == user.uid:
        return bool(info.st_mode & stat.S_IXUSR)
    if info.st_gid == user.gid:
        return bool(info.st_mode & stat.S_IXGRP)
    return bool(info.st_mode & stat.S_IXOTH)


def make_home(wanted: Path, user: ServiceUser, say: Say = silent) -> Path:
    """Create the directory of one service, or the sheltered one that a link at `wanted` points to.

    The directory stays ours; what the server writes lies in a subdirectory that belongs to its user.
    """
    if not wanted.is_symlink() and not reachable(wanted, user):
        if wanted.exists() and any(wanted.iterdir()):
            raise LaunchError(f"{wanted} holds data that user id {user.uid} cannot reach; move it elsewhere.")
        shelter = _shelter() / f"{wanted.name}-{secrets.token_hex(4)}"
        make_directory(shelter, user)
        make_directory(wanted.parent, user)
        if wanted.exists():
            wanted.rmdir()
        wanted.symlink_to(shelter)
    home = wanted.resolve()
    if home != wanted.absolute() and wanted.is_symlink():
        say(f"{wanted} is out of reach of the servers' user; its data is kept in {home}.")
    make_directory(home, user)
    return home


def make_directory(path: Path, user: ServiceUser) -> None:
    """Create missing directories: ours alone, or passable (not readable) if a server's user must go through."""
    missing = [step for step in (path, *path.parents) if not step.exists()]
    for step in reversed(missing):
        step.mkdir(mode=0o711 if user.is_other else 0o700, exist_ok=True)
        if user.is_other:
            step.chmod(0o711)  # mkdir subtracts the umask, which may close the directory


def temporary_home(prefix: str, *, in_memory: bool = False) -> Path:
    """A directory for a server that lives as long as one test run; `remove_home` takes it away.

    `in_memory` asks for a file system in memory; where there is none with room, an ordinary one is taken.
    """
    place = _MEMORY if in_memory and _has_room(_MEMORY) else Path(tempfile.gettempdir())
    _sweep(place, prefix)
    home = Path(tempfile.mkdtemp(prefix=prefix, dir=place))
    if os.geteuid() == 0:
        home.chmod(0o711)
    return home


def _sweep(place: Path, prefix: str) -> None:
    """Remove what killed test runs left here: ours, with a lock that nobody holds, and not begun just now."""
    for left in place.glob(f"{prefix}*"):
        with contextlib.suppress(OSError):
            info = (left / "owner.lock").lstat()
            if info.st_uid != os.geteuid() or time.time() - info.st_mtime < _ABANDONED_AFTER_S:
                continue
            with (left / "owner.lock").open("rb") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                remove_home(left)


def _has_room(place: Path) -> bool:
    return place.is_dir() and os.access(place, os.W_OK) and shutil.disk_usage(place).free > _ROOM_BYTES


def remove_home(wanted: Path) -> None:
    """Delete a service's directory, also the sheltered one it may be a link to."""
    shutil.rmtree(wanted.resolve(), ignore_errors=True)
    if wanted.is_symlink():
        wanted.unlink()


def own_directory(path: Path, user: ServiceUser) -> Path:
    """A directory that belongs to the server's user alone."""
    path.mkdir(mode=0o700, exist_ok=True)
    if user.is_other and path.stat().st_uid != user.uid:
        os.chown(path, user.uid, user.gid)
    path.chmod(0o700)
    return path


def _shelter() -> Path:
    """A root-owned directory that everybody may pass: nobody else could have planted it or its contents."""
    for place in SHELTERS:
        try:
            place.mkdir(mode=0o755, exist_ok=True)
        except OSError:
            continue
        info = place.lstat()
        if stat.S_ISDIR(info.st_mode) and info.st_uid == os.geteuid() and not info.st_mode & stat.S_IWOTH:
            if not info.st_mode & stat.S_IXOTH:
                continue
            return place
    raise LaunchError("No directory can be found that the servers' user can reach; choose one with DATA=….")


def reachable_copy(base: Path, parts: Sequence[str], version: str, user: ServiceUser) -> Path:
    """The directory `base`, or one that `user` can reach with copies of its `parts`, made once a version."""
    if reachable(base, user):
        return base
    target = _shelter() / f"{parts[0]}-{version}"
    if not target.exists():
        partial = target.with_name(f"{target.name}.{os.getpid()}.part")
        make_directory(partial, user)
        for part in parts:
            if (base / part).is_dir():
                shutil.copytree(base / part, partial / part, copy_function=_link_or_copy)
            else:
                _link_or_copy(str(base / part), str(partial / part))
        try:
            partial.rename(target)
        except OSError:  # another launch was first
            shutil.rmtree(partial, ignore_errors=True)
    return target


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


class OwnerLock:
    """One launcher per directory, by `flock`: the kernel frees it when the owner dies, however it dies."""

    def __init__(self, path: Path, what: str) -> None:
        self._path, self._what = path, what
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Take the lock or raise `AlreadyRunning`, naming the owner's pid."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        if not self._try_for(descriptor, seconds=0.3):
            owner = os.read(descriptor, 20).decode().strip() or "unknown"
            os.close(descriptor)
            message = f"{self._what} in {self._path.parent} is in use by process {owner}."
            raise AlreadyRunning(message, owner=owner)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        self._descriptor = descriptor

    @staticmethod
    def _try_for(descriptor: int, seconds: float) -> bool:
        """A short patience: a command that only looks whether the lock is taken holds it for an instant."""
        end = time.monotonic() + seconds
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > end:
                    return False
                time.sleep(0.05)
            else:
                return True

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
