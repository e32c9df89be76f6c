"""What must hold before an act on a file of lines."""

from collections.abc import Iterator, Mapping
from typing import Any

from kairos.foundation.actor import Actor
from kairos.foundation.guards import Reason
from kairos.foundation.imports import mapping
from kairos.foundation.imports.acts import kind_of
from kairos.foundation.imports.models import ImportRun

Details = Mapping[str, Any]


def still_there(row: ImportRun, actor: Actor, details: Details) -> Iterator[Reason]:
    if not row.sha256:
        yield Reason("Ce fichier a été effacé. Envoyez-le de nouveau.")


def titles_are_matched(row: ImportRun, actor: Actor, details: Details) -> Iterator[Reason]:
    for column in mapping.missing(row.places, kind_of(row).columns):
        yield Reason(f"Dites quelle colonne du fichier donne « {column.heading} ».", field=column.key)


def changes_something(row: ImportRun, actor: Actor, details: Details) -> Iterator[Reason]:
    counts = row.report["counts"]
    if not counts["new"] + counts["changed"] and not kind_of(row).of_itself:
        yield Reason("Ce fichier ne changerait rien.")


def nothing_asked(row: ImportRun, actor: Actor, details: Details) -> Iterator[Reason]:
    """While the worker has it, nobody else does."""
    if row.asked and not details.get("by_worker"):
        yield Reason("Ce fichier est en cours de lecture. Patientez quelques instants, puis relisez la page.")
