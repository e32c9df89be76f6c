"""Courses, their deliveries, dated sessions with their modules; what of them everyone finds; what files said.

A session belongs to the provider whose catalogue it stands in, who answers for it (organisme responsable). Who trains
(organisme formateur) may be another.
"""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q
from django.db.models.sql.compiler import SQLCompiler

from kairos.foundation.actor import Audience
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import tenant
from kairos.foundation.isolation.declarations import ALL, EVERYONE, READ, WRITE, Isolation, Rows, own_organisation
from kairos.foundation.retention import kept
from kairos.identity.organisations.models import Establishment, Organisation
from kairos.offer.catalogue import codes

NUMBER = 25
"""Of a course, a delivery, a session, in the national numbering (Intercarif)."""
own = tenant(operator=("select",), tracked=False)
brought = tenant(tracked=False)
"""Bulk files write these tables: their acts are at the journal, not each column. The operator brings those of the
Carif-Oref."""


class Course(models.Model):
    """What is taught (formation). number: as the Carif gives it; empty for one entered by hand."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    number = models.CharField("Numéro de la formation", max_length=NUMBER, default="")
    responsible_siret = models.CharField("SIRET de l’organisme responsable", max_length=14, default="")
    title = models.CharField("Intitulé", max_length=255)
    sort_key = models.CharField(max_length=255, db_collation="C")
    objective = models.TextField("Objectif", default="")
    rncp = models.CharField("RNCP", max_length=12, default="")
    rs = models.CharField("RS", max_length=12, default="")
    formacodes = ArrayField(models.CharField(max_length=5), default=list, verbose_name="Formacode")
    romes = ArrayField(models.CharField(max_length=5), default=list, verbose_name="ROME")
    goal = models.CharField("Objectif général", max_length=2, choices=codes.GOALS.items(), default="")

    isolation = brought
    retention = kept(
        "written",
        None,
        plain="id organisation number responsible_siret title sort_key objective rncp rs formacodes romes goal",
    )

    class Meta:
        db_table = "course"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "number"],
                condition=~Q(number=""),
                name="course_number_once",
                violation_error_message="Une autre formation de votre catalogue porte déjà ce numéro.",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "sort_key"], name="course_by_title")]

    def __str__(self) -> str:
        return self.title


class Delivery(models.Model):
    """How and where it is taught (action). Hours are per trainee; null: not said."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="deliveries")
    number = models.CharField("Numéro de l’action", max_length=NUMBER, default="")
    delivering_siret = models.CharField("SIRET de l’organisme formateur", max_length=14, default="")
    delivering_name = models.CharField("Organisme formateur", max_length=200, default="")
    place_name = models.CharField("Lieu", max_length=200, default="")
    address = models.CharField("Adresse", max_length=200, default="")
    postcode = models.CharField("Code postal", max_length=5, default="")
    town = models.CharField("Commune", max_length=100, default="")
    place_key = models.CharField(max_length=100, db_collation="C", default="")
    teaching = models.CharField("Modalité", max_length=1, choices=codes.TEACHING.items(), default="0")
    entry = models.CharField("Entrées", max_length=1, choices=codes.ENTRY.items(), default="0")
    hours_centre = models.PositiveIntegerField("Heures en centre", null=True)
    hours_company = models.PositiveIntegerField("Heures en entreprise", null=True)
    hours_remote = models.PositiveIntegerField("Heures à distance", null=True)
    funders = ArrayField(models.CharField(max_length=2), default=list, verbose_name="Financeurs")
    access = models.CharField("Accueil des personnes handicapées", max_length=250, default="")

    isolation = brought
    retention = kept(
        "written",
        None,
        plain="id organisation course number delivering_siret delivering_name place_name address postcode town "
        "place_key teaching entry hours_centre hours_company hours_remote funders access",
    )

    class Meta:
        db_table = "delivery"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "number"],
                condition=~Q(number=""),
                name="delivery_number_once",
                violation_error_message="Une autre action de votre catalogue porte déjà ce numéro.",
            ),
        ]
        indexes = [models.Index(fields=["course"], name="delivery_of_course")]


class TrainingSession(models.Model):
    """A dated run. establishment: the own one that trains, which narrows who may touch it; null for another's.

    timetable: minutes of each half-day of the week, Monday morning first, 14 numbers; empty when not said. closures:
    [[first day, last day]] without courses. imported: names of the fields that a file gave, read-only since. listed_on:
    its first day, or the end of time while it has none. maintained: kind of a warning → the reason it was maintained.
    left_file_on: since when the file it came from names it no more. carif: whose offer it belongs to, when the operator
    brought it; empty when its own organisation did.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Brouillon"
        PUBLISHED = "published", "Publiée"
        STARTED = "started", "En cours"
        SUSPENDED = "suspended", "Suspendue"
        ENDED = "ended", "Terminée"
        CANCELLED = "cancelled", "Annulée"

    class Source(models.TextChoices):
        HAND = "hand", "Saisie"
        FILE = "file", "Fichier CSV ou XLSX"
        LHEO = "lheo", "Fichier LHÉO"

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="sessions")
    establishment = models.ForeignKey(Establishment, on_delete=models.DO_NOTHING, null=True, related_name="+")
    """Null once the establishment is taken off the file (see `organisations.taken_off`)."""
    number = models.CharField("Numéro de la session", max_length=NUMBER)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    state_since = models.DateTimeField()
    state_reason = models.TextField(default="")
    starts_on = models.DateField("Premier jour", null=True)
    ends_on = models.DateField("Dernier jour", null=True)
    listed_on = models.DateField()
    capacity = models.PositiveIntegerField("Places", null=True)
    timetable = ArrayField(models.PositiveSmallIntegerField(), default=list)
    closures = models.JSONField(default=list)
    room = models.CharField("Salle", max_length=80, default="")
    room_key = models.CharField(max_length=80, db_collation="C", default="")
    trainer = models.CharField("Formateur ou formatrice", max_length=120, default="")
    trainer_key = models.CharField(max_length=120, db_collation="C", default="")
    source = models.CharField(max_length=4, choices=Source, default=Source.HAND)
    carif = models.CharField(max_length=2, choices=codes.CARIFS.items(), default="", db_default="")
    imported = ArrayField(models.CharField(max_length=20), default=list)
    left_file_on = models.DateField(null=True)
    maintained = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    modified_at = models.DateTimeField()
    modified_by = models.UUIDField()

    isolation = brought
    retention = kept(
        "ended",
        60,
        plain="id organisation delivery establishment number state state_since starts_on ends_on listed_on capacity "
        "timetable closures room room_key source carif imported left_file_on created_at modified_at modified_by",
        blank="state_reason trainer trainer_key maintained",
    )

    class Meta:
        db_table = "training_session"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "number"],
                name="session_number_once",
                violation_error_message="Une autre session de votre catalogue porte déjà ce numéro.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="session_ends_after_it_starts",
                violation_error_message="Le dernier jour vient avant le premier : vérifiez les deux dates.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "cancelled")) | Q(starts_on__isnull=False),
                name="published_session_has_a_day",
                violation_error_message="Écrivez le premier jour de la session.",
            ),
            models.CheckConstraint(
                condition=Q(timetable__len=14) | Q(timetable=[]),
                name="timetable_is_a_week",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "listed_on", "id"], name="session_by_day"),
            models.Index(fields=["organisation", "starts_on"], name="session_of_a_month"),
            models.Index(fields=["delivery"], name="session_of_delivery"),
            models.Index(
                fields=["state", "starts_on"], name="session_to_start", condition=Q(state__in=("published", "started"))
            ),
            models.Index(fields=["organisation", "room_key"], name="session_by_room", condition=~Q(room_key="")),
            models.Index(
                fields=["organisation", "trainer_key"], name="session_by_trainer", condition=~Q(trainer_key="")
            ),
        ]

    def __str__(self) -> str:
        return self.number


class SessionModule(models.Model):
    """A dated part of a session. Room and trainer: its own, else the session's."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey(TrainingSession, on_delete=models.CASCADE, related_name="modules")
    position = models.PositiveSmallIntegerField()
    title = models.CharField("Module", max_length=200)
    starts_on = models.DateField("Du")
    ends_on = models.DateField("Au")
    room = models.CharField("Salle", max_length=80, default="")
    trainer = models.CharField("Formateur ou formatrice", max_length=120, default="")

    isolation = own
    retention = kept(
        "ended", 60, plain="id organisation session position title starts_on ends_on room", blank="trainer"
    )

    class Meta:
        db_table = "session_module"
        constraints = [
            models.UniqueConstraint(fields=["session", "position"], name="module_has_its_place"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")),
                name="module_ends_after_it_starts",
                violation_error_message="Un module finit avant d’avoir commencé : vérifiez ses dates.",
            ),
        ]


PUBLISHED_ROWS = {audience: Rows(READ) for audience in EVERYONE} | {
    Audience.PROVIDER: Rows(WRITE, check=own_organisation("organisation_id")),
    Audience.OPERATOR: Rows(WRITE),
    Audience.SYSTEM: Rows(WRITE),
}


@SearchVectorField.register_lookup
class Lexemes(models.Lookup):
    """`words__lexemes="'lieu:lyon':* & …"`: a conjunction as `publishing.asked` writes it."""

    lookup_name = "lexemes"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        lhs, lhs_params = self.process_lhs(compiler, connection)
        rhs, rhs_params = self.process_rhs(compiler, connection)
        return f"{lhs} @@ {rhs}::tsquery", [*lhs_params, *rhs_params]


class PublishedSession(models.Model):
    """What anyone finds of a session: one flat row, written by `publishing.project` alone. id: the session's.

    Everyone reads every row, so that words are searched by their index; a provider writes its own (docs/decisions).
    shown: false once it is withdrawn; nothing is deleted. words: what it is found by, see `publishing`.
    """

    id = models.UUIDField(primary_key=True)
    organisation_id = models.UUIDField()
    organisation_name = models.CharField(max_length=200)
    number = models.CharField(max_length=NUMBER)
    title = models.CharField(max_length=255)
    town = models.CharField(max_length=100)
    postcode = models.CharField(max_length=5)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    capacity = models.PositiveIntegerField(null=True)
    funders = ArrayField(models.CharField(max_length=2))
    teaching = models.CharField(max_length=1, choices=codes.TEACHING.items())
    entry = models.CharField(max_length=1, choices=codes.ENTRY.items())
    state = models.CharField(max_length=9, choices=TrainingSession.State)
    shown = models.BooleanField()
    words = SearchVectorField()

    isolation = Isolation("published", PUBLISHED_ROWS, policed=True)
    retention = kept(
        "ended",
        60,
        plain="id organisation_id organisation_name number title town postcode starts_on ends_on capacity funders "
        "teaching entry state shown words",
    )

    class Meta:
        db_table = "published_session"
        indexes = [
            models.Index(fields=["starts_on", "id"], name="published_by_day", condition=Q(shown=True)),
            GinIndex(fields=["words"], name="published_by_words", condition=Q(shown=True)),
        ]


class CatalogueLine(models.Model):
    """What the last file said of a session number, and why it was not taken: « Pourquoi… » reads it."""

    class Verdict(models.TextChoices):
        TAKEN = "taken", "Prise"
        UNCHANGED = "unchanged", "Déjà à jour"
        REFUSED = "refused", "Refusée"

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    number = models.CharField(max_length=NUMBER)
    run_id = models.UUIDField()
    line = models.PositiveIntegerField()
    verdict = models.CharField(max_length=9, choices=Verdict)
    reasons = models.TextField(default="")
    at = models.DateTimeField()

    isolation = own
    retention = kept("written", 24, plain="id organisation number run_id line verdict reasons at")

    class Meta:
        db_table = "catalogue_line"
        constraints = [models.UniqueConstraint(fields=["organisation", "number"], name="one_line_a_number")]


SAID_OF_MINE = "organisation_id IS NULL OR " + own_organisation("organisation_id")
"""The offer of Carif-Oref is public: what of it goes to nobody is told to whoever asks for its number."""


class CarifLine(models.Model):
    """What the last file of a Carif-Oref said of a session number, and why it was not taken.

    organisation: whom its SIRET names; null when nobody in Kairos bears it, or several do.
    """

    Verdict = CatalogueLine.Verdict

    id = models.UUIDField(primary_key=True, default=new_id)
    carif = models.CharField(max_length=2, choices=codes.CARIFS.items())
    number = models.CharField(max_length=NUMBER, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, related_name="+")
    siret = models.CharField(max_length=14)
    run_id = models.UUIDField()
    line = models.PositiveIntegerField()
    verdict = models.CharField(max_length=9, choices=CatalogueLine.Verdict)
    reasons = models.TextField(default="")
    at = models.DateTimeField()

    isolation = Isolation(
        "tenant",
        {
            Audience.PROVIDER: Rows(READ, SAID_OF_MINE),
            Audience.OPERATOR: Rows(WRITE),
            Audience.SYSTEM: Rows(ALL),
        },
        policed=True,
    )
    retention = kept("written", 24, plain="id carif number organisation siret run_id line verdict reasons at")

    class Meta:
        db_table = "carif_line"
