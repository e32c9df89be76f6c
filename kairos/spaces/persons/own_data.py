"""Of one's own data: identity, who reads it, trainings, what became of them, what one writes, what one is told."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from kairos.foundation.actor import Actor
from kairos.foundation.messages import topics
from kairos.foundation.messages.models import NotificationChoice, OutboxMessage
from kairos.path.completion import queries as completion
from kairos.path.completion.models import FinalReview, IssuedCertificate
from kairos.path.enrolments import queries as enrolments
from kairos.path.enrolments.models import Enrolment, Interruption, Movement, PlanModule
from kairos.people.access import sources
from kairos.people.access.models import PersonAccess
from kairos.people.jobseekers import queries as files
from kairos.people.jobseekers.models import JobSeeker
from kairos.people.requests import queries as asked
from kairos.people.requests.models import DataRequest
from kairos.people.requests.rules import ABOUT
from kairos.service.threads import queries as conversations
from kairos.service.threads.models import ThreadMessage
from kairos.spaces.own_data.sections import Column, day, moment, one_of, section

OURS = "id person organisation"
SIDES = {"person": "Vous", "provider": "L’organisme", "agency": "L’agence"}
ADVISER = PersonAccess.objects.filter(person=OuterRef("pk"), source=sources.PORTFOLIO.name, closed_at__isnull=True)


@section(
    "identity",
    "Qui je suis",
    Column("last_name", "Nom"),
    Column("first_name", "Prénom"),
    Column("birth_date", "Date de naissance", day),
    Column("identifier", "Identifiant"),
    Column("email", "Courriel"),
    Column("phone", "Téléphone"),
    Column("agency", "Agence", of="agency__name"),
    Column("adviser", "Suivi par", of=Subquery(ADVISER.values("function")[:1]), covers="adviser"),
    Column("state", "Mon espace", one_of(JobSeeker.State.choices)),
    Column("loaded_at", "Connu de Kairos depuis", moment),
    Column("invited_at", "Lien d’activation envoyé", moment),
    Column("activated_at", "Espace ouvert", moment),
    Column("left_at", "N’est plus suivi depuis", moment),
    at="loaded_at",
    without="id user sort_key",
)
def identity(actor: Actor) -> QuerySet:
    return files.visible_to(actor).filter(pk=actor.jobseeker)


@section(
    "readers",
    "Qui me lit, et qui m’a lu",
    Column("who", "Qui"),
    Column("function", "Fonction"),
    Column("source", "Pourquoi", sources.label_of),
    Column("reason", "Motif donné"),
    Column("starts_at", "Depuis", moment),
    Column("ends_at", "Jusqu’à", moment),
    Column("closed_at", "Fermé", moment),
    at="opened_at",
    without="id person reader_kind reader place subject opened_by opened_at closed_by",
)
def readers(actor: Actor) -> QuerySet:
    return PersonAccess.objects.filter(person=actor.jobseeker)


@section(
    "enrolments",
    "Mes candidatures et mes formations",
    Column("id"),
    Column("title", "Formation"),
    Column("postcode", "Code postal"),
    Column("state", "État", one_of(Enrolment.State.choices)),
    Column("state_since", "Depuis", moment),
    Column("reason", "Motif"),
    Column("comment", "Commentaire de qui vous a orienté"),
    Column("created_at", "Première fois", moment),
    Column("retained_at", "Retenu", moment),
    Column("planned_hours", "Heures prévues"),
    Column("plan_starts_on", "Premier jour prévu", day),
    Column("plan_ends_on", "Dernier jour prévu", day),
    Column("entered_on", "Entré", day),
    Column("left_on", "Sorti", day),
    Column("exit_reason", "Motif de la sortie"),
    at="created_at",
    without=f"{OURS} establishment session referred_by due_from due_on due_rule reminders kept_on person_key",
)
def trainings(actor: Actor) -> QuerySet:
    return enrolments.visible_to(actor).filter(person=actor.jobseeker)


@section(
    "modules",
    "Le plan de mes formations",
    Column("enrolment", of="enrolment_id"),
    Column("title", "Formation", of="enrolment__title"),
    Column("number", "Module"),
    Column("starts_on", "Du", day),
    Column("ends_on", "Au", day),
    Column("hours", "Heures"),
    at="starts_on",
    without=OURS,
)
def modules(actor: Actor) -> QuerySet:
    return PlanModule.objects.filter(person=actor.jobseeker)


@section(
    "interruptions",
    "Mes interruptions",
    Column("enrolment", of="enrolment_id"),
    Column("title", "Formation", of="enrolment__title"),
    Column("starts_on", "Du", day),
    Column("ends_on", "Au", day),
    Column("reason", "Motif"),
    Column("declared_at", "Déclarée", moment),
    at="declared_at",
    without=OURS,
)
def interruptions(actor: Actor) -> QuerySet:
    return Interruption.objects.filter(person=actor.jobseeker)


@section(
    "movements",
    "Ce qui a été déclaré, et ses attestations",
    Column("enrolment", of="enrolment_id"),
    Column("title", "Formation", of="enrolment__title"),
    Column("kind", "Mouvement", one_of(Movement.Kind.choices)),
    Column("on", "Jour", day),
    Column("declared_at", "Déclaré", moment),
    Column("reason", "Motif"),
    Column("late_reason", "Raison du retard"),
    Column("voided_at", "Annulé", moment),
    Column("code", "Code de l’attestation"),
    at="declared_at",
    without=f"{OURS} declared_by due_on due_rule",
)
def movements(actor: Actor) -> QuerySet:
    return Movement.objects.filter(person=actor.jobseeker)


@section(
    "reviews",
    "Mes bilans",
    Column("enrolment", of="enrolment_id"),
    Column("title", "Formation"),
    Column("provider", "Organisme"),
    Column("state", "État", one_of(FinalReview.State.choices)),
    Column("version", "Version"),
    Column("goals", "Objectifs"),
    Column("reached", "Atteints", one_of(FinalReview.Reached.choices)),
    Column("certification", "Certification", one_of(FinalReview.Certification.choices)),
    Column("skills", "Compétences"),
    Column("recommendation", "Recommandation"),
    Column("job", "Emploi à la sortie", one_of(FinalReview.Job.choices)),
    Column("reason", "Motif de la correction"),
    Column("shared_at", "Partagé", moment),
    at="state_since",
    without=f"{OURS} establishment state_since written_at written_by validated_at validated_by",
)
def reviews(actor: Actor) -> QuerySet:
    shared = (FinalReview.State.SHARED, FinalReview.State.REPLACED)
    return completion.visible_to(actor).filter(person=actor.jobseeker, state__in=shared)


@section(
    "certificates",
    "Mes certificats de réalisation",
    Column("enrolment", of="enrolment_id"),
    Column("title", "Formation", of="enrolment__title"),
    Column("state", "État", one_of(IssuedCertificate.State.choices)),
    Column("issued_at", "Délivré", moment),
    Column("code", "Code"),
    Column("months"),
    at="issued_at",
    without=f"{OURS} establishment state_since sha256 issued_by",
)
def certificates(actor: Actor) -> QuerySet:
    return IssuedCertificate.objects.filter(person=actor.jobseeker)


@section(
    "conversations",
    "Mes conversations",
    Column("id"),
    Column("enrolment", of="enrolment_id"),
    Column("place", "Avec"),
    Column("title", "Formation"),
    Column("opened_at", "Ouverte", moment),
    Column("person_seen_at", "Lue par vous", moment),
    Column("place_seen_at", "Lue par l’autre", moment),
    at="opened_at",
    without="person organisation establishment agency last_at last_side person_new place_new",
)
def threads(actor: Actor) -> QuerySet:
    return conversations.visible_to(actor)


@section(
    "messages",
    "Ce qui s’y est écrit",
    Column("conversation", of="thread_id"),
    Column("place", "Avec", of="thread__place"),
    Column("sent_at", "Le", moment),
    Column("side", "De", one_of(SIDES.items())),
    Column("who", "Nom"),
    Column("text", "Texte"),
    at="sent_at",
    without="id person organisation agency author",
)
def messages(actor: Actor) -> QuerySet:
    return ThreadMessage.objects.filter(thread__in=conversations.visible_to(actor))


def _choices(wanted: dict[str, Any]) -> str:
    labels = {topic.box(one): f"{topic.label} ({one})" for topic in topics.declared() for one in topic.channels}
    return ", ".join(f"{labels.get(box, box)} : {'oui' if on else 'non'}" for box, on in sorted(wanted.items()))


@section(
    "notification_choices",
    "Mes choix de notifications",
    Column("wanted", "Choisi", _choices),
    Column("chosen_at", "Le", moment),
    at="chosen_at",
    without="id",
)
def notification_choices(actor: Actor) -> QuerySet:
    return NotificationChoice.objects.filter(pk=actor.user)


@section(
    "sent_to_me",
    "Ce que Kairos m’a envoyé",
    Column("kind"),
    Column("channel", "Par", one_of(OutboxMessage.Channel.choices)),
    Column("address", "À"),
    Column("created_at", "Le", moment),
    Column("state", "État", one_of(OutboxMessage.State.choices)),
    Column("sent_at", "Parti", moment),
    Column("read_at", "Lu", moment),
    at="created_at",
    without="id recipient sealed attempts error receipt",
)
def sent_to_me(actor: Actor) -> QuerySet:
    return OutboxMessage.objects.filter(recipient=actor.user)


@section(
    "requests",
    "Mes demandes sur mes données",
    Column("kind", "Demande", one_of(DataRequest.Kind.choices)),
    Column("about", "À propos de", one_of([*ABOUT["objection"], *ABOUT["correction"]])),
    Column("wanted", "Ce qui est juste"),
    Column("word", "Pourquoi"),
    Column("state", "État", one_of(DataRequest.State.choices)),
    Column("asked_at", "Demandé", moment),
    Column("due_on", "Réponse due le", day),
    Column("ended_at", "Fini", moment),
    Column("answer", "Réponse"),
    at="asked_at",
    without="id person agency who due_rule answered_by",
)
def data_requests(actor: Actor) -> QuerySet:
    return asked.visible_to(actor)
