"""What must hold before the file of a session is made."""

from collections.abc import Iterator, Mapping
from typing import Any

from kairos.foundation.actor import Actor
from kairos.foundation.guards import Reason
from kairos.identity.habilitations.guards import given
from kairos.path.bundles.models import SessionBundle
from kairos.path.enrolments import queries as enrolments

says_why = given("reason", "Dites pour quel contrôle : le motif est écrit dans le dossier et au journal.")


def names_somebody(row: SessionBundle, actor: Actor, details: Mapping[str, Any]) -> Iterator[Reason]:
    if not enrolments.trainees(actor, row.session_id).exists():
        yield Reason("Cette session n’a aucun stagiaire que vous lisez : il n’y a rien à exporter.")


def nothing_is_being_made(row: SessionBundle, actor: Actor, details: Mapping[str, Any]) -> Iterator[Reason]:
    if SessionBundle.objects.filter(session=row.session_id, state=SessionBundle.State.WAITING).exists():
        yield Reason("Un dossier de cette session est déjà en préparation.")
