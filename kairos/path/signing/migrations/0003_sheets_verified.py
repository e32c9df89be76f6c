"""A countersigned sheet bears a code; whether what it says still holds is one boolean, for whoever is shown it."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

HOLDS = """
CREATE FUNCTION kairos_sheet_holds(asked text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT NOT EXISTS (
    SELECT FROM signature s JOIN attendance_month m ON m.enrolment_id = s.enrolment_id
    AND m.month = date_trunc('month', t.day)::date
    JOIN attendance_mark k ON k.statement_id = m.id AND k.day = t.day AND k.half = t.half
    WHERE s.sheet_id = t.id AND s.state = 'signed' AND k.kind IN ('absence', 'closed'))
  FROM signing_sheet t WHERE t.code = asked AND t.code <> '' AND t.state = 'countersigned'
$$
"""


class Migration(migrations.Migration):
    """Not atomic: nobody waits for the index."""

    atomic = False
    dependencies = [("signing", "0002_establishment_taken_off"), ("attendance", "0003_absences_found")]
    operations = [
        migrations.AddField("signingsheet", "code", models.CharField(max_length=20, default="", db_default="")),
        AddIndexConcurrently(
            "signingsheet",
            models.Index(fields=["code"], name="signing_sheet_by_code", condition=~models.Q(code="")),
        ),
        migrations.RunSQL(HOLDS, "DROP FUNCTION kairos_sheet_holds(text)"),
    ]
