"""Databases that tests use one after the other: copying one for each test is most of what a test would cost.

What a test leaves in the rows is put back from what was kept aside. A test that changed the schema (noted by itself)
or left thousands of rows costs a new copy. A test that dumps its database asks for its own: `mark.own_database`.
"""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from kairos.operations.embedded import SUPERUSER
from tests.support import plugin, pointing

HEAVY = 3_000
"""Rows to remove beyond which a new copy is cheaper, and fresher for the planner."""
KEEP = """
CREATE SCHEMA kept;
CREATE TABLE kept.changes (at timestamptz);
CREATE FUNCTION kept.note() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN INSERT INTO kept.changes VALUES (now()); END $$;
DO $$
DECLARE found text;
BEGIN
  FOR found IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' LOOP
    EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%I', found, found);
  END LOOP;
END $$;
CREATE TABLE kept.sequences AS
SELECT format('%I.%I', schemaname, sequencename)::regclass AS sequence, coalesce(last_value, start_value) AS value,
       last_value IS NOT NULL AS called
FROM pg_sequences WHERE schemaname = 'public';
DO $$
DECLARE steps text;
BEGIN
  SELECT string_agg(format('DELETE FROM public.%1$I; GET DIAGNOSTICS gone = ROW_COUNT; total := total + gone;
                            INSERT INTO public.%1$I OVERRIDING SYSTEM VALUE SELECT * FROM kept.%1$I;', relname), ' ')
  INTO steps FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r';
  EXECUTE format('CREATE FUNCTION kept.put_back() RETURNS bigint LANGUAGE plpgsql AS $body$
    DECLARE gone bigint; total bigint := 0;
    BEGIN
      IF EXISTS (SELECT FROM kept.changes) THEN RETURN -1; END IF;
      %s
      PERFORM setval(sequence, value, called) FROM kept.sequences;
      RETURN total;
    END $body$', steps);
END $$;
CREATE EVENT TRIGGER kept_note ON ddl_command_end EXECUTE FUNCTION kept.note();
"""
OTHERS = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = %s AND pid <> pg_backend_pid() AND NOT pid = ANY (%s)
"""


class Lent:
    """One database, and the superuser's connection that puts it back as it was."""

    def __init__(self, name: str, template: str):
        self.name = name
        plugin.cluster.create_database(name, template=template)
        self._superuser = psycopg.connect(plugin.cluster.url(name, SUPERUSER), autocommit=True)
        self._superuser.execute(KEEP)
        self._superuser.execute("SET session_replication_role = replica")

    def put_back(self) -> bool:
        """Whether it is as it was at first; if not, another one is needed."""
        self._superuser.execute(OTHERS, [self.name, pointing.kept(self.name)])
        (removed,) = self._superuser.execute("SELECT kept.put_back()").fetchone()
        return 0 <= removed < HEAVY

    def drop(self) -> None:
        self._superuser.close()
        pointing.forget(self.name)
        plugin.cluster.drop_database(self.name)


_lent: dict[str, Lent] = {}
_numbers = itertools.count()


@contextmanager
def lent(template: str) -> Iterator[str]:
    """The name of a database like this template, until the end of the test."""
    made = _lent.pop(template, None) or Lent(f"{plugin.database}_lent_{next(_numbers)}", template)
    try:
        yield made.name
        if made.put_back():
            _lent[template] = made
            made = None
    finally:
        if made:
            made.drop()


def give_up() -> None:
    """At the end of the tests."""
    while _lent:
        _lent.popitem()[1].drop()
