"""The demonstration people, as `accounts.json` lists them: written when the invented data were loaded."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

SPACES = {
    "operator": "Opérateur",
    "provider": "Organismes adhérents, dans le portail",
    "file": "Organismes, avant l’entrée dans le portail",
    "agency": "Agences",
    "jobseeker": "Demandeurs d’emploi",
}
"""In the order of the page."""


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


def by_space() -> list[tuple[str, list[Invented]]]:
    """The label of each space with its people, in the order of the story."""
    groups = [(label, [one for one in everyone() if one.space == space]) for space, label in SPACES.items()]
    return [(label, people) for label, people in groups if people]


@cache
def everyone() -> tuple[Invented, ...]:
    """In the order of the story; none when nothing was loaded."""
    file = Path(settings.KAIROS_MEDIA).parent / "accounts.json"
    if not file.exists():
        return ()
    return tuple(Invented(**row | {"roles": tuple(row["roles"])}) for row in json.loads(file.read_text()))
