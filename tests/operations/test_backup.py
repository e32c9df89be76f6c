"""A backup is one file that comes back whole, or is refused before anything changed."""

import json
import os
import subprocess
import sys
import tarfile

import psycopg
import pytest

from kairos.operations.backup import archive
from kairos.operations.embedded import OWNER
from tests.support import plugin

KAIROS = [sys.executable, "-m", "kairos.operations"]


class Installation:
    """A database and its folders, driven by the `kairos` command as an administrator would."""

    def __init__(self, database, folder):
        self.database, self.folder = database, folder
        self.media, self.seals = folder / "media", folder / "seals.jsonl"
        self.environment = os.environ | plugin.environment(database)
        self.environment |= {"KAIROS_MEDIA": str(self.media), "KAIROS_SEALS": str(self.seals)}

    def run(self, *command, **environment):
        """Exit code and what was said, on either output."""
        done = subprocess.run(
            [*KAIROS, *map(str, command)],
            env=self.environment | environment,
            cwd=plugin.ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    def sql(self, query, role=OWNER):
        with psycopg.connect(plugin.cluster.url(self.database, role), autocommit=True) as connection:
            cursor = connection.execute(query)
            return cursor.fetchall() if cursor.description else []

    def page(self, path):
        """The status and text of a page, asked of another process, as a visitor."""
        script = (
            "import django; django.setup()\n"
            "from kairos.operations import assets; assets.gather()\n"
            "from django.test import Client\n"
            f"answer = Client().get({path!r})\n"
            "print(answer.status_code, answer.content.decode())"
        )
        done = subprocess.run(
            [sys.executable, "-c", script],
            env=self.environment,
            cwd=plugin.ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return done.stdout


pytestmark = pytest.mark.own_database


@pytest.fixture
def here(real_db, people, tmp_path):
    """An installation with the people of the tests, an upload, a queued message, an open session."""
    from django.db import connections

    from kairos.foundation.actor import Strength, system
    from kairos.foundation.isolation import scope
    from kairos.identity.accounts import sessions

    with scope(system("tests")):
        sessions.open_session(people.owner_a.user, Strength.PASSWORD, sessions.Device("Navigateur", "127.0.0.0/24"))
    connections.close_all()
    folder = tmp_path / "here"
    (folder / "media" / "ab").mkdir(parents=True)
    (folder / "media" / "ab" / "justificatif.pdf").write_bytes(b"%PDF-invented")
    (folder / "seals.jsonl").write_text("")
    return Installation(real_db, folder)


@pytest.fixture
def elsewhere(real_db, tmp_path):
    """An empty database and no folder yet."""
    name = f"{real_db}_elsewhere"
    plugin.cluster.create_database(name)
    (tmp_path / "elsewhere").mkdir()
    yield Installation(name, tmp_path / "elsewhere")
    plugin.cluster.drop_database(name)


@pytest.fixture
def backup(here, tmp_path):
    file = tmp_path / "kairos.backup"
    code, said = here.run("backup", file)
    assert code == 0, said
    return file


def counts(installation):
    tables = ("organisation", "account", "affiliation", "establishment", "journal_entry", "outbox_message")
    return {table: installation.sql(f"SELECT count(*) FROM {table}")[0][0] for table in tables}


def test_it_comes_back_whole_and_works(here, elsewhere, backup):
    code, said = elsewhere.run("restore", backup)
    assert code == 0, said
    assert counts(elsewhere) == counts(here)
    assert counts(elsewhere)["organisation"] >= 4
    assert (elsewhere.media / "ab" / "justificatif.pdf").read_bytes() == b"%PDF-invented"
    assert elsewhere.page("/compte/creer/").startswith("200 "), "the application's role has its grants again"
    assert elsewhere.sql("SELECT count(*) FROM pg_policies") == here.sql("SELECT count(*) FROM pg_policies")


def test_the_rows_of_others_stay_hidden_after_it(elsewhere, backup):
    assert elsewhere.run("restore", backup)[0] == 0
    nobody = "SELECT set_config('kairos.organisation', gen_random_uuid()::text, false)"
    with psycopg.connect(elsewhere.environment["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(nobody)
        connection.execute("SET ROLE kairos_provider")
        assert connection.execute("SELECT count(*) FROM organisation").fetchone() == (0,)


def test_what_time_made_untrue_is_settled(here, elsewhere, backup):
    queued = here.sql("SELECT count(*) FROM outbox_message WHERE state = 'queued'")
    assert queued[0][0] > 0
    assert here.sql("SELECT count(*) FROM account_session WHERE ended_at IS NULL") == [(1,)]
    assert elsewhere.run("restore", backup)[0] == 0
    assert elsewhere.sql("SELECT count(*) FROM account_session WHERE ended_at IS NULL") == [(0,)]
    assert elsewhere.sql("SELECT count(*) FROM outbox_message WHERE state = 'uncertain'") == queued


def test_the_journal_begins_a_new_era_and_its_chain_goes_on(here, elsewhere, tmp_path):
    assert here.run("jobs", "drain")[0] == 0
    assert here.run("backup", tmp_path / "sealed.backup")[0] == 0
    code, said = elsewhere.run("restore", tmp_path / "sealed.backup")
    assert code == 0, said
    assert "époque 2" in said
    assert "Le journal est intact" in said
    assert elsewhere.sql("SELECT max(era) FROM journal_era") == [(2,)]
    assert elsewhere.sql("SELECT count(*) > 0 FROM journal_seal") == [(True,)]
    assert elsewhere.seals.read_text().count('"era_opened"') == 1
    assert elsewhere.run("journal", "verify")[0] == 0


def test_a_journal_that_was_altered_comes_back_and_is_said_to_be(here, elsewhere, tmp_path):
    assert here.run("jobs", "drain")[0] == 0
    here.sql("ALTER TABLE journal_entry DISABLE TRIGGER USER")
    here.sql("UPDATE journal_entry SET request_id = 'another' WHERE id = (SELECT min(id) FROM journal_entry)")
    here.sql("ALTER TABLE journal_entry ENABLE TRIGGER USER")
    assert here.run("backup", tmp_path / "altered.backup")[0] == 0
    code, said = elsewhere.run("restore", tmp_path / "altered.backup")
    assert code == 1, said
    assert "n’est pas tel qu’il a été scellé" in said


def test_the_file_says_what_it_holds_and_is_private(backup):
    assert backup.stat().st_mode & 0o777 == 0o600
    with tarfile.open(backup) as tar:
        names = tar.getnames()
        manifest = json.load(tar.extractfile("manifest.json"))
    assert names == ["seals.jsonl", "database.dump", "media/ab/justificatif.pdf", "manifest.json"]
    assert set(manifest["files"]) == set(names) - {"manifest.json"}
    assert manifest["rows"]["organisation"] >= 4
    assert plugin.environment("x")["KAIROS_SECRET_KEY"] not in backup.read_bytes().decode("latin-1")


def test_an_existing_file_is_not_overwritten(here, backup):
    before = backup.read_bytes()
    code, said = here.run("backup", backup)
    assert (code, backup.read_bytes()) == (2, before)
    assert "existe déjà" in said


def test_an_installation_that_holds_something_is_not_replaced_unasked(here, elsewhere, backup):
    elsewhere.media.mkdir()
    (elsewhere.media / "autre.pdf").write_bytes(b"kept")
    code, said = elsewhere.run("restore", backup)
    assert code == 2
    assert "n’est pas vide" in said
    assert (elsewhere.media / "autre.pdf").exists()
    code, said = here.run("restore", backup)
    assert code == 2
    assert "n’est pas vide" in said


def test_asked_for_it_replaces_what_is_there_unless_kairos_is_at_work(here, elsewhere, backup):
    assert elsewhere.run("restore", backup)[0] == 0
    elsewhere.sql("CREATE TABLE left_over (id int)")
    with psycopg.connect(elsewhere.environment["DATABASE_URL"]):
        code, said = elsewhere.run("restore", backup, "--force")
        assert code == 2
        assert "arrêtez d’abord" in said
    code, said = elsewhere.run("restore", backup, "--force")
    assert code == 0, said
    assert elsewhere.sql("SELECT to_regclass('left_over')") == [(None,)]
    assert counts(elsewhere) == counts(here)


def test_another_secret_key_is_refused_before_anything_changes(elsewhere, backup):
    other = "une-autre-clef-tout-aussi-longue-que-la-premiere-9876543210"
    code, said = elsewhere.run("restore", backup, KAIROS_SECRET_KEY=other)
    assert code == 2
    assert "KAIROS_SECRET_KEY" in said
    assert elsewhere.sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]
    former = elsewhere.environment["KAIROS_SECRET_KEY"]
    assert elsewhere.run("restore", backup, KAIROS_SECRET_KEY=other, KAIROS_SECRET_KEY_PREVIOUS=former)[0] == 0


def cut(content):
    return content[: len(content) // 2]


def altered(content):
    at = content.index(b"%PDF-invented")
    return content[:at] + b"%PDF-altered!" + content[at + 13 :]


@pytest.mark.parametrize("damage", [cut, altered, lambda content: b"not a backup"])
def test_a_damaged_file_is_refused_before_anything_changes(elsewhere, backup, damage):
    backup.write_bytes(damage(backup.read_bytes()))
    code, said = elsewhere.run("restore", backup)
    assert code == 2, said
    assert "sauvegarde" in said
    assert elsewhere.sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]
    assert not elsewhere.media.exists()


def test_a_backup_of_a_later_version_is_refused(elsewhere, backup, tmp_path):
    later = tmp_path / "later.backup"
    archive.unpack(backup, tmp_path / "unpacked")
    manifest = tmp_path / "unpacked" / "manifest.json"
    written = json.loads(manifest.read_text())
    manifest.write_text(json.dumps(written | {"migrations": [*written["migrations"], "foundation.0999_later"]}))
    with tarfile.open(later, "w") as tar:
        for path in sorted((tmp_path / "unpacked").iterdir()):
            tar.add(path, path.name)
    code, said = elsewhere.run("restore", later)
    assert code == 2
    assert "plus récent" in said
