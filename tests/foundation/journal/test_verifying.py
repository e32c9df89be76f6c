"""Verification: nothing is found in a journal left alone, and each way to tamper with it is found where it was done."""

import json

import pytest
from django.conf import settings
from django.db import connections

from kairos.foundation import clock
from kairos.foundation.actor import system
from kairos.foundation.isolation import scope
from kairos.foundation.journal import happened, outside, sealing, signing
from kairos.foundation.journal.models import JournalEntry, JournalSeal


@pytest.fixture
def sealed(journal):
    """Three seals of three entries: a b c, d e f, g h i."""
    for names in ("abc", "def", "ghi"):
        journal.sealed(*names)
    return journal


def test_a_journal_left_alone_is_whole(sealed):
    sealed.write("waiting")
    verdict = sealed.verify(settings.KAIROS_SEALS)
    assert (verdict.entries, verdict.seals, verdict.pending, verdict.faults) == (9, 3, 1, [])


COLUMNS = {
    "at": "at + interval '1 second'",
    "kind": "'reading'",
    "acts": "ARRAY['other']",
    "actor_user": "gen_random_uuid()",
    "audience": "'operator'",
    "organisation": "gen_random_uuid()",
    "subject_type": "'other'",
    "subjects": "ARRAY[gen_random_uuid()]",
    "fields": "ARRAY['account.email']",
    "request_id": "'other'",
    "detail_hash": "'x'",
    "uid": "gen_random_uuid()",
    "helped": "gen_random_uuid()",
}


@pytest.mark.parametrize("column", COLUMNS)
def test_an_entry_changed(sealed, column):
    entry = sealed.entry("e")
    sealed.tamper(f"UPDATE journal_entry SET {column} = {COLUMNS[column]} WHERE id = %s", entry)
    assert sealed.faults() == [("changed", 2, entry)]


def test_the_columns_tried_are_all_but_the_place():
    assert {field.column for field in JournalEntry._meta.concrete_fields} - set(COLUMNS) == {"id", "tx", "era"}


def test_an_entry_removed(sealed):
    entry = sealed.entry("e")
    sealed.tamper("DELETE FROM journal_entry WHERE id = %s", entry)
    [fault] = sealed.verify().faults
    assert (fault.kind, fault.seal, fault.entry) == ("removed", 2, entry)
    assert fault.at is not None


@pytest.mark.parametrize("name", ["d", "f"])
def test_an_entry_removed_at_the_edge_of_a_seal(sealed, name):
    entry = sealed.entry(name)
    sealed.tamper("DELETE FROM journal_entry WHERE id = %s", entry)
    assert sealed.faults() == [("removed", 2, entry)]


def test_all_the_entries_of_a_seal_removed(sealed):
    sealed.tamper("DELETE FROM journal_entry WHERE acts && ARRAY['d', 'e', 'f']::varchar[]")
    assert [fault[:2] for fault in sealed.faults()] == [("removed", 2)] * 3


def test_an_entry_inserted_into_the_past(sealed):
    sealed.tamper(
        "INSERT INTO journal_entry (uid, tx, era, at, kind, acts, actor_user, audience, organisation, subject_type, "
        "subjects, fields, request_id, detail_hash) SELECT gen_random_uuid(), tx, era, at, kind, ARRAY['forged'], "
        "actor_user, audience, organisation, subject_type, subjects, fields, request_id, detail_hash "
        "FROM journal_entry WHERE id = %s",
        sealed.entry("e"),
    )
    assert sealed.faults() == [("inserted", 2, sealed.entry("forged"))]


def test_an_entry_moved_to_another_time(sealed):
    entry, other = sealed.entry("b"), sealed.entry("h")
    sealed.tamper(
        "UPDATE journal_entry SET tx = (SELECT tx FROM journal_entry WHERE id = %s) WHERE id = %s", other, entry
    )
    assert sealed.faults() == [("moved", 3, entry)]


@pytest.mark.parametrize(("era", "tx"), [(0, 5), (2, 5), (1, 10**15)])
def test_an_entry_where_no_seal_will_ever_look(sealed, era, tx):
    sealed.write("stray")
    entry = sealed.entry("stray")
    sealed.tamper("UPDATE journal_entry SET era = %s, tx = %s WHERE id = %s", era, tx, entry)
    assert sealed.faults() == [("inserted", None, entry)]


def test_an_entry_added_to_an_era_that_is_over(sealed):
    sealing.open_era()
    sealed.write("stray")
    entry = sealed.entry("stray")
    sealed.tamper("UPDATE journal_entry SET era = 1 WHERE id = %s", entry)
    assert sealed.faults() == [("inserted", None, entry)]


def test_two_changes_far_apart_are_both_found(sealed):
    for name in "bh":
        sealed.tamper("UPDATE journal_entry SET kind = 'act' WHERE id = %s", sealed.entry(name))
    assert sealed.faults() == [("changed", 1, sealed.entry("b")), ("changed", 3, sealed.entry("h"))]


@pytest.mark.parametrize(
    "change",
    [
        "head = sha256('x')",
        "digests = overlay(digests PLACING 'x' FROM 1)",
        "sealed_at = sealed_at + interval '1 day'",
        "entries = 4",
        "signature = overlay(signature PLACING 'x' FROM 1)",
        "tx_to = tx_to + 1",
    ],
)
def test_a_seal_changed(sealed, change):
    sealed.tamper(f"UPDATE journal_seal SET {change} WHERE number = 2")
    faults = sealed.verify().faults
    assert ("signature", 2) in [(fault.kind, fault.seal) for fault in faults]
    assert {fault.entry for fault in faults} <= {None, sealed.entry("d")}


def test_a_seal_removed(sealed):
    sealed.tamper("DELETE FROM journal_seal WHERE number = 2")
    assert sealed.faults() == [("seal_removed", 2, None)]


def test_an_entry_and_its_seal_rewritten_together_without_the_secret(sealed, settings):
    """The forger recomputes everything; what is missing is our key."""
    settings.SECRET_KEY = "the forger's own secret, long enough to be accepted by the checks"
    sealed.tamper("UPDATE journal_entry SET kind = 'act' WHERE id = %s", sealed.entry("h"))
    sealed.tamper("DELETE FROM journal_seal WHERE number = 3")
    sealing._seal_once()
    settings.SECRET_KEY = "une-clef-de-test-assez-longue-pour-etre-acceptee-0123456789"
    assert sealed.faults() == [("signature", 3, None)]
    assert ("seal", 3, None) in sealed.faults(settings.KAIROS_SEALS)


def test_an_entry_and_its_seal_rewritten_together_with_the_secret(sealed):
    """Whoever holds the secret must sign every later seal again: the next one does not follow any more."""
    sealed.tamper("UPDATE journal_entry SET kind = 'act' WHERE id = %s", sealed.entry("e"))
    with scope(system("tests")):
        first, second = JournalSeal.objects.order_by("number")[:2]
        hashes = bytes(sealing._value(sealing.HASHES, second.era, second.tx_from, second.tx_to))
    second.digests, second.head = sealing.digests(hashes), sealing.chained(bytes(first.head), hashes)
    sealed.tamper(
        "UPDATE journal_seal SET digests = %s, head = %s, signature = %s WHERE number = 2",
        second.digests, second.head, signing.sign(second),
    )  # fmt: skip
    assert sealed.faults() == [("seal", 3, None)]


def test_a_secret_that_was_replaced_still_verifies(sealed, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new secret of the installation, long enough to be accepted 0123"
    sealed.sealed("after")
    assert sealed.faults(settings.KAIROS_SEALS) == []


def test_the_tail_cut_off_shows_against_the_copy_alone(sealed):
    sealed.tamper("DELETE FROM journal_entry WHERE acts && ARRAY['g', 'h', 'i']::varchar[]")
    sealed.tamper("DELETE FROM journal_seal WHERE number = 3")
    assert sealed.faults() == []
    assert sealed.faults(settings.KAIROS_SEALS) == [("tail", 3, None)]


def test_a_line_of_the_copy_altered_removed_or_broken(sealed):
    path = settings.KAIROS_SEALS
    first, second, third = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(first + third)
    assert sealed.faults(path) == [("copy", 2, None)]
    altered = json.loads(second) | {"entries": 99}
    path.write_bytes(first + json.dumps(altered).encode() + b"\n" + third)
    assert sealed.faults(path) == [("seal", 2, None)]
    path.write_bytes(first + b"garbage\n" + second + third)
    assert sealed.faults(path) == [("copy", None, None)]


def test_an_era_that_no_restore_opened(sealed):
    with connections["owner"].cursor() as cursor:
        cursor.execute("INSERT INTO journal_era (era, opened_at) VALUES (2, now())")
    assert sealed.faults() == []
    assert sealed.faults(settings.KAIROS_SEALS) == [("era", None, None)]


def test_a_forged_restore_line_hides_nothing(sealed):
    sealed.tamper("DELETE FROM journal_entry WHERE acts && ARRAY['g', 'h', 'i']::varchar[]")
    sealed.tamper("DELETE FROM journal_seal WHERE number = 3")
    with settings.KAIROS_SEALS.open("ab") as file:
        file.write(json.dumps({"era_opened": 2, "after": 2, "at": "", "signature": "00" * 64}).encode() + b"\n")
    assert sealed.faults(settings.KAIROS_SEALS) == [("tail", 3, None)]


def test_a_detail_changed_is_found_and_one_erased_is_right(journal):
    for reason in ("first", "second"):
        with scope(system("tests")) as who:
            happened(who, reason, reason=reason)
    sealing.seal()
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE journal_detail SET body = '{\"reason\": \"other\"}' WHERE body->>'reason' = 'first'")
    assert journal.faults() == [("detail", None, journal.entry("first"))]
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM journal_detail")
    assert journal.faults() == []


def test_entries_whose_retention_is_over_may_be_gone(journal):
    from datetime import timedelta

    with clock.fixed(clock.now() - timedelta(days=365 * 7)):
        journal.sealed("old")
    journal.sealed("recent")
    journal.tamper("DELETE FROM journal_entry WHERE acts = ARRAY['old']::varchar[]")
    verdict = journal.verify(settings.KAIROS_SEALS)
    assert (verdict.faults, verdict.expired) == ([], 1)
    assert outside.is_signed(next(iter(outside.lines(settings.KAIROS_SEALS))))
