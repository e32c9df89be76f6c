"""The copy of the seals outside the database (KAIROS_SEALS): one signed JSON line each, appended and synced.

A database whose last seals were cut off is whole again by its own word; not by this file's. A restore writes the line
of its era: the seals made after the backup are lost, and known to be.
"""

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings

from kairos.foundation import clock
from kairos.foundation.actor import system
from kairos.foundation.isolation import scope
from kairos.foundation.journal import signing
from kairos.foundation.journal.models import JournalSeal

Line = dict[str, Any]


class Disagreement(Exception):
    """The file knows a seal that the database does not, or knows it otherwise."""


def bring_up_to_date() -> None:
    """Append what the file does not have yet. Raises Disagreement, after which nothing is appended any more."""
    with _opened() as file, scope(system("journal.seal")):
        last = _last_line(file)
        _compare(last)
        missing = JournalSeal.objects.filter(number__gt=_number(last)).order_by("number")
        _append(file, (line_of(seal) for seal in missing.iterator(100)))


def note_era(era: int, after: int) -> None:
    """A restore: the next line is seal `after + 1`, whatever the file had."""
    said = {"era_opened": era, "after": after, "at": signing.instant(clock.now())}
    with _opened() as file:
        _append(file, [said | {"signature": signing.sign_statement(said).hex()}])


def line_of(seal: JournalSeal) -> Line:
    return signing.statement(seal) | {"signature": bytes(seal.signature).hex()}


def lines(path: Path) -> Iterator[Line | None]:
    """Every line, first to last; None for one that cannot be read. What a crash left unfinished at the end is none."""
    with path.open("rb") as file:
        yield from (_read(raw) for raw in file if raw.endswith(b"\n"))


def _read(raw: bytes) -> Line | None:
    try:
        line = json.loads(raw)
    except ValueError:
        return None
    return line if isinstance(line, dict) else None


def is_signed(line: Line) -> bool:
    said = {name: value for name, value in line.items() if name != "signature"}
    try:
        return signing.is_signed(said, bytes.fromhex(line.get("signature", "")))
    except (TypeError, ValueError):
        return False


@contextmanager
def _opened() -> Iterator[BinaryIO]:
    path = Path(settings.KAIROS_SEALS)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o640)
    with os.fdopen(descriptor, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def _last_line(file: BinaryIO) -> Line | None:
    """Leaves the file at the end of its last whole line, where the next one goes."""
    end, tail = file.seek(0, os.SEEK_END), b""
    while end > 0 and tail.count(b"\n") < 2:
        start = max(0, end - 4096)
        file.seek(start)
        tail, end = file.read(end - start) + tail, start
    whole = tail[: tail.rfind(b"\n") + 1]
    file.seek(end + len(whole))
    return json.loads(whole.splitlines()[-1]) if whole else None


def _number(last: Line | None) -> int:
    return 0 if last is None else last.get("after", last.get("number"))


def _compare(last: Line | None) -> None:
    if last is None or "after" in last:
        return
    seal = JournalSeal.objects.filter(number=last["number"]).first()
    if seal is None or line_of(seal) != last:
        raise Disagreement(f"le sceau {last['number']} du fichier n’est pas celui de la base")


def _append(file: BinaryIO, added: Iterable[Line]) -> None:
    _last_line(file)
    file.truncate()
    for line in added:
        file.write(json.dumps(line, separators=(",", ":")).encode() + b"\n")
    file.flush()
    os.fsync(file.fileno())
