"""What attests a movement: AIS, AES, interruption, resumption, exit. The reasons typed by hand are not on it."""

from typing import NamedTuple
from uuid import UUID

from django.db import connection

from kairos.foundation.documents import Letterhead, marked
from kairos.foundation.documents.apart import render_apart
from kairos.foundation.documents.proofs import proof
from kairos.path.enrolments.documents import ATTESTATION, Attestation, PaperPeriod
from kairos.path.enrolments.models import Movement, PlanModule

Kind = Movement.Kind


class Giver(NamedTuple):
    """The number of a session, and who gives it."""

    number: str
    name: str
    siren: str
    nda: str


class Words(NamedTuple):
    """heading, what it attests, what its day is; the name of its file."""

    heading: str
    what: str
    label: str
    file: str


WORDS = {
    Kind.REGISTRATION: Words(
        "Attestation d’inscription en formation (AIS)", "l’inscription à", "Formation prévue", "attestation-inscription"
    ),
    Kind.ENTRY: Words(
        "Attestation d’entrée en formation (AES)",
        "l’entrée effective dans",
        "Premier jour en formation",
        "attestation-entree",
    ),
    Kind.INTERRUPTION: Words(
        "Attestation d’interruption de formation",
        "l’interruption de",
        "Premier jour d’interruption",
        "attestation-interruption",
    ),
    Kind.RESUMPTION: Words(
        "Attestation de reprise de formation", "la reprise de", "Premier jour de reprise", "attestation-reprise"
    ),
    Kind.EXIT: Words(
        "Attestation de sortie de formation", "la sortie de", "Dernier jour en formation", "attestation-sortie"
    ),
}


def pdf(row: Movement) -> bytes:
    return render_apart(ATTESTATION, attestation(row))


def attestation(row: Movement) -> Attestation:
    """The same declaration gives the same bytes. Of a movement that has a paper, its enrolment and person at hand. One
    statement, one more for a plan."""
    enrolment, words, plans = row.enrolment, WORDS[Kind(row.kind)], row.kind == Kind.REGISTRATION
    giver = given_by(enrolment.session_id)
    return marked(
        ATTESTATION,
        Attestation(
            dated=row.declared_at,
            letterhead=Letterhead(giver.name),
            siren=giver.siren,
            nda=giver.nda,
            heading=words.heading,
            what=words.what,
            person=row.person.full_name,
            identifier=row.person.identifier,
            title=enrolment.title,
            number=giver.number,
            label=words.label,
            on=row.on,
            until=enrolment.plan_ends_on if plans else None,
            hours=_hours(enrolment.planned_hours) if plans else "",
            periods=_periods(row) if plans else (),
            reason=enrolment.exit_reason if row.kind == Kind.EXIT else "",
            proof=proof(row.code),
        ),
    )


def given_by(session: UUID) -> Giver:
    """Of a session that was published, for whoever reads somebody there. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kairos_session_given_by(%s)", [session])
        return Giver(*cursor.fetchone())


def _periods(row: Movement) -> tuple[PaperPeriod, ...]:
    plan = PlanModule.objects.filter(enrolment=row.enrolment_id).order_by("number")
    return tuple(PaperPeriod(one.starts_on, one.ends_on, _hours(one.hours)) for one in plan)


def _hours(hours: int | None) -> str:
    return f"{hours}\u00a0h" if hours else ""
