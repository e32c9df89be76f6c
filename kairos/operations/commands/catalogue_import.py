"""Takes the file of a Carif-Oref into the catalogue: see docs/formats/carif.md."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kairos.operations.errors import CannotRun

if TYPE_CHECKING:
    from kairos.foundation.imports.models import ImportRun

NAME = "catalogue import"
HELP = "Importer l’offre d’un Carif-Oref (LHÉO, CSV, XLSX) : chaque session va à l’organisme de son SIRET"
COUNTS = {
    "new": "Nouvelles",
    "changed": "Modifiées",
    "unchanged": "Déjà à jour",
    "refused": "Refusées",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FICHIER", help="fichier XML (LHÉO), CSV ou XLSX")
    parser.add_argument("--from", dest="carif", default="fr", metavar="CODE",
                        help="de qui il vient : « fr » (offre nationale, sans autre indication) ou le code INSEE d’une "
                        "région")  # fmt: skip
    parser.add_argument("--whole", action="store_true", help="il contient toute cette offre : ce qu’il ne nomme plus "
                        "est marqué")  # fmt: skip
    parser.add_argument("--publish", action="store_true", help="publier aussitôt les sessions complètes")
    parser.add_argument("--check", action="store_true", help="vérifier seulement, ne rien écrire")
    parser.add_argument("--json", action="store_true", help="répondre en JSON")


def run(options: argparse.Namespace) -> int:
    """0 when every line is taken, 1 when some are refused, told by number and reason (the first two hundred)."""
    from kairos.offer.catalogue import codes

    if options.carif not in codes.CARIFS:
        raise CannotRun(f"« {options.carif} » n’est pas un Carif-Oref connu : {', '.join(codes.CARIFS)}.")
    row, errors = _imported(options)
    counts = row.outcome or row.report["counts"]
    if options.json:
        print(json.dumps({"state": row.state, **counts, "errors": errors}, ensure_ascii=False))
    else:
        for error in errors:
            print(f"Ligne {error['line']} : {error['heading']} {error['message']}", file=sys.stderr)
        print("\n".join(f"{words} : {counts[key]}" for key, words in COUNTS.items()))
    return 1 if counts["refused"] else 0


def _imported(options: argparse.Namespace) -> "tuple[ImportRun, list[dict[str, Any]]]":
    """Checked, then taken in one transaction, in this process; what is refused whole has changed nothing."""
    from django.core.files.base import File
    from django.core.files.uploadedfile import UploadedFile

    from kairos.foundation import engine
    from kairos.foundation.actor import system
    from kairos.foundation.ids import new_id
    from kairos.foundation.imports import runs
    from kairos.foundation.imports.kinds import kind_named
    from kairos.foundation.imports.lifecycle import ImportFile
    from kairos.foundation.imports.reading.forms import Unreadable
    from kairos.foundation.isolation import scope

    asked = {"carif": options.carif, "whole": options.whole, "publish": options.publish}
    who = system("catalogue import")
    try:
        with options.file.open("rb") as content:
            file = UploadedFile(File(content), options.file.name, size=options.file.stat().st_size)
            with scope(who):
                row = runs.receive(kind_named("carif"), file, who, new_id(), asked)
    except Unreadable as error:
        raise CannotRun(error.reason) from error
    except OSError as error:
        raise CannotRun(f"Le fichier {options.file} ne peut pas être lu : {error.strerror}.") from error
    with scope(who):
        row = runs.check(row, who)
    if row.state == row.State.REFUSED:
        raise CannotRun(row.reason)
    errors = row.report["errors"]
    with scope(who):
        return engine.run(ImportFile.abandon if options.check else ImportFile.take, row, who), errors
