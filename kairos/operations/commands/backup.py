"""Writes the whole installation to one file."""

import argparse
from pathlib import Path

NAME = "backup"
HELP = "Sauvegarder la base, les fichiers déposés et les sceaux du journal dans un seul fichier"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FICHIER", help="fichier à écrire, qui ne doit pas exister")


def run(options: argparse.Namespace) -> int:
    from kairos.operations import backup

    manifest = backup.save(options.file.absolute())
    size = options.file.stat().st_size / 1_000_000
    print(f"{options.file}\u00a0: {sum(manifest.rows.values())} lignes, {size:.1f} Mo.")
    print(
        "La clef KAIROS_SECRET_KEY n’y est pas\u00a0: gardez-la à part, sans elle la sauvegarde "
        "reste en partie illisible."
    )
    return 0
