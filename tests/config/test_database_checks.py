"""What is refused at start because of the database itself."""

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from kairos.config import checks, database_checks
from kairos.foundation import demonstration
from kairos.foundation.isolation import sync
from kairos.operations import safety
from kairos.operations.embedded import SUPERUSER
from kairos.operations.errors import CannotRun
from tests.support import plugin
from tests.support.strangers import execute


@pytest.fixture
def superuser(real_db):
    """`superuser(statement)`; what it did to the role is undone at the end, for roles are the cluster's."""
    with psycopg.connect(plugin.cluster.url(real_db, SUPERUSER), autocommit=True) as connection:
        yield connection.execute


@pytest.fixture
def another_role(superuser):
    """The application connects as a role of its own, which the test may spoil."""
    role = f"spoilt_{plugin.process}"
    superuser(f"CREATE ROLE {role} LOGIN NOINHERIT PASSWORD 'spoilt'")
    own, told = connections["default"].settings_dict, settings.DATABASES["default"]
    former = {name: own[name] for name in ("USER", "PASSWORD")}
    for known in (own, told):
        known |= {"USER": role, "PASSWORD": "spoilt"}
    superuser(f"GRANT CONNECT ON DATABASE {own['NAME']} TO {role}")
    sync.apply()
    connections.close_all()
    yield role
    connections.close_all()
    for known in (own, told):
        known |= former
    superuser(f"DROP OWNED BY {role} CASCADE")
    superuser(f"DROP ROLE {role}")


def test_a_database_as_it_is_migrated_is_right(real_db):
    assert database_checks.refusals() == []
    safety.refuse_if_unsafe()


@pytest.mark.parametrize(
    ("spoils", "told"),
    [
        ("ALTER ROLE {role} SUPERUSER", "superutilisateur"),
        ("ALTER ROLE {role} BYPASSRLS", "BYPASSRLS"),
        ("ALTER ROLE {role} CREATEROLE", "créer des rôles"),
        ("ALTER ROLE {role} CREATEDB", "créer des bases"),
        ("GRANT CREATE ON SCHEMA public TO {role}", "schéma public"),
        ("GRANT TRUNCATE ON organisation TO {role}", "TRUNCATE"),
        ("GRANT TRUNCATE ON organisation TO kairos_provider", "TRUNCATE"),
        ("GRANT kairos_owner TO {role}", "possède des tables"),
    ],
)
def test_a_role_that_could_pass_the_wall_is_refused(another_role, superuser, spoils, told):
    assert database_checks.refusals() == []
    superuser(spoils.format(role=another_role))
    assert told in "\n".join(database_checks.refusals())
    with pytest.raises(CannotRun, match=told):
        safety.refuse_if_unsafe()


@pytest.mark.parametrize(
    ("falls", "told"),
    [
        ("ALTER TABLE organisation DISABLE ROW LEVEL SECURITY", "levée sur organisation"),
        ("ALTER TABLE journal_entry DISABLE TRIGGER kairos_append_only", "plus protégé sur journal_entry"),
        ("ALTER TABLE organisation DISABLE TRIGGER kairos_track", "plus protégé sur organisation"),
    ],
)
def test_a_wall_that_fell_is_told_and_built_again_by_migrate(real_db, falls, told):
    execute(falls)
    assert told in "\n".join(database_checks.refusals())
    sync.apply()
    assert database_checks.refusals() == []


def test_a_policy_dropped_by_hand_is_written_again(real_db):
    execute("DROP POLICY kairos_provider_rows ON organisation")
    sync.apply()
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_policies WHERE tablename = 'organisation'")
        assert cursor.fetchone()[0] == 3


def test_an_older_database_is_told_to_migrate(real_db):
    execute("DELETE FROM django_migrations WHERE app = 'memberships' AND name LIKE '0001%'")
    assert "1 étapes" in database_checks.refusals()[0]


def test_an_empty_database_is_told_to_migrate(real_db):
    execute("DROP TABLE django_migrations")
    assert "kairos migrate" in database_checks.refusals()[0]


def test_the_demonstration_is_told_from_production(real_db, settings):
    settings.KAIROS_MODE = "demo"
    assert "démonstration" in database_checks.refusals()[0]
    demonstration.mark()
    assert database_checks.refusals() == []
    settings.KAIROS_MODE = "production"
    assert "ne sert pas en production" in database_checks.refusals()[0]


def test_a_database_that_does_not_answer_is_told(real_db, monkeypatch):
    monkeypatch.setitem(connections["default"].settings_dict, "PORT", "1")
    connections["default"].close()
    assert "ne répond pas" in database_checks.refusals()[0]
    connections["default"].close()


class TestSettings:
    @pytest.fixture
    def production(self, settings):
        settings.KAIROS_MODE, settings.SECURE, settings.EMAIL_URL = "production", True, "smtp://localhost"
        return settings

    def test_a_good_production_is_accepted(self, production):
        assert checks.refusals() == []

    @pytest.mark.parametrize(
        ("name", "value", "told"),
        [
            ("SECRET_KEY", "unset", "KAIROS_SECRET_KEY"),
            ("SECURE", False, "KAIROS_BASE_URL"),
            ("EMAIL_URL", "", "EMAIL_URL"),
            ("KAIROS_MODE", "prod", "KAIROS_MODE"),
        ],
    )
    def test_what_is_unsafe_is_refused(self, production, name, value, told):
        setattr(production, name, value)
        assert checks.refusals()[0].startswith(told)

    def test_the_owner_has_no_business_in_a_process_that_serves(self, production):
        assert "DATABASE_OWNER_URL" in checks.warnings()[0]
        assert "owner" in settings.DATABASES


def test_the_migrations_are_known_by_name_as_migrate_loads_them():
    loaded = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    assert sorted(database_checks._known_migrations()) == sorted(loaded)
