"""Files of existing members, sent by the operator, in each of their states."""

from collections.abc import Iterable

from django.core.files.uploadedfile import SimpleUploadedFile

from kairos.foundation import engine
from kairos.foundation.ids import new_id
from kairos.foundation.imports import runs, writing
from kairos.foundation.imports.lifecycle import ImportFile
from kairos.foundation.imports.models import ImportRun
from kairos.foundation.isolation import scope
from kairos.identity.memberships.takeover.columns import COLUMNS
from kairos.identity.memberships.takeover.kind import KIND
from tests.support.people import Someone

MEMBERS = ("99900101900010", "99900111800010", "99900121700010")
"""Invented establishments whose key is right."""
MEMBER = {
    "nda": "11930000001",
    "name": "Les Cours du Soir",
    "address": "3 rue des Lilas",
    "postcode": "93500",
    "town": "Pantin",
    "manager_civility": "Madame",
    "manager_first_name": "Jeanne",
    "manager_last_name": "Ferrand",
    "manager_title": "Directrice",
    "manager_email": "jeanne.ferrand@cours.example",
    "starts_on": "03/09/2025",
}


def member(siret: str = MEMBERS[0], **more: str) -> dict[str, str]:
    return MEMBER | {"siret": siret} | more


def csv(rows: Iterable[dict[str, str]]) -> bytes:
    return writing.table(COLUMNS, rows, raw=True)


def file(content: bytes, name: str = "adherents.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "text/csv")


def sent(who: Someone, content: bytes, *, letters: bool = False) -> ImportRun:
    """Received and, when its titles are known, checked."""
    with scope(who.actor):
        row = runs.receive(KIND, file(content), who.actor, new_id(), {"letters": letters})
        return runs.go_on(row, who.actor)


def received(who: Someone) -> ImportRun:
    return sent(who, b"Organisme;Ville\r\nLes Cours du Soir;Pantin\r\n")


def checked(who: Someone) -> ImportRun:
    return sent(who, csv([member()]))


def refused(who: Someone) -> ImportRun:
    return sent(who, csv([member(siret="1")]))


def taken(who: Someone, content: bytes | None = None, *, letters: bool = False) -> ImportRun:
    return take(sent(who, content or csv([member()]), letters=letters), who)


def take(row: ImportRun, who: Someone) -> ImportRun:
    with scope(who.actor):
        return runs.take(row, who.actor)


def abandoned(who: Someone) -> ImportRun:
    row = checked(who)
    with scope(who.actor):
        return engine.run(ImportFile.abandon, row, who.actor)
