"""Certificates are issued with a code; whether one holds is one boolean, for whoever is shown it."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import kairos.foundation.ids

PROTECT, NOTHING = django.db.models.deletion.PROTECT, django.db.models.deletion.DO_NOTHING
HOLDS = """
CREATE FUNCTION kairos_certificate_holds(asked text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT state = 'issued' FROM completion_certificate WHERE code = asked
$$
"""


class Migration(migrations.Migration):
    dependencies = [("completion", "0002_establishment_taken_off"), ("enrolments", "0009_papers_verified")]
    operations = [
        migrations.CreateModel(
            "IssuedCertificate",
            [
                ("id", models.UUIDField(default=kairos.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("state", models.CharField(choices=[("issued", "Délivré"), ("replaced", "Remplacé")], max_length=8)),
                ("state_since", models.DateTimeField()),
                ("months", django.contrib.postgres.fields.ArrayField(models.DateField(), size=None)),
                ("sha256", models.CharField(max_length=64)),
                ("code", models.CharField(max_length=20, unique=True)),
                ("issued_at", models.DateTimeField()),
                ("issued_by", models.UUIDField()),
                ("enrolment", models.ForeignKey("enrolments.enrolment", PROTECT, related_name="certificates")),
                (
                    "establishment",
                    models.ForeignKey("organisations.establishment", NOTHING, null=True, related_name="+"),
                ),
                ("organisation", models.ForeignKey("organisations.organisation", PROTECT, related_name="+")),
                ("person", models.ForeignKey("jobseekers.jobseeker", PROTECT, related_name="+")),
            ],
            {
                "db_table": "completion_certificate",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["enrolment"],
                        condition=models.Q(state="issued"),
                        name="one_certificate_that_holds",
                        violation_error_message="Le certificat de cette formation est déjà délivré : relisez la page.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(HOLDS, "DROP FUNCTION kairos_certificate_holds(text)"),
    ]
