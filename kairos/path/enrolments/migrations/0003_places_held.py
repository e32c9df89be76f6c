"""How many places of each session are held: numbers, for everyone who looks for one, without opening anybody."""

from django.db import migrations

SQL = """
CREATE FUNCTION kairos_places_held(sessions uuid[], states text[]) RETURNS TABLE (session uuid, held bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT session_id, count(*) FROM enrolment WHERE session_id = ANY (sessions) AND state = ANY (states)
  GROUP BY session_id
$$
"""


class Migration(migrations.Migration):
    dependencies = [("enrolments", "0002_establishment_taken_off")]
    operations = [migrations.RunSQL(SQL, "DROP FUNCTION kairos_places_held(uuid[], text[])")]
