"""Numbers of applications and memberships come from sequences: nobody waits for another's number."""

from django.db import migrations

# The comment holds what isolation/sync.py last granted: emptied, the sequences are granted with their table.
FORWARD = """
CREATE SEQUENCE membership_application_numbers OWNED BY membership_application.number;
CREATE SEQUENCE membership_numbers OWNED BY membership.number;
COMMENT ON TABLE membership_application IS NULL;
COMMENT ON TABLE membership IS NULL;
"""
BACKWARD = "DROP SEQUENCE membership_application_numbers; DROP SEQUENCE membership_numbers;"


class Migration(migrations.Migration):
    dependencies = [("memberships", "0003_applications")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
