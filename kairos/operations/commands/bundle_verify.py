"""Says whether the file of a session is the one that Kairos made."""

import argparse
import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kairos.operations.errors import CannotRun

if TYPE_CHECKING:
    from kairos.path.bundles.verifying import Fault, Verdict

NAME = "bundle verify"
HELP = "Vérifier qu’un dossier de contrôle (ZIP) est tel que Kairos l’a scellé, sans base de données"
KEY_LENGTH = 64


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FICHIER", help="le ZIP, tel qu’il a été téléchargé")
    parser.add_argument("--key", help="clé publique attendue, 64 signes, telle que l’organisme la donne ; sans "
                        "elle, celle de cette installation s’il y en a une")  # fmt: skip
    parser.add_argument("--json", action="store_true", help="répondre en JSON")


def run(options: argparse.Namespace) -> int:
    from kairos.path.bundles import manifest
    from kairos.path.bundles.verifying import verify

    keys = {_key(options.key)} if options.key else manifest.own_keys()
    if not options.file.is_file():
        raise CannotRun(f"Le fichier {options.file} n’existe pas.")
    try:
        verdict = verify(options.file, keys)
    except OSError as error:
        raise CannotRun(f"Le fichier {options.file} ne peut pas être lu : {error.strerror}.") from error
    print(_as_json(verdict) if options.json else _in_words(verdict))
    return 1 if verdict.faults else 0


def _key(typed: str) -> str:
    key = "".join(typed.split()).lower()
    if len(key) != KEY_LENGTH or not set(key) <= set("0123456789abcdef"):
        raise CannotRun("La clé attendue a 64 signes, de 0 à 9 et de a à f.")
    return key


def _as_json(verdict: "Verdict") -> str:
    return json.dumps({"ok": not verdict.faults, **asdict(verdict)}, ensure_ascii=False, indent=2)


def _in_words(verdict: "Verdict") -> str:
    if verdict.faults:
        return "\n".join([*map(_line, verdict.faults), "Ce dossier n’est pas tel que Kairos l’a scellé."])
    said = verdict.said
    made = datetime.fromisoformat(said["made_at"])
    lines = [
        f"Dossier intact : {verdict.files} fichiers, tels que scellés.",
        f"Session {said['session']['number']}, {said['organisation']['name']}, fait le {made:%d/%m/%Y à %H:%M %Z} pour "
        f"{said['made_for']}.",
    ]
    if verdict.known:
        return "\n".join([*lines, "Le sceau est de la clé attendue."])
    return "\n".join([*lines, f"Clé du sceau : {verdict.key}",
                      "Comparez-la à celle de l’installation, ou redites la commande avec --key."])  # fmt: skip


def _line(fault: "Fault") -> str:
    return f"{fault.name} : {fault.said}" if fault.name else fault.said
