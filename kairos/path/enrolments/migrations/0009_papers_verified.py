"""Whether the paper of a code holds: one boolean, for whoever is shown the paper, without opening anybody. And who gives
a session that everyone finds, as its papers name them: for the person and whoever follows them too."""

from django.db import migrations

HOLDS = """
CREATE FUNCTION kairos_movement_holds(asked text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT voided_at IS NULL FROM enrolment_movement WHERE code = asked AND kind <> 'no_show'
$$
"""
GIVEN_BY = """
CREATE FUNCTION kairos_session_given_by(asked uuid) RETURNS TABLE (number text, name text, siren text, nda text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.number, o.name, o.siren, o.nda FROM published_session p JOIN organisation o ON o.id = p.organisation_id
  WHERE p.id = asked
$$
"""


class Migration(migrations.Migration):
    dependencies = [("enrolments", "0008_in_training_found")]
    operations = [
        migrations.RunSQL(HOLDS, "DROP FUNCTION kairos_movement_holds(text)"),
        migrations.RunSQL(GIVEN_BY, "DROP FUNCTION kairos_session_given_by(uuid)"),
    ]
