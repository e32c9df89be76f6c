"""The lifecycles of a quality request and of a certificate."""

from kairos.foundation.engine import Act, Lifecycle
from kairos.identity.quality import acts, certificate_acts, conditions
from kairos.identity.quality.models import QualityCertificate, QualityRequest

State = QualityRequest.State
Held = QualityCertificate.State
COMPLETE = (conditions.facts_are_given, conditions.dates_make_sense, conditions.certificate_is_joined)


class Request(Lifecycle):
    """Written as a DRAFT with its documents, then sent (SUBMITTED): nothing of it changes while the operator has it.

    An officer takes it (IN_REVIEW), may give it back, and ends it: ACCEPTED, which records the certificate, REFUSED, or
    COMPLEMENT, where the provider corrects and sends again to the same officer. The provider may withdraw it until the
    decision. One live request of a kind per organisation; membership is not needed.
    """

    name = "quality_request"
    model = QualityRequest
    states = State

    open = Act(
        label="Commencer la demande",
        sources=None,
        target=State.DRAFT,
        permission="quality.request",
        body=acts.open_,
        guards=(conditions.no_other_of_this_kind,),
    )
    edit = Act(
        label="Enregistrer",
        sources=(State.DRAFT, State.COMPLEMENT),
        permission="quality.request",
        body=acts.edit,
        guards=(conditions.unchanged,),
    )
    attach = Act(
        label="Joindre un document",
        sources=(State.DRAFT, State.COMPLEMENT),
        permission="quality.request",
        body=acts.attach,
        guards=(conditions.few_enough_documents,),
        records=("kind",),
    )
    detach = Act(
        label="Retirer un document",
        sources=(State.DRAFT, State.COMPLEMENT),
        permission="quality.request",
        body=acts.detach,
        guards=(conditions.document_is_joined,),
    )
    submit = Act(
        label="Envoyer la demande",
        sources=(State.DRAFT,),
        target=State.SUBMITTED,
        permission="quality.send",
        body=acts.submit,
        guards=COMPLETE,
    )
    resubmit = Act(
        label="Renvoyer la demande",
        sources=(State.COMPLEMENT,),
        target=State.IN_REVIEW,
        permission="quality.send",
        body=acts.resubmit,
        guards=COMPLETE,
    )
    withdraw = Act(
        label="Retirer la demande",
        sources=(State.DRAFT, State.SUBMITTED, State.IN_REVIEW, State.COMPLEMENT),
        target=State.WITHDRAWN,
        permission="quality.send",
        body=acts.withdraw,
    )
    take = Act(
        label="Prendre en charge",
        sources=(State.SUBMITTED, State.IN_REVIEW),
        target=State.IN_REVIEW,
        permission="quality.instruct",
        body=acts.take,
        guards=(conditions.not_mine_already,),
    )
    release = Act(
        label="Rendre à la file",
        sources=(State.IN_REVIEW,),
        target=State.SUBMITTED,
        permission="quality.instruct",
        body=acts.release,
    )
    recheck = Act(
        label="Relancer la comparaison",
        sources=(State.SUBMITTED, State.IN_REVIEW),
        permission="quality.instruct",
        body=acts.recheck,
    )
    note_register = Act(
        label="Noter la réponse de la liste publique",
        sources=(State.SUBMITTED, State.IN_REVIEW, State.COMPLEMENT),
        permission="quality.compare",
        body=acts.note_register,
        guards=(conditions.of_this_version,),
    )
    ask_complement = Act(
        label="Demander un complément",
        sources=(State.IN_REVIEW,),
        target=State.COMPLEMENT,
        permission="quality.decide",
        body=acts.ask_complement,
        guards=(conditions.given("reason", "Dites ce qui manque : l’organisme le lira tel quel."),),
        records=("reason",),
    )
    accept = Act(
        label="Accepter la demande",
        sources=(State.IN_REVIEW,),
        target=State.ACCEPTED,
        permission="quality.decide",
        body=acts.accept,
        guards=(conditions.still_valid,),
    )
    refuse = Act(
        label="Refuser la demande",
        sources=(State.IN_REVIEW,),
        target=State.REFUSED,
        permission="quality.decide",
        body=acts.refuse,
        guards=(conditions.motive_is_proposed,),
        records=("motive", "reason"),
    )
    remind = Act(
        label="Rappeler",
        sources=(State.DRAFT, State.COMPLEMENT),
        permission="quality.remind",
        body=acts.remind,
        guards=(conditions.request_reminder_due,),
    )


class Certificate(Lifecycle):
    """Recorded by the acceptance of a request (ACTIVE); REPLACED by the same number recorded again, or REVOKED.

    Whether it is valid on a day comes from its dates, never from its state.
    """

    name = "quality_certificate"
    model = QualityCertificate
    states = Held

    record = Act(
        label="Enregistrer le certificat",
        sources=None,
        target=Held.ACTIVE,
        permission="quality.decide",
        body=certificate_acts.record,
    )
    replace = Act(
        label="Remplacer le certificat",
        sources=(Held.ACTIVE,),
        target=Held.REPLACED,
        permission="quality.decide",
        body=certificate_acts.replace,
    )
    revoke = Act(
        label="Retirer le certificat",
        sources=(Held.ACTIVE,),
        target=Held.REVOKED,
        permission="quality.decide",
        body=certificate_acts.revoke,
        guards=(conditions.given("reason", "Dites pourquoi : l’organisme le lira tel quel."),),
        records=("reason",),
    )
    remind = Act(
        label="Rappeler la fin du certificat",
        sources=(Held.ACTIVE,),
        permission="quality.remind",
        body=certificate_acts.remind,
        guards=(conditions.certificate_reminder_due,),
    )
