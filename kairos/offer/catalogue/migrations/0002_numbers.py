"""Numbers of sessions entered by hand come from a sequence: nobody waits for another's number."""

from django.db import migrations

# The comment holds what isolation/sync.py last granted: emptied, the sequence is granted with its table.
FORWARD = """
CREATE SEQUENCE training_session_numbers OWNED BY training_session.number;
COMMENT ON TABLE training_session IS NULL;
"""
BACKWARD = "DROP SEQUENCE training_session_numbers;"


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
