"""What must hold before an act: each answers with every reason that stands in the way."""

from collections.abc import Iterator, Mapping
from typing import Any

from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.foundation.guards import Guard, Reason
from kairos.identity.accounts import people
from kairos.identity.memberships.rules import reminder_is_due
from kairos.identity.quality import facts, queries, settings
from kairos.identity.quality.models import QualityCertificate, QualityDocument, QualityRequest

Details = Mapping[str, Any]
Request = QualityRequest

MISSING = {
    "certificate_number": "Écrivez le numéro du certificat Qualiopi, tel qu’il y figure.",
    "certifier": "Écrivez le nom de l’organisme certificateur.",
    "categories": "Cochez au moins une catégorie d’actions, celles que dit le certificat.",
    "valid_from": "Écrivez le premier jour de validité du certificat.",
    "valid_until": "Écrivez le dernier jour de validité du certificat.",
}


def no_other_of_this_kind(request: Request, actor: Actor, details: Details) -> Iterator[Reason]:
    others = queries.live_requests_of(request.organisation_id).filter(kind=request.kind).exclude(pk=request.pk)
    if found := others.values_list("pk", "number").first():
        yield Reason(f"Une demande de ce type est déjà en cours : {found[1]}.", link=f"/compte/qualite/{found[0]}/")


def unchanged(request: Request, actor: Actor, details: Details) -> Iterator[Reason]:
    """`seen`: when the request was last changed, as the page that is saved knew it."""
    if details["seen"] == request.modified_at:
        return
    names = people.names_of([request.modified_by_id])
    who = "vous, dans une autre page" if request.modified_by_id == actor.user else names.get(request.modified_by_id, "")
    yield Reason(
        f"La demande a changé pendant que vous écriviez (par {who or 'un collègue'}). Relisez : enregistrer de nouveau "
        "la remplacera par ce que vous avez écrit."
    )


def facts_are_given(request: Request, actor: Actor, details: Details) -> Iterator[Reason]:
    for field, sentence in MISSING.items():
        if not getattr(request, field):
            yield Reason(sentence, field=field)


def dates_make_sense(request: Request, actor: Actor, details: Details) -> Iterator[Reason]:
    if request.valid_until is None:
        return
    if request.valid_from and request.valid_until < request.valid_from:
        yield Reason("Le dernier jour vient avant le premier : vérifiez les deux dates.", field="valid_until")
    elif request.valid_until < clock.today():
        yield Reason(
            "Ce certificat n’est plus valable : renouvelez-le auprès du certificateur avant de faire la demande.",
            field="valid_until",
        )


def certificate_is_joined(request: Request, actor: Actor, details: Details) -> Iterator[Reason]:
    """The certificate itself, unless the operator already recorded this very one."""
    joined = request.documents.filter(kind=QualityDocument.Kind.CERTIFICATE, withdrawn_at__isnull=True)
    if not joined.exists() and not _recorded(request):
        yield Reason("Joignez le certificat Qualiopi, en PDF ou en image.", field="certificate")


def _recorded(request: Request) -> bool:
    known = queries.active_certificates_of(request.organisation_id)
    return any(facts.is_recorded(request, certificate) for certificate in known)


def few_enough_documents(request: Request, actor: Actor, details: Details) -> Iterator[Reason]:
    most = settings.MOST_DOCUMENTS.value()
    if request.documents.filter(withdrawn_at__isnull=True).count() >= most:
        yield Reason(f"Une demande compte {most} documents au plus : retirez-en un, ou réunissez-en deux en un PDF.")


def document_is_joined(request: Request, actor: Actor, details: Details) -> Iterator[Reason]:
    if not request.documents.filter(pk=details["document"], withdrawn_at__isnull=True).exists():
        yield Reason("Ce document est déjà retiré.")


def given(field: str, message: str) -> Guard:
    """The detail `field` says something."""

    def guard(subject: Any, actor: Actor, details: Details) -> Iterator[Reason]:
        if not details.get(field):
            yield Reason(message, field=field)

    guard.__name__ = f"{field}_is_given"
    return guard


def motive_is_proposed(request: Request, actor: Actor, details: Details) -> Iterator[Reason]:
    """A motive of the list in force, or none and a reason of one's own."""
    motive = details.get("motive", "")
    if motive and motive not in settings.REFUSAL_MOTIVES.value():
        yield Reason("Ce motif n’est plus proposé. Choisissez-en un autre.", field="motive")
    elif not motive and not details.get("reason"):
        yield Reason("Choisissez un motif, ou écrivez-le.", field="motive")


def not_mine_already(request: Request, actor: Actor, details: Details) -> Iterator[Reason]:
    if request.officer_id == actor.user:
        yield Reason("Ce dossier est déjà le vôtre.")


def of_this_version(request: Request, actor: Actor, details: Details) -> Iterator[Reason]:
    if details["version"] != request.version:
        yield Reason("La demande a changé entre-temps : la liste publique est à redemander.")


def still_valid(request: Request, actor: Actor, details: Details) -> Iterator[Reason]:
    if request.valid_until < clock.today():
        yield Reason("Ce certificat n’est plus valable : il ne peut plus être enregistré.")


def request_reminder_due(request: Request, actor: Actor, details: Details) -> Iterator[Reason]:
    """So that the same reminder never leaves twice."""
    days, most = settings.UNFINISHED_DAYS.value(), settings.UNFINISHED_REMINDERS.value()
    since = request.reminded_at or request.modified_at
    if not reminder_is_due(since, request.reminders, clock.now(), days, most):
        yield Reason("Aucun rappel n’est dû.")


def certificate_reminder_due(certificate: QualityCertificate, actor: Actor, details: Details) -> Iterator[Reason]:
    if not queries.to_remind(clock.today()).filter(pk=certificate.pk).exists():
        yield Reason("Aucun rappel n’est dû.")
