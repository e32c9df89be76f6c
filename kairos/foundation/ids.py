"""Identifiers: UUIDv7 (RFC 9562), made in Python so that a row knows its name before it exists."""

import os
import time
from collections.abc import Iterable
from uuid import UUID

NOBODY = UUID(int=0)
"""The scope value that matches no row: what an anonymous visitor acts for."""


def new_id() -> UUID:
    """A UUIDv7: 48 bits of milliseconds (real time, never the demonstration clock), 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10))
    value = milliseconds << 80 | 0x7 << 76 | (random >> 68) << 64 | 0b10 << 62 | random & (1 << 62) - 1
    return UUID(int=value)


def as_array(ids: Iterable[UUID]) -> str:
    """As PostgreSQL reads an array: for the dozens that a page writes, psycopg's own way takes five times as long."""
    return f"{{{','.join([one.hex for one in ids])}}}"
