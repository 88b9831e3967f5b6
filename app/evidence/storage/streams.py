"""Read stored objects as the reader pulls: as a stream for a library that takes files, or a range of bytes."""

import io
from collections.abc import Callable
from typing import BinaryIO, TypeVar

from app.evidence.storage.objects import CHUNK_BYTES, ObjectStore

T = TypeVar("T")


async def read_with(
    store: ObjectStore, key: str, use: Callable[[BinaryIO], T], *, version_id: str | None = None
) -> T:
    """Give ``use`` the object as a binary stream, in the one thread that reads it; what it returns is returned.

    Raises:
        ObjectMissing, StorageUnavailable: see there. An ``OSError`` that ``use`` lets out is taken for storage's.
    """
    connections = store.connections

    def run() -> T:
        response = connections.reader.get_object(connections.bucket, key, version_id=version_id)
        setattr(response, "auto_close", False)  # noqa: B010 -- the base class lacks it; at the end of the file a reader may well ask once more
        try:
            return use(io.BufferedReader(response, CHUNK_BYTES))  # pyright: ignore[reportArgumentType] -- raw I/O
        finally:
            response.close()
            response.release_conn()

    return await connections.call(run, queue_s=None)


async def read_range(
    store: ObjectStore, key: str, offset: int, length: int, *, version_id: str | None = None
) -> bytes:
    """So many bytes from ``offset`` on; fewer at the object's end. ``offset`` lies within the object.

    Raises:
        ObjectMissing, StorageUnavailable: see there.
    """
    connections = store.connections

    def run() -> bytes:
        response = connections.client.get_object(
            connections.bucket, key, offset=offset, length=length, version_id=version_id
        )
        try:
            return response.read(length)
        finally:
            response.close()
            response.release_conn()

    return await connections.call(run, queue_s=None)
