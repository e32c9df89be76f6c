"""What of a person's path is told by whoever follows them, by their enrolments and by their bilans."""

from uuid import UUID

from django.db.models import Case, DateTimeField, F, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Concat

from kairos.foundation.actor import Actor, Audience
from kairos.path.completion import queries as completion
from kairos.path.completion.models import FinalReview
from kairos.path.enrolments import queries as enrolments
from kairos.path.enrolments.models import Enrolment, Movement
from kairos.people.jobseekers.models import JobSeeker
from kairos.spaces.timeline import Line, Said, entries, source, to

State, Kind = Enrolment.State, Movement.Kind
PROVIDER, AGENCY, OWN = Audience.PROVIDER, Audience.AGENCY, Audience.JOBSEEKER
ENROLMENTS = {PROVIDER: "enrolments.consult", AGENCY: "enrolments.refer", OWN: "enrolments.request"}
DOSSIER = to(provider="candidates:enrolment", agency="agency:appointments", own="appointments_own:home")
DECIDED = {
    State.NOT_RETAINED: ("Non retenu", "bad", "octagon-x"),
    State.WAITING: ("Mis en attente", "info", "clock"),
    State.ABSENT: ("Noté absent", "bad", "x"),
    State.WITHDRAWN: ("A renoncé", "idle", "octagon-x"),
    State.CANCELLED: ("Session annulée", "idle", "ban"),
}
MOVED = {
    Kind.REGISTRATION: ("Inscrit (AIS)", "ok", "file-text"),
    Kind.ENTRY: ("Entré en formation (AES)", "ok", "log-in"),
    Kind.INTERRUPTION: ("Formation interrompue", "warn", "clock"),
    Kind.RESUMPTION: ("Formation reprise", "ok", "refresh-cw"),
    Kind.EXIT: ("Sorti de formation", "info", "log-out"),
    Kind.NO_SHOW: ("Déclaré jamais venu", "bad", "x"),
}


def about(line: Line) -> str:
    """« Soudage : motif »."""
    return " : ".join(filter(None, (line.title, line.detail)))


def _followed(line: Line) -> Said:
    return Said("Suivi par l’agence", line.title, "info", "user")


@source("followed", may={AGENCY: "jobseekers.read", OWN: "jobseekers.own"}, say=_followed, lead=to())
def followed(actor: Actor, person: UUID) -> QuerySet:
    return entries(JobSeeker.objects.filter(pk=person), "agency__name", at="loaded_at", kind=Value("loaded"))


def _begun(line: Line) -> Said:
    label = "Orienté par l’agence" if line.kind == "referred" else "Demande envoyée"
    return Said(label, line.title, "info", "user-plus")


@source("begun", may=ENROLMENTS, say=_begun, lead=DOSSIER)
def begun(actor: Actor, person: UUID) -> QuerySet:
    kind = Case(When(referred_by__isnull=True, then=Value("requested")), default=Value("referred"))
    return entries(_of(actor, person), "title", at="created_at", kind=kind)


def _retained(line: Line) -> Said:
    return Said("Retenu", line.title, "ok", "circle-check")


@source("retained", may=ENROLMENTS, say=_retained, lead=DOSSIER)
def retained(actor: Actor, person: UUID) -> QuerySet:
    rows = _of(actor, person).filter(retained_at__isnull=False)
    return entries(rows, "title", at="retained_at", kind=Value("retained"))


def _decided(line: Line) -> Said:
    label, state, icon = DECIDED[State(line.kind)]
    return Said(label, about(line), state, icon)


@source("decided", may=ENROLMENTS, say=_decided, lead=DOSSIER)
def decided(actor: Actor, person: UUID) -> QuerySet:
    rows = _of(actor, person).filter(state__in=list(DECIDED))
    return entries(rows, "title", at="state_since", kind="state", detail="reason")


def _moved(line: Line) -> Said:
    label, state, icon = MOVED[Kind(line.kind)]
    return Said(label, about(line), state, icon)


@source("moved", may=ENROLMENTS, say=_moved, lead=DOSSIER)
def moved(actor: Actor, person: UUID) -> QuerySet:
    """The day that each says; an AIS, when it was declared. Not what was corrected since."""
    rows = Movement.objects.filter(enrolment__in=_of(actor, person).values("pk"), voided_at__isnull=True)
    declared = Q(kind=Kind.REGISTRATION)
    at = Case(When(declared, then=F("declared_at")), default=Cast("on", DateTimeField()))
    ended = Case(When(kind=Kind.EXIT, then=F("enrolment__exit_reason")), default=F("reason"), output_field=TextField())
    day = Case(When(declared, then=Value(False)), default=Value(True))
    return entries(rows, "enrolment__title", at=at, kind="kind", key="enrolment_id", detail=ended, day=day)


def _of(actor: Actor, person: UUID) -> QuerySet[Enrolment]:
    return enrolments.visible_to(actor).select_related(None).filter(person=person)


# Bilans and certificates


RESULT = dict(FinalReview.Certification.choices)
CERTIFIED = (FinalReview.Certification.TOTAL, FinalReview.Certification.PARTIAL, FinalReview.Certification.FAILED)


def _reviewed(line: Line) -> Said:
    version, _, result = line.kind.partition(" ")
    label = "Bilan partagé" if version == "1" else f"Bilan corrigé, version {version}"
    told = f"{line.title} : certification {RESULT[result].lower()}" if result in CERTIFIED else line.title
    return Said(label, told, "ok", "graduation-cap")


@source(
    "reviewed",
    may={PROVIDER: "completion.consult", AGENCY: "completion.read", OWN: "completion.own"},
    say=_reviewed,
    lead=to(provider="candidates:review", agency="agency:reviews", own="jobseeker:reviews"),
)
def reviewed(actor: Actor, person: UUID) -> QuerySet:
    shared = (FinalReview.State.SHARED, FinalReview.State.REPLACED)
    rows = completion.visible_to(actor).select_related(None).filter(person=person, state__in=shared)
    kind = Concat(Cast("version", TextField()), Value(" "), "certification", output_field=TextField())
    return entries(rows, "title", at="shared_at", kind=kind, key="enrolment_id")


def _certified(line: Line) -> Said:
    return Said("Certificat de réalisation délivré", line.title, "ok", "shield-check")


@source(
    "certified",
    may={PROVIDER: "completion.certify", AGENCY: "completion.read", OWN: "completion.own"},
    say=_certified,
    lead=to(provider="candidates:review", agency="agency:papers", own="jobseeker:papers"),
)
def certified(actor: Actor, person: UUID) -> QuerySet:
    """The one that holds."""
    rows = completion.certificates(actor).select_related(None).filter(person=person)
    return entries(rows, "enrolment__title", at="issued_at", kind=Value("certified"), key="enrolment_id")
