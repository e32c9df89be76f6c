"""The name of whoever is on a session stands beside their state while their dossier is open, so that an organisation
finds its own people by words without reading everybody. The database writes it: whoever changes a state or a name."""

from django.db import migrations, models

NAMED = """
CREATE FUNCTION kairos_name_enrolled() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  NEW.person_key := '';
  IF NEW.state IN ('referred', 'requested', 'waiting', 'absent', 'retained', 'registered', 'in_training',
                   'interrupted') THEN
    NEW.person_key := coalesce((SELECT sort_key FROM job_seeker WHERE id = NEW.person_id), '');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kairos_name_enrolled BEFORE INSERT OR UPDATE OF state, person_id ON enrolment
FOR EACH ROW EXECUTE FUNCTION kairos_name_enrolled();
"""
RENAMED = """
CREATE FUNCTION kairos_rename_enrolled() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE enrolment SET person_key = NEW.sort_key WHERE person_id = NEW.id AND person_key <> '';
  RETURN NULL;
END $$;
CREATE TRIGGER kairos_rename_enrolled AFTER UPDATE OF sort_key ON job_seeker FOR EACH ROW
WHEN (OLD.sort_key IS DISTINCT FROM NEW.sort_key) EXECUTE FUNCTION kairos_rename_enrolled();
"""


class Migration(migrations.Migration):
    dependencies = [("enrolments", "0005_in_training_as_declared"), ("jobseekers", "0003_portfolio_sizes")]
    operations = [
        migrations.AddField(
            "enrolment",
            "person_key",
            models.CharField(db_collation="C", db_default="", default="", editable=False, max_length=200),
        ),
        migrations.RunSQL(NAMED, "DROP FUNCTION kairos_name_enrolled() CASCADE"),
        migrations.RunSQL(RENAMED, "DROP FUNCTION kairos_rename_enrolled() CASCADE"),
    ]
