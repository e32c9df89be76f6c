"""Bilans of trainings, in their versions."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

import kairos.foundation.ids

STATES = [
    ("draft", "Brouillon"),
    ("validated", "Validé"),
    ("shared", "Partagé"),
    ("replaced", "Remplacé"),
    ("abandoned", "Abandonné"),
]
REACHED = [("all", "Atteints"), ("partly", "Atteints en partie"), ("no", "Non atteints")]
CERTIFICATION = [
    ("none", "Formation sans certification"),
    ("total", "Obtenue en totalité"),
    ("partial", "Obtenue en partie"),
    ("failed", "Non obtenue"),
    ("pending", "Résultat attendu"),
]
JOB = [("yes", "Emploi trouvé"), ("no", "Pas encore d’emploi"), ("unknown", "Non connu")]
PROTECT, NOTHING = django.db.models.deletion.PROTECT, django.db.models.deletion.DO_NOTHING


class Migration(migrations.Migration):
    dependencies = [
        ("enrolments", "0002_establishment_taken_off"),
        ("jobseekers", "0002_places"),
        ("organisations", "0002_portal_closed"),
    ]
    operations = [
        migrations.CreateModel(
            name="FinalReview",
            fields=[
                ("id", models.UUIDField(default=kairos.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=255)),
                ("provider", models.CharField(max_length=200)),
                ("state", models.CharField(choices=STATES, max_length=9)),
                ("state_since", models.DateTimeField()),
                ("version", models.PositiveSmallIntegerField()),
                ("reason", models.CharField(default="", max_length=300)),
                ("goals", models.TextField(default="", verbose_name="Objectifs et ce qui a été atteint")),
                ("reached", models.CharField(choices=REACHED, default="", max_length=6, verbose_name="Objectifs")),
                (
                    "certification",
                    models.CharField(choices=CERTIFICATION, default="", max_length=7, verbose_name="Certification"),
                ),
                ("skills", models.TextField(default="", verbose_name="Compétences acquises")),
                ("recommendation", models.TextField(default="", verbose_name="Recommandation pour la suite")),
                ("job", models.CharField(choices=JOB, default="", max_length=7, verbose_name="Emploi à la sortie")),
                ("written_at", models.DateTimeField()),
                ("written_by", models.UUIDField()),
                ("validated_at", models.DateTimeField(null=True)),
                ("validated_by", models.UUIDField(null=True)),
                ("shared_at", models.DateTimeField(null=True)),
                (
                    "enrolment",
                    models.ForeignKey(on_delete=PROTECT, related_name="reviews", to="enrolments.enrolment"),
                ),
                (
                    "establishment",
                    models.ForeignKey(null=True, on_delete=NOTHING, related_name="+", to="organisations.establishment"),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=PROTECT, related_name="+", to="organisations.organisation"),
                ),
                ("person", models.ForeignKey(on_delete=PROTECT, related_name="+", to="jobseekers.jobseeker")),
            ],
            options={
                "db_table": "final_review",
                "indexes": [
                    models.Index(fields=["organisation", "state", "-state_since"], name="final_review_of_organisation")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=~Q(state="abandoned"),
                        fields=["enrolment", "version"],
                        name="final_review_version_once",
                        violation_error_message="Un bilan de cette formation est déjà en cours : ouvrez-le.",
                    ),
                    models.UniqueConstraint(
                        condition=Q(state__in=("draft", "validated")),
                        fields=["enrolment"],
                        name="one_final_review_being_written",
                        violation_error_message="Un bilan de cette formation est déjà en cours : ouvrez-le.",
                    ),
                    models.UniqueConstraint(
                        condition=Q(state="shared"),
                        fields=["enrolment"],
                        name="one_shared_final_review",
                        violation_error_message="Le bilan de cette formation est déjà partagé : corrigez-le.",
                    ),
                    models.CheckConstraint(
                        condition=Q(state__in=("draft", "abandoned"))
                        | Q(validated_at__isnull=False, validated_by__isnull=False)
                        & ~Q(goals="")
                        & ~Q(reached="")
                        & ~Q(certification="")
                        & ~Q(job=""),
                        name="validated_final_review_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=~Q(state__in=("shared", "replaced")) | Q(shared_at__isnull=False),
                        name="shared_final_review_has_its_time",
                    ),
                    models.CheckConstraint(
                        condition=Q(version=1) | ~Q(reason=""),
                        name="corrected_final_review_says_why",
                        violation_error_message="Dites pourquoi ce bilan est corrigé.",
                    ),
                ],
            },
        ),
    ]
