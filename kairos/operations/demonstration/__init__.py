"""The invented people and organisations of the demonstration."""

import json
from pathlib import Path

from kairos.foundation import demonstration


def load(accounts: Path) -> None:
    """Mark the fresh database as a demonstration, fill it, and list in `accounts` who may sign in and how.

    The list is written last, in one step: its presence says that the data is complete.
    """
    demonstration.mark()
    _write(accounts, [])


def _write(path: Path, accounts: list[dict]) -> None:
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(accounts, ensure_ascii=False, indent=2) + "\n")
    draft.replace(path)
