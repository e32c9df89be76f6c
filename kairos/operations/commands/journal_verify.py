"""Computes the journal's chain again and says what is no longer as it was sealed."""

import argparse
import json
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from kairos.operations.errors import CannotRun

if TYPE_CHECKING:
    from kairos.foundation.journal.verifying import Fault, Verdict

NAME = "journal verify"
HELP = "Vérifier que le journal est tel qu’il a été scellé"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seals", type=Path, help="copie des sceaux gardée hors de la base (KAIROS_SEALS)")
    parser.add_argument("--json", action="store_true", help="répondre en JSON")


def run(options: argparse.Namespace) -> int:
    from kairos.foundation.actor import system
    from kairos.foundation.isolation import scope
    from kairos.foundation.journal.verifying import verify

    copy = _copy(options.seals)
    began = time.monotonic()
    with scope(system("journal.verify")):
        verdict = verify(copy)
    seconds = time.monotonic() - began
    print(_as_json(verdict, copy, seconds) if options.json else _in_words(verdict, copy))
    return 1 if verdict.faults else 0


def _copy(asked: Path | None) -> Path | None:
    """The file to compare with: the one named, or that of this installation when there is one."""
    from django.conf import settings

    if asked is None:
        return settings.KAIROS_SEALS if settings.KAIROS_SEALS.exists() else None
    if not asked.is_file():
        raise CannotRun(f"Le fichier {asked} n’existe pas.")
    return asked


def _as_json(verdict: "Verdict", copy: Path | None, seconds: float) -> str:
    found = asdict(verdict) | {
        "ok": not verdict.faults,
        "copy": copy and str(copy),
        "seconds": round(seconds, 3),
        "entries_per_second": round(verdict.entries / seconds),
    }
    return json.dumps(found, ensure_ascii=False, default=str, indent=2)


def _in_words(verdict: "Verdict", copy: Path | None) -> str:
    lines = [_line(fault) for fault in verdict.faults]
    lines.append(
        f"{_many(verdict.entries, 'écriture')}, {_many(verdict.seals, 'sceau vérifié', 'sceaux vérifiés')}, "
        f"{_many(verdict.pending, 'écriture')} à sceller"
        + (f", {_many(verdict.lost, 'sceau perdu', 'sceaux perdus')} par une restauration." if verdict.lost else ".")
    )
    if copy is None:
        lines.append("Aucune copie des sceaux hors de la base : une fin coupée ne se verrait pas.")
    lines.append("Le journal n’est pas tel qu’il a été scellé." if verdict.faults else "Le journal est intact.")
    return "\n".join(lines)


def _many(count: int, one: str, several: str = "") -> str:
    return f"{count} {one if count < 2 else several or one + 's'}"


def _line(fault: "Fault") -> str:
    where = [f"sceau {fault.seal}"] if fault.seal else []
    where += [f"écriture {fault.entry}"] if fault.entry else []
    where += [fault.at.isoformat(timespec="seconds")] if fault.at else []
    return f"{fault.explanation} ({', '.join(where)})" if where else fault.explanation
