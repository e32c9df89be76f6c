"""« À faire » of the portal: rights asked for, agreements that a second person gives, reviews, the note, quality."""

from datetime import date, datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.urls import reverse

from kairos.design import french
from kairos.foundation.actor import Actor
from kairos.identity.guidance import queries as guidance
from kairos.identity.guidance.models import AwarenessNote
from kairos.identity.habilitations import queries
from kairos.identity.habilitations.models import AccessReview, RightRequest
from kairos.identity.habilitations.reviews import queries as reviews
from kairos.identity.organisations import queries as organisations
from kairos.identity.quality import queries as quality
from kairos.identity.quality.models import QualityRequest
from kairos.identity.quality.settings import WARNING_DAYS
from kairos.spaces.todo import Line, Task, days_after, lines, source

HERE = "portal"


def _asked(line: Line) -> Task | None:
    title = french.plural(line.count, "demande de droit à décider", "demandes de droits à décider")
    return Task(title, reverse("gid:requests"), "Décider", label="À décider")


@source(HERE, "habilitations.give", _asked)
def rights_asked(actor: Actor, now: datetime, today: date) -> QuerySet:
    rows = queries.requests_visible_to(actor).filter(state=RightRequest.State.ASKED).order_by().values("organisation")
    return lines(rows, Value(""), key="organisation", count=Count("pk"))


def _to_agree(line: Line) -> Task:
    title = french.plural(line.count, "droit attend votre accord", "droits attendent votre accord")
    return Task(title, reverse("gid:agreements"), "Lire", label="À décider")


@source(HERE, "habilitations.agree", _to_agree)
def agreements(actor: Actor, now: datetime, today: date) -> QuerySet:
    rows = queries.to_agree(actor).order_by().values("organisation")
    return lines(rows, Value(""), key="organisation", count=Count("pk"))


def _review(line: Line) -> Task:
    href = reverse("gid:review", args=[line.key])
    if not line.count:
        return Task("Signer la revue des accès", href, "Relire et signer", "Toute l’équipe est revue.", line.day)
    left = french.plural(line.count, "personne reste à revoir", "personnes restent à revoir")
    return Task("Revoir les accès de l’équipe", href, "Revoir", left, line.day)


@source(HERE, "reviews.decide", _review)
def running_review(actor: Actor, now: datetime, today: date) -> QuerySet:
    rows = reviews.visible_to(actor).filter(state=AccessReview.State.OPEN)
    left = Count("lines", filter=Q(lines__decision="", lines__affiliation__state="active"))
    return lines(rows.order_by().values("pk", "due_on"), Value(""), at="due_on", count=left)


def _to_read(line: Line) -> Task:
    return Task(f"Lire : {line.title}", reverse("gid:note"), "Lire", due=line.day)


@source(HERE, "guidance.read", _to_read)
def note_to_read(actor: Actor, now: datetime, today: date) -> QuerySet:
    return lines(guidance.unread(actor), "title", at="due_on")


def _to_publish(line: Line) -> Task:
    year, act = (" de l’année", "Relire") if line.count else ("", "Partir du modèle")
    title = f"Publier la note de sensibilisation{year}"
    return Task(title, reverse("gid:note_publish"), act, state="info", label="Chaque année")


@source(HERE, "guidance.write", _to_publish)
def note_to_publish(actor: Actor, now: datetime, today: date) -> QuerySet:
    """The first time, then every year."""
    notes = AwarenessNote.objects.filter(organisation=OuterRef("pk"), state=AwarenessNote.State.PUBLISHED)
    rows = organisations.visible_to(actor).filter(pk=actor.scope_organisation)
    rows = rows.exclude(Exists(notes.filter(again_on__gt=today)))
    return lines(rows.annotate(one=Exists(notes)), Value(""), count=F("one"))


def _ending(line: Line) -> Task:
    title = f"Renouveler le certificat {line.title}"
    return Task(title, reverse("quality:home"), "Déposer le suivant", "Sans lui, vos devis seront refusés.",
                line.day)  # fmt: skip


@source(HERE, "quality.request", _ending, WARNING_DAYS.value)
def certificates_ending(actor: Actor, now: datetime, today: date, days: int) -> QuerySet:
    return lines(quality.ending(actor, days_after(today, days)), "number", at="valid_until")


def _awaited(line: Line) -> Task:
    href = reverse("quality:request", args=[line.key])
    return Task("Compléter la demande qualité", href, "Compléter", "L’opérateur attend votre réponse.",
                label="Complément demandé")  # fmt: skip


@source(HERE, "quality.request", _awaited)
def complements(actor: Actor, now: datetime, today: date) -> QuerySet:
    return lines(quality.visible_to(actor).filter(state=QualityRequest.State.COMPLEMENT), Value(""))
