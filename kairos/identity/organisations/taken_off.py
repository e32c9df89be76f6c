"""What becomes of rows that name an establishment, once it is taken off its organisation's file.

They then are nobody's in particular, which narrowed rights leave aside. By the database itself: who changes a file may
neither read nor write what packages above keep, so their models say `DO_NOTHING`, and their migrations this.
"""

from django.db import migrations

_KEY = "FOREIGN KEY (establishment_id) REFERENCES establishment (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED"
_NULLED = """
DO $$
DECLARE
  former text := (SELECT conname FROM pg_constraint WHERE contype = 'f' AND conrelid = '{table}'::regclass
                  AND confrelid = 'establishment'::regclass);
BEGIN
  EXECUTE format('ALTER TABLE {table} DROP CONSTRAINT %I', former);
END $$;
ALTER TABLE {table} ADD CONSTRAINT {table}_establishment {key} NOT VALID;
ALTER TABLE {table} VALIDATE CONSTRAINT {table}_establishment;
"""


def nulled(table: str) -> migrations.RunSQL:
    """Of a table with a foreign key `establishment`, checked without keeping writers out."""
    return migrations.RunSQL(_NULLED.format(table=table, key=_KEY), migrations.RunSQL.noop)
