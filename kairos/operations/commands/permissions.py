"""The permission map, as a lawyer reads it."""

import argparse

from kairos.operations import listing

NAME = "permissions"
HELP = "Lister les permissions et qui les a"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="répondre en JSON")
    parser.add_argument("--markdown", action="store_true", help="la page docs/security/permissions.md")


def run(options: argparse.Namespace) -> int:
    from kairos.foundation.permissions import the_map

    if options.markdown:
        from kairos.spaces import matrix

        print(matrix.markdown(), end="")
        return 0
    rows = [
        {"name": name, "label": row.label, "who": row.rule.name, "granted_by": row.granted_by}
        for name, row in the_map().items()
    ]
    listing.show(rows, as_json=options.json, columns=("name", "who", "label"))
    return 0
