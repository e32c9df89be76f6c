"""Seals: which entries they take, in what order, and what they leave outside the database."""

import threading
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection, connections
from django.db.utils import DatabaseError

from kairos.foundation.actor import system
from kairos.foundation.isolation import scope
from kairos.foundation.journal import happened, outside, sealing
from kairos.foundation.journal.models import JournalEntry, JournalSeal


@contextmanager
def _a_transaction_that_waits(name: str):
    """Another connection writes an entry and commits only at the end of the block."""
    written, may_commit = threading.Event(), threading.Event()

    def run() -> None:
        with scope(system("tests")) as who:
            happened(who, name)
            written.set()
            may_commit.wait(120)
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    assert written.wait(120)
    yield
    may_commit.set()
    thread.join()


def _sealed() -> list[tuple[int, int, int, int]]:
    with scope(system("tests")):
        return list(JournalSeal.objects.order_by("number").values_list("number", "tx_from", "tx_to", "entries"))


def test_nothing_is_sealed_twice_and_nothing_makes_no_seal(journal):
    assert sealing.seal() == 0
    journal.write("a", "b")
    assert sealing.seal() == 1
    assert sealing.seal() == 0
    journal.write("c")
    assert sealing.seal() == 1
    assert [entries for *_, entries in _sealed()] == [2, 1]
    assert journal.verify().entries == 3


def test_the_entry_that_commits_last_is_not_missed(journal):
    with _a_transaction_that_waits("early, commits late"):
        with scope(system("tests")) as who:
            happened(who, "late, commits first")
        assert sealing.seal() == 0
    journal.settle()
    assert sealing.seal() == 1
    with scope(system("tests")):
        order = [acts[0] for acts in JournalEntry.objects.order_by("tx", "id").values_list("acts", flat=True)]
    assert order == ["early, commits late", "late, commits first"]
    verdict = journal.verify()
    assert (verdict.entries, verdict.faults) == (2, [])


def test_a_seal_begins_where_the_one_before_ended(journal):
    for name in "abc":
        journal.sealed(name)
    bounds = [(start, end) for _, start, end, _ in _sealed()]
    assert bounds[0][0] == 0
    assert bounds[1][0] == bounds[0][1]
    assert bounds[2][0] == bounds[1][1]


def test_a_long_backlog_makes_several_seals_and_no_transaction_is_cut(journal, monkeypatch):
    monkeypatch.setattr(sealing, "LONGEST", 3)
    journal.write("a", "b")
    with scope(system("tests")) as who:
        for name in "cdefg":
            happened(who, name)
    journal.write("h")
    sealing.seal()
    assert [entries for *_, entries in _sealed()] == [2, 5, 1]
    assert journal.verify().faults == []


def test_the_copy_outside_has_every_seal_even_one_it_missed(journal):
    journal.sealed("a")
    journal.sealed("b")
    path = settings.KAIROS_SEALS
    whole = path.read_bytes()
    path.write_bytes(whole[: whole.index(b"\n") + 20])
    journal.sealed("c")
    assert [line["number"] for line in outside.lines(path)] == [1, 2, 3]
    assert path.read_bytes().startswith(whole)
    assert all(outside.is_signed(line) for line in outside.lines(path))


def test_a_copy_that_knows_more_than_the_database_stops_the_sealing_loudly(journal):
    journal.sealed("a")
    journal.sealed("b")
    journal.tamper("DELETE FROM journal_seal WHERE number = 2")
    before = settings.KAIROS_SEALS.read_bytes()
    with pytest.raises(outside.Disagreement):
        sealing.seal()
    assert settings.KAIROS_SEALS.read_bytes() == before


def test_the_hash_covers_every_column():
    for column in JournalEntry._meta.concrete_fields:
        assert f"e.{column.column}" in sealing.ENTRY_HASH


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ARRAY['a,b']", "ARRAY['a','b']"),
        ("ARRAY['a\",\"b']", "ARRAY['a','b']"),
        ("ARRAY['NULL']", "ARRAY['null']"),
        ("ARRAY['']", "ARRAY[]::text[]"),
        ("ARRAY['a)','(b']", "ARRAY['a)(b']"),
    ],
)
def test_no_two_entries_have_one_hash(journal, one, other):
    journal.write("x")
    hashes = []
    for acts in (one, other):
        journal.tamper(f"UPDATE journal_entry SET acts = {acts}")
        hashes.append(bytes(journal.value(f"SELECT {sealing.ENTRY_HASH} FROM journal_entry e")))
    assert hashes[0] != hashes[1]


@pytest.mark.parametrize("table", ["journal_entry", "journal_seal"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET era = 2", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_database_refuses_to_rewrite_the_journal_even_to_its_owner(journal, table, statement):
    journal.sealed("a")
    with pytest.raises(DatabaseError, match="ne se réécrit pas"), connections["owner"].cursor() as cursor:
        cursor.execute(statement.format(table))


def test_a_restore_opens_an_era_and_the_chain_goes_on(journal):
    journal.sealed("a")
    journal.write("not sealed at the time of the backup")
    assert sealing.open_era() == 2
    journal.sealed("after")
    with scope(system("tests")):
        eras = list(JournalSeal.objects.order_by("number").values_list("number", "era", "entries"))
    assert eras == [(1, 1, 1), (2, 1, 1), (3, 2, 1)]
    assert journal.faults(settings.KAIROS_SEALS) == []


def test_seals_made_after_the_backup_are_told_lost_not_cut(journal):
    journal.sealed("a")
    journal.sealed("made after the backup")
    journal.tamper("DELETE FROM journal_entry WHERE acts = ARRAY['made after the backup']::varchar[]")
    journal.tamper("DELETE FROM journal_seal WHERE number = 2")
    sealing.open_era()
    journal.sealed("b")
    verdict = journal.verify(settings.KAIROS_SEALS)
    assert (verdict.faults, verdict.lost) == ([], 1)


def test_a_copy_older_than_the_backup_is_completed_by_the_restore(journal):
    journal.sealed("a")
    older = settings.KAIROS_SEALS.read_bytes()
    journal.sealed("b")
    settings.KAIROS_SEALS.write_bytes(older)
    sealing.open_era()
    journal.sealed("c")
    verdict = journal.verify(settings.KAIROS_SEALS)
    assert (verdict.faults, verdict.lost) == ([], 0)


def test_two_sealers_at_once_write_one_seal(journal):
    journal.write("a")
    with scope(system("tests")), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('kairos.journal.seal'))")
        found = []
        other = threading.Thread(target=lambda: (found.append(sealing.seal()), connection.close()))
        other.start()
        other.join()
    assert found == [0]
    assert sealing.seal() == 1
