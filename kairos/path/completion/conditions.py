"""What must hold before an act on a bilan or on a certificate."""

from collections.abc import Iterator, Mapping
from typing import Any

from kairos.foundation.actor import Actor
from kairos.foundation.guards import Reason
from kairos.identity.habilitations.guards import given
from kairos.path.completion import certifying, rules
from kairos.path.completion.models import OPEN, FinalReview, IssuedCertificate
from kairos.path.enrolments.models import Enrolment

Details = Mapping[str, Any]
State = FinalReview.State
says_why = given("reason", "Dites pourquoi ce bilan est corrigé : la personne et son conseiller le liront.")
says_why_withdrawn = given("reason", "Dites pourquoi ce bilan est retiré : la personne et son conseiller le liront.")


def is_out(row: FinalReview, actor: Actor, details: Details) -> Iterator[Reason]:
    """A bilan is of a training that is over for this person. Held: nobody undoes the exit meanwhile."""
    enrolment = Enrolment.objects.select_for_update(of=("self",), no_key=True).get(pk=row.enrolment_id)
    if not enrolment.is_out:
        yield Reason("Déclarez d’abord la sortie de formation : le bilan vient après.")


def nobody_wrote_one(row: Enrolment, actor: Actor, details: Details) -> Iterator[Reason]:
    """Before an exit is undone: a bilan of a training that goes on would say what is not."""
    if not row.is_out or details.keys() & {"on", "modules"}:
        return
    found = set(FinalReview.objects.filter(enrolment=row.pk).values_list("state", flat=True))
    if State.SHARED in found:
        yield Reason("Le bilan de cette formation est partagé : retirez-le d’abord, avec une raison.")
    if found & set(OPEN):
        yield Reason("Un bilan de cette formation est en cours : abandonnez-le d’abord.")


def is_the_first(row: FinalReview, actor: Actor, details: Details) -> Iterator[Reason]:
    found = set(_others(row).values_list("state", flat=True))
    if found & set(OPEN):
        yield Reason("Un bilan de cette formation est déjà en cours : ouvrez-le.")
    elif State.SHARED in found:
        yield Reason("Le bilan de cette formation est déjà partagé : corrigez-le.")


def corrects_the_shared_one(row: FinalReview, actor: Actor, details: Details) -> Iterator[Reason]:
    found = set(_others(row).values_list("state", flat=True))
    if State.SHARED not in found:
        yield Reason("Seul un bilan partagé se corrige par une nouvelle version.")
    if found & set(OPEN):
        yield Reason("Une correction de ce bilan est déjà en cours : ouvrez-la.")


def is_not_being_corrected(row: FinalReview, actor: Actor, details: Details) -> Iterator[Reason]:
    if _others(row).filter(state__in=OPEN).exists():
        yield Reason("Une correction de ce bilan est en cours : abandonnez-la d’abord.")


def _others(row: FinalReview) -> Any:
    return FinalReview.objects.filter(enrolment=row.enrolment_id).exclude(pk=row.pk)


def is_whole(row: FinalReview, actor: Actor, details: Details) -> Iterator[Reason]:
    said = {name: getattr(row, name) for name in rules.CONTENT}
    for name, remedy in rules.lacking(said):
        yield Reason(remedy, field=name)


def months_are_locked(row: IssuedCertificate, actor: Actor, details: Details) -> Iterator[Reason]:
    found = certifying.basis(row.enrolment)
    if not found or not found.ready:
        yield Reason("Le certificat attend que tous les mois d’assiduité de la formation soient arrêtés.")
