"""Numbers of requests come from a sequence: nobody waits for another's number."""

from django.db import migrations

# The comment holds what isolation/sync.py last granted: emptied, the sequence is granted with its table.
FORWARD = """
CREATE SEQUENCE quality_request_numbers OWNED BY quality_request.number;
COMMENT ON TABLE quality_request IS NULL;
"""
BACKWARD = "DROP SEQUENCE quality_request_numbers;"


class Migration(migrations.Migration):
    dependencies = [("quality", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
