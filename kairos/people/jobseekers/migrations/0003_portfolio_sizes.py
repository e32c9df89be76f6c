"""How many people each adviser follows: numbers, without opening anybody."""

from django.db import migrations

SQL = """
CREATE FUNCTION kairos_portfolio_sizes(agency uuid) RETURNS TABLE (adviser uuid, people bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT adviser_id, count(*) FROM job_seeker WHERE agency_id = agency AND state <> 'left' GROUP BY adviser_id
$$
"""


class Migration(migrations.Migration):
    dependencies = [("jobseekers", "0002_places")]
    operations = [migrations.RunSQL(SQL, "DROP FUNCTION kairos_portfolio_sizes(uuid)")]
