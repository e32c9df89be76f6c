"""Puts a backup back, then checks the journal."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kairos.operations.commands import journal_verify

if TYPE_CHECKING:
    from kairos.operations.backup import Outcome

NAME = "restore"
HELP = "Restaurer une sauvegarde dans une base vide, puis vérifier le journal"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FICHIER", help="sauvegarde faite par « kairos backup »")
    parser.add_argument("--force", action="store_true", help="remplacer ce que contient l’installation")


def run(options: argparse.Namespace) -> int:
    from kairos.operations import backup

    outcome = backup.restore(options.file.absolute(), force=options.force)
    _tell(outcome)
    return journal_verify.run(argparse.Namespace(seals=None, json=False))


def _tell(outcome: "Outcome") -> None:
    print(
        f"Sauvegarde du {outcome.manifest.made_at}\u00a0: {outcome.rows} lignes et "
        f"{outcome.uploads} fichiers restaurés."
    )
    print(f"{outcome.signed_out} sessions fermées\u00a0: chacun se reconnecte.")
    if outcome.uncertain:
        print(
            f"{outcome.uncertain} messages étaient en attente d’envoi\u00a0: ils ne partiront pas "
            "d’eux-mêmes, leur sort est inconnu."
        )
    print(f"Le journal ouvre son époque {outcome.era}.")
    if outcome.seals_kept:
        print("Le fichier des sceaux déjà présent est gardé\u00a0: il peut prouver ce que la sauvegarde n’a pas.")
