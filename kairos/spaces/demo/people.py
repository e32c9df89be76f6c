"""The demonstration people, as `accounts.json` lists them: written when the invented data were loaded."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

SPACES = {
    "file": "Avant l’adhésion",
    "provider": "Organismes de formation",
    "operator": "Opérateur",
    "agency": "Agences",
    "jobseeker": "Demandeurs d’emploi",
}


@dataclass(frozen=True, slots=True)
class Invented:
    label: str
    space: str
    roles: tuple[str, ...]
    organisation: str
    siret: str
    identifier: str
    password: str
    totp_secret: str
    sign_in_url: str
    name: str = ""
    story: str = ""

    @property
    def space_label(self) -> str:
        return SPACES[self.space]


@cache
def everyone() -> tuple[Invented, ...]:
    """In the order of the story; none when nothing was loaded."""
    file = Path(settings.KAIROS_MEDIA).parent / "accounts.json"
    if not file.exists():
        return ()
    return tuple(Invented(**row | {"roles": tuple(row["roles"])}) for row in json.loads(file.read_text()))
