"""The second half of an enrolment: its plan, its days, what is awaited, what was declared."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

from kairos.foundation.ids import new_id

STATES = [
    ("referred", "Orienté"),
    ("requested", "Demande envoyée"),
    ("retained", "Retenu"),
    ("registered", "Inscrit (AIS)"),
    ("in_training", "En formation"),
    ("interrupted", "Interrompu"),
    ("completed", "Formation terminée"),
    ("left", "Sorti avant la fin"),
    ("no_show", "Jamais venu"),
    ("not_retained", "Non retenu"),
    ("waiting", "En attente"),
    ("absent", "Absent"),
    ("withdrawn", "A renoncé"),
    ("cancelled", "Session annulée"),
]
KINDS = [
    ("registration", "Attestation d’inscription (AIS)"),
    ("entry", "Attestation d’entrée (AES)"),
    ("interruption", "Interruption"),
    ("resumption", "Reprise"),
    ("exit", "Sortie"),
    ("no_show", "Jamais venu"),
]
COLUMNS = {
    "planned_hours": models.IntegerField("Heures prévues", null=True),
    "plan_starts_on": models.DateField("Premier jour du plan", null=True),
    "plan_ends_on": models.DateField("Dernier jour du plan", null=True),
    "postcode": models.CharField(max_length=5, default="", db_default=""),
    "entered_on": models.DateField("Entrée effective", null=True),
    "left_on": models.DateField("Dernier jour en formation", null=True),
    "exit_reason": models.CharField(max_length=120, default="", db_default=""),
    "due_from": models.DateField(null=True),
    "due_on": models.DateField(null=True),
    "due_rule": models.CharField(max_length=200, default="", db_default=""),
    "reminders": models.SmallIntegerField(default=0, db_default=0),
}


def _of(name: str) -> list[tuple[str, models.Field]]:
    protected = django.db.models.deletion.PROTECT
    return [
        ("id", models.UUIDField(default=new_id, primary_key=True, serialize=False)),
        ("enrolment", models.ForeignKey("enrolments.enrolment", django.db.models.deletion.CASCADE, related_name=name)),
        ("person", models.ForeignKey("jobseekers.jobseeker", protected, related_name="+")),
        ("organisation", models.ForeignKey("organisations.organisation", protected, related_name="+")),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("enrolments", "0003_places_held"),
        ("jobseekers", "0003_portfolio_sizes"),
        ("organisations", "0002_portal_closed"),
    ]
    operations = [
        *(migrations.AddField("enrolment", name, field) for name, field in COLUMNS.items()),
        migrations.AlterField("enrolment", "state", models.CharField(choices=STATES, max_length=12)),
        migrations.CreateModel(
            "PlanModule",
            [
                *_of("plan"),
                ("number", models.PositiveSmallIntegerField()),
                ("starts_on", models.DateField("Du")),
                ("ends_on", models.DateField("Au")),
                ("hours", models.PositiveIntegerField("Heures", null=True)),
            ],
            {
                "db_table": "plan_module",
                "constraints": [
                    models.UniqueConstraint(fields=["enrolment", "number"], name="plan_module_has_its_place"),
                    models.CheckConstraint(
                        condition=Q(ends_on__gte=F("starts_on")),
                        name="plan_module_ends_after_it_starts",
                        violation_error_message="Un module du plan finit avant d’avoir commencé : vérifiez ses dates.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "Interruption",
            [
                *_of("interruptions"),
                ("starts_on", models.DateField("Depuis le")),
                ("ends_on", models.DateField("Jusqu’au", null=True)),
                ("reason", models.CharField("Motif", max_length=300)),
                ("declared_at", models.DateTimeField()),
            ],
            {
                "db_table": "training_interruption",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["enrolment"],
                        condition=Q(ends_on__isnull=True),
                        name="one_open_interruption_of_an_enrolment",
                    ),
                    models.CheckConstraint(
                        condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                        name="interruption_ends_after_it_starts",
                    ),
                ],
                "indexes": [models.Index(fields=["enrolment", "starts_on"], name="interruption_of_enrolment")],
            },
        ),
        migrations.CreateModel(
            "Movement",
            [
                *_of("movements"),
                ("kind", models.CharField(choices=KINDS, max_length=12)),
                ("on", models.DateField()),
                ("declared_at", models.DateTimeField()),
                ("declared_by", models.UUIDField()),
                ("due_on", models.DateField(null=True)),
                ("due_rule", models.CharField(default="", max_length=200)),
                ("late_reason", models.CharField(default="", max_length=300)),
                ("reason", models.CharField(default="", max_length=300)),
                ("voided_at", models.DateTimeField(null=True)),
                ("code", models.CharField(max_length=20, unique=True)),
            ],
            {
                "db_table": "enrolment_movement",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["enrolment", "kind"],
                        condition=Q(voided_at__isnull=True, kind__in=("registration", "entry", "exit", "no_show")),
                        name="one_movement_of_a_kind_counts",
                    ),
                ],
                "indexes": [models.Index(fields=["enrolment", "declared_at"], name="movement_of_enrolment")],
            },
        ),
    ]
