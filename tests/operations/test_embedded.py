"""The embedded PostgreSQL: starts once, survives a kill, and gives its roles nothing more than they need."""

import os
import signal
import socket
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from kairos.operations.embedded import APPLICATION, OWNER, SUPERUSER, Cluster
from kairos.operations.errors import CannotRun


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    with Cluster(tmp_path_factory.mktemp("embedded") / "cluster", fast=True) as cluster:
        yield cluster


def rows(address, query):
    with psycopg.connect(address, autocommit=True) as connection:
        return connection.execute(query).fetchall()


def postmaster(cluster):
    return int((cluster.directory / "data" / "postmaster.pid").read_text().split()[0])


def test_a_second_start_leaves_the_server_alone(cluster):
    before = postmaster(cluster)
    Cluster(cluster.directory, fast=True).start()
    assert postmaster(cluster) == before
    assert cluster.running


def test_a_killed_server_starts_again_at_the_same_address_with_what_was_committed(cluster):
    address = cluster.url(role=OWNER)
    with psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE kept (n integer)")
        connection.execute("INSERT INTO kept VALUES (7)")
    os.kill(postmaster(cluster), signal.SIGKILL)
    cluster.start()
    assert cluster.url(role=OWNER) == address
    assert rows(address, "SELECT n FROM kept") == [(7,)]


def test_a_process_number_taken_by_another_program_is_not_the_server(cluster):
    cluster.stop()
    (cluster.directory / "data" / "postmaster.pid").write_text(f"{os.getpid()}\n")
    assert not cluster.running
    cluster.start()
    assert cluster.running


def test_a_stopped_cluster_stops_twice_without_complaint(cluster):
    cluster.stop()
    cluster.stop()
    assert not cluster.running
    cluster.start()


def test_a_creation_that_was_cut_short_is_finished_by_the_next_start(cluster):
    with psycopg.connect(cluster.url("postgres", SUPERUSER), autocommit=True) as connection:
        connection.execute("GRANT ALL ON DATABASE kairos TO PUBLIC")
    cluster.start()
    assert rows(cluster.url(), "SELECT has_database_privilege(current_user, 'kairos', 'TEMP')") == [(False,)]


def test_it_is_utf8_in_code_point_order_with_checksums(cluster):
    query = "SELECT pg_encoding_to_char(encoding), datcollate, datlocale, current_setting('data_checksums')"
    query += ", 'É' < 'Z', lower('É') FROM pg_database WHERE datname = current_database()"
    assert rows(cluster.url(), query) == [("UTF8", "C", "C.UTF-8", "on", False, "é")]


def test_the_roles_have_no_power_over_the_server(cluster):
    query = "SELECT rolname, rolsuper, rolbypassrls, rolreplication, rolcreatedb, rolcreaterole, rolinherit"
    query += " FROM pg_roles WHERE rolname LIKE 'kairos%' ORDER BY 1"
    assert rows(cluster.url(), query) == [
        (APPLICATION, False, False, False, False, False, False),
        (OWNER, False, False, False, True, True, True),
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (n integer)",
        "CREATE SCHEMA mine",
        "CREATE TEMP TABLE mine (n integer)",
        "CREATE ROLE mine",
    ],
)
def test_the_application_creates_nothing(cluster, statement):
    with psycopg.connect(cluster.url()) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)


def test_the_application_enters_no_other_database(cluster):
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        psycopg.connect(cluster.url("postgres"))


def test_a_wrong_password_is_refused(cluster):
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(cluster.url().replace(f"{APPLICATION}:", f"{APPLICATION}:x"))


def test_the_folder_and_the_passwords_are_for_their_owner_alone(cluster):
    assert cluster.directory.stat().st_mode & 0o777 == 0o700
    assert (cluster.directory / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_a_database_is_copied_and_dropped_while_it_is_used(cluster):
    cluster.create_database("pattern")
    with psycopg.connect(cluster.url("pattern", OWNER)) as connection:
        connection.execute("CREATE TABLE copied AS SELECT 5 AS n")
    cluster.create_database("copy", template="pattern")
    connection = psycopg.connect(cluster.url("copy", OWNER))
    assert connection.execute("SELECT n FROM copied").fetchall() == [(5,)]
    cluster.drop_database("copy")
    with pytest.raises(psycopg.OperationalError):
        connection.execute("SELECT 1")
    assert ("copy",) not in rows(cluster.url(), "SELECT datname FROM pg_database")
    cluster.drop_database("copy")


def test_the_port_of_the_last_run_taken_by_another_program_is_given_up(cluster):
    cluster.stop()
    port = int((cluster.directory / "port").read_text())
    with socket.create_server(("127.0.0.1", port)):
        cluster.start()
        assert int((cluster.directory / "port").read_text()) != port
        assert rows(cluster.url(), "SELECT 1") == [(1,)]


def test_data_of_another_version_is_refused_with_a_sentence(tmp_path: Path):
    cluster = Cluster(tmp_path, fast=True)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "PG_VERSION").write_text("15\n")
    with pytest.raises(CannotRun, match="format de PostgreSQL 15"):
        cluster.start()
    assert not cluster.running


def test_a_server_that_cannot_start_says_where_to_look(tmp_path: Path, monkeypatch):
    monkeypatch.setattr("kairos.operations.embedded._START_PATIENCE", 0)
    with Cluster(tmp_path, fast=True):
        pass
    (tmp_path / "data" / "global" / "pg_control").unlink()
    with pytest.raises(CannotRun, match=r"server\.log"):
        Cluster(tmp_path, fast=True).start()


def test_an_error_shows_no_value_in_its_log(cluster):
    """Neither the row of a violated constraint nor the parameters of a statement that fails."""
    with psycopg.connect(cluster.url(role=OWNER), autocommit=True) as connection:
        connection.execute("CREATE TABLE people (email text UNIQUE)")
        for _ in range(2):
            with suppress(psycopg.errors.UniqueViolation):
                connection.execute("INSERT INTO people VALUES (%s)", ["solene@tests.example"])
    said = (cluster.directory / "server.log").read_text()
    assert "people_email_key" in said
    assert "solene@tests.example" not in said
