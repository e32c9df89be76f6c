"""Takes a public list into the database: see docs/formats/registers.md."""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from kairos.operations.errors import CannotRun

if TYPE_CHECKING:
    from kairos.identity.registers.formats import Refused
    from kairos.identity.registers.importing import Outcome

NAME = "registers import"
HELP = "Importer une liste publique (organismes de formation, SIRENE)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FICHIER", help="fichier CSV, .gz ou .zip")
    parser.add_argument("--json", action="store_true", help="répondre en JSON, lignes écartées comprises")


def run(options: argparse.Namespace) -> int:
    """0 when every line was taken, 1 when some were left out, told by number and reason."""
    left_out: list[Refused] = []
    outcome = _import(options.file, left_out.append if options.json else _tell)
    print(json.dumps(_as_json(outcome, left_out), ensure_ascii=False) if options.json else _summary(outcome))
    return 1 if outcome.refused else 0


def _import(file: Path, on_refused: "Callable[[Refused], None]") -> "Outcome":
    from django.conf import settings

    from kairos.identity.registers.formats import Unreadable
    from kairos.identity.registers.importing import import_file

    if "owner" not in settings.DATABASES:
        raise CannotRun("DATABASE_OWNER_URL manque\u00a0: les listes sont écrites par le rôle propriétaire.")
    try:
        return import_file(file, on_refused)
    except Unreadable as error:
        raise CannotRun(error.reason) from error
    except OSError as error:
        raise CannotRun(f"Le fichier {file} ne peut pas être lu\u00a0: {_why(error)}.") from error


def _why(error: OSError) -> str:
    match error:
        case FileNotFoundError():
            return "il n’existe pas"
        case IsADirectoryError():
            return "c’est un dossier"
        case PermissionError():
            return "vous n’en avez pas le droit"
        case _:
            return error.strerror or str(error)


def _tell(line: "Refused") -> None:
    print(f"Ligne {line.line}\u00a0: {line.reason}", file=sys.stderr)


def _as_json(outcome: "Outcome", left_out: "list[Refused]") -> dict[str, object]:
    return asdict(outcome) | {"lines": [line._asdict() for line in left_out]}


def _summary(outcome: "Outcome") -> str:
    counts = {
        "Lignes lues": outcome.rows,
        "Ajoutées": outcome.added,
        "Modifiées": outcome.changed,
        "Écartées": outcome.refused,
    }
    return "\n".join([outcome.kind.label, *(f"{name}\u00a0: {count}" for name, count in counts.items())])
