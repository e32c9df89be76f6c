"""A file on its way: who may, what is kept and erased, the worker, the clock."""

import dataclasses
from datetime import timedelta

import pytest
from django.db import connections

from kairos.foundation import clock, engine, media
from kairos.foundation.actor import system
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.foundation.imports import jobs, keeping, kinds, mapping, parsing, queries, runs
from kairos.foundation.imports.columns import Column
from kairos.foundation.imports.kinds import Context, ImportKind, Line, Verdict
from kairos.foundation.imports.lifecycle import ImportFile
from kairos.foundation.imports.models import ImportRun
from kairos.foundation.imports.reading.forms import Unreadable
from kairos.foundation.isolation import scope
from kairos.foundation.journal.models import JournalEntry
from kairos.foundation.permissions import Denied
from kairos.identity.accounts.models import User
from kairos.identity.memberships.takeover.kind import KIND
from tests.support import imports as stories

State = ImportRun.State
NIR = "2 95 10 99 126 111 93"


class Shelf:
    """A kind that writes nowhere: what it was given, and what it already had."""

    def __init__(self):
        self.there: dict[str, int] = {}
        self.batches: list[int] = []

    def judge(self, lines: list[Line], context: Context) -> None:
        for line in lines:
            before = self.there.get(line.values["key"])
            if before is not None:
                line.verdict = Verdict.UNCHANGED if before == line.values["count"] else Verdict.CHANGED

    def take(self, lines: list[Line], run, context: Context) -> None:
        self.batches.append(len(lines))
        self.there |= {line.values["key"]: line.values["count"] for line in lines}

    def kind(self, **more) -> ImportKind:
        columns = (
            Column("key", "Clé", parsing.text(20), required=True),
            Column("count", "Nombre", parsing.integer(0), required=True),
        )
        opened = {"permission": "memberships.take_over", "identity": ("key",)} | more
        return ImportKind("shelf", "Étagère", columns=columns, take=self.take, judge=self.judge, **opened)


@pytest.fixture
def shelf():
    return Shelf()


@pytest.fixture
def declared(monkeypatch):
    """A kind of these tests alone, open to supervisors."""

    def declare(kind: ImportKind) -> ImportKind:
        monkeypatch.setitem(kinds._kinds, kind.name, kind)
        return kind

    return declare


def send(kind: ImportKind, content: str | bytes, who) -> ImportRun:
    given = content.encode() if isinstance(content, str) else content
    with scope(who.actor):
        return runs.go_on(runs.receive(kind, stories.file(given), who.actor, new_id(), {}), who.actor)


def fresh(row: ImportRun) -> ImportRun:
    return ImportRun.objects.using("owner").get(pk=row.pk)


class TestWholeOrNothing:
    def test_one_wrong_line_refuses_all_and_names_them(self, people, shelf, declared):
        kind = declared(shelf.kind())
        lines = [f"k{at};{at}" for at in range(2000)]
        for at in (3, 500, 1999):
            lines[at] = f"k{at};beaucoup"
        row = send(kind, "Clé;Nombre\n" + "\n".join(lines), people.supervisor)
        assert (row.state, row.report["counts"]["refused"]) == (State.REFUSED, 3)
        assert [error["line"] for error in row.report["errors"]] == [5, 502, 2001]
        assert "en entier ou pas du tout" in row.reason
        wrong = keeping.path(row.errors_sha256).read_text("utf-8").splitlines()
        assert len([line for line in wrong if "nombre entier" in line]) == 3
        corrected = "\n".join(wrong).replace("beaucoup", "7")
        again = send(kind, corrected, people.supervisor)
        assert (again.state, again.report["counts"]["new"]) == (State.CHECKED, 2000)
        assert stories.take(again, people.supervisor).outcome["new"] == 2000
        assert shelf.batches == [1000, 1000]

    def test_what_changed_since_the_check_refuses_all_and_undoes_it(self, people, shelf, declared):
        kind = declared(shelf.kind())
        row = send(kind, "Clé;Nombre\n" + "\n".join(f"k{at};1" for at in range(1500)), people.supervisor)

        def judge(lines, context):
            for line in lines:
                if line.values["key"] == "k1400":
                    line.refuse("Cette session est close.", "key")

        declared(dataclasses.replace(kind, judge=judge))
        with pytest.raises(Refused, match=r"ne passent plus.*Ligne 1402 : Clé Cette session est close"):
            stories.take(row, people.supervisor)
        assert fresh(row).state == State.CHECKED


class TestTwice:
    def test_the_same_file_twice_changes_nothing_and_says_so(self, people, shelf, declared):
        kind = declared(shelf.kind())
        first = stories.take(send(kind, "Clé;Nombre\na;1\nb;2", people.supervisor), people.supervisor)
        second = send(kind, "Clé;Nombre\na;1\nb;2", people.supervisor)
        assert second.report["counts"] | {"blank": 0} == {
            "new": 0, "changed": 0, "unchanged": 2, "refused": 0, "blank": 0, "totals": 0,
        }  # fmt: skip
        with scope(people.supervisor.actor):
            assert queries.taken_before(second, people.supervisor.actor).pk == first.pk
            with pytest.raises(Refused, match="ne changerait rien"):
                runs.take(second, people.supervisor.actor)

    def test_a_changed_line_is_told_from_a_new_one(self, people, shelf, declared):
        kind = declared(shelf.kind())
        shelf.there = {"a": 1, "b": 2}
        counts = send(kind, "Clé;Nombre\na;1\nb;3\nc;1", people.supervisor).report["counts"]
        assert (counts["unchanged"], counts["changed"], counts["new"]) == (1, 1, 1)

    def test_the_same_sending_is_one_run(self, people):
        token, actor = new_id(), people.supervisor.actor
        with scope(actor):
            one = runs.receive(KIND, stories.file(stories.csv([stories.member()])), actor, token, {})
            two = runs.receive(KIND, stories.file(stories.csv([stories.member()])), actor, token, {})
            assert one.pk == two.pk == ImportRun.objects.get().pk


class TestTitles:
    def test_an_unknown_title_waits_and_is_remembered_once_said(self, people, shelf, declared):
        kind = declared(shelf.kind())
        row = send(kind, "Repère;Nombre\na;1", people.supervisor)
        assert (row.state, row.places) == (State.RECEIVED, {"count": 1})
        with scope(people.supervisor.actor):
            done = runs.match(row, people.supervisor.actor, 1, {"key": 0, "count": 1}, remember=True)
        assert done.state == State.CHECKED
        assert send(kind, "Nombre;Repère\n2;b", people.supervisor).state == State.CHECKED
        with scope(people.supervisor.actor):
            assert queries.remembered("shelf", None) == {"repere": "key", "nombre": "count"}

    def test_other_titles_read_it_again(self, people, shelf, declared):
        kind = declared(shelf.kind())
        row = send(kind, "Clé;Nombre;Autre\na;x;3", people.supervisor)
        assert row.state == State.REFUSED
        with scope(people.supervisor.actor):
            again = runs.match(row, people.supervisor.actor, 1, {"key": 0, "count": 2}, remember=False)
            assert (again.state, again.reason) == (State.CHECKED, "")
            with pytest.raises(Unreadable, match="ligne 9"):
                runs.match(again, people.supervisor.actor, 9, {}, remember=False)

    def test_the_titles_may_be_said_to_stand_elsewhere(self, people, shelf, declared):
        kind = declared(shelf.kind())
        row = send(kind, "Clé;Nombre\nClé;Nombre\na;1", people.supervisor)
        with scope(people.supervisor.actor):
            assert runs.match(row, people.supervisor.actor, 2, {}, remember=False).state == State.CHECKED
        assert mapping.missing({}, kind.columns)


class TestForbidden:
    def test_a_social_security_number_leaves_nothing(self, people, shelf, declared):
        kind = declared(shelf.kind())
        row = send(kind, f"Clé;Nombre;Note\na;1;{NIR}", people.supervisor)
        assert (row.state, row.sha256, row.errors_sha256, row.report) == (State.REFUSED, "", "", {"counts": {}})
        assert "numéro de sécurité sociale" in row.reason
        assert NIR not in str(ImportRun.objects.using("owner").values().get())
        assert [path for drawer in range(256) for path in media.drawer(drawer, keeping.SHELF)] == []
        with scope(people.supervisor.actor), pytest.raises(Refused, match="a été effacé"):
            runs.read_again(row, people.supervisor.actor)

    def test_in_the_titles_it_is_not_even_received(self, people, shelf, declared):
        kind = declared(shelf.kind())
        with pytest.raises(Unreadable, match="Ligne 2 : les titres contiennent"):
            send(kind, f"Relevé\nClé;Nombre;{NIR}\na;1;", people.supervisor)
        assert not ImportRun.objects.using("owner").exists()

    def test_not_even_in_its_name(self, people):
        with scope(people.supervisor.actor), pytest.raises(Unreadable, match="Le nom de ce fichier"):
            runs.receive(KIND, stories.file(b"a;b", f"{NIR}.csv"), people.supervisor.actor, new_id(), {})


class TestWhoMay:
    def test_another_role_is_denied_and_another_audience_sees_nothing(self, people):
        row = stories.checked(people.supervisor)
        with scope(people.instructor.actor), pytest.raises(Denied):
            runs.take(row, people.instructor.actor)
        with scope(people.manager.actor):
            assert not ImportRun.objects.exists()

    def test_the_operator_does_not_see_the_files_of_an_organisation(self, people):
        stories.checked(people.supervisor)
        with connections["owner"].cursor() as cursor:
            cursor.execute("UPDATE import_run SET organisation_id = %s", [people.organisation_m.pk])
        with scope(people.supervisor.actor):
            assert not ImportRun.objects.exists()
        with scope(people.manager.actor):
            assert ImportRun.objects.count() == 1


class TestWorker:
    @pytest.fixture
    def large(self, people, shelf, declared, monkeypatch):
        monkeypatch.setattr(runs, "READ_AT_ONCE", 10)
        kind = declared(shelf.kind(at_once=2))
        return send(kind, "Clé;Nombre\n" + "\n".join(f"k{at};1" for at in range(2500)), people.supervisor)

    def test_a_large_file_is_read_and_taken_by_the_worker(self, people, shelf, large):
        assert (large.state, large.asked) == (State.RECEIVED, "check")
        with scope(people.supervisor.actor), pytest.raises(Refused, match="en cours de lecture"):
            runs.read_again(large, people.supervisor.actor)
        jobs.check(str(large.pk))
        checked = fresh(large)
        assert (checked.state, checked.asked, checked.done) == (State.CHECKED, "", 2500)
        assert stories.take(checked, people.supervisor).asked == "take"
        jobs.take(str(large.pk))
        jobs.take(str(large.pk))
        assert (fresh(large).state, shelf.batches) == (State.TAKEN, [1000, 1000, 500])
        with scope(people.supervisor.actor):
            entry = JournalEntry.objects.get(acts=["import_run.take"])
        assert (entry.actor_user, entry.audience) == (people.supervisor.user.pk, "operator")

    def test_whoever_lost_the_right_meanwhile_takes_nothing(self, people, shelf, large):
        jobs.check(str(large.pk))
        stories.take(fresh(large), people.supervisor)
        User.objects.using("owner").filter(pk=people.supervisor.user.pk).update(staff_role="instructor")
        jobs.take(str(large.pk))
        given_back = fresh(large)
        assert (given_back.state, given_back.asked, shelf.batches) == (State.CHECKED, "", [])
        assert "n’en a plus le droit" in given_back.reason

    def test_a_refusal_in_the_worker_comes_back_with_its_reason(self, people, shelf, large):
        jobs.check(str(large.pk))
        stories.take(fresh(large), people.supervisor)
        keeping.path(large.sha256).unlink()
        jobs.take(str(large.pk))
        assert "ne peut plus être relu" in fresh(large).reason

    def test_abandoned_meanwhile_it_stays_so(self, people, large):
        with scope(people.supervisor.actor):
            engine.run(ImportFile.abandon, large, people.supervisor.actor)
        jobs.check(str(large.pk))
        assert fresh(large).state == State.ABANDONED


class TestTime:
    def test_what_nobody_came_back_to_is_abandoned_then_forgotten(self, people):
        row = stories.checked(people.supervisor)
        with clock.fixed(clock.now() + timedelta(days=8)), scope(system("tests")) as who:
            jobs.abandon(who, clock.now())
        assert (fresh(row).state, fresh(row).sha256) == (State.ABANDONED, "")

    def test_a_taken_file_is_kept_a_month_then_its_counts_alone(self, people):
        row = stories.taken(people.supervisor)
        for days, there in ((29, True), (31, False)):
            with clock.fixed(clock.now() + timedelta(days=days)), scope(system("tests")) as who:
                jobs.forget(who, clock.now())
            assert bool(fresh(row).sha256) is there
        assert fresh(row).report == {"counts": row.report["counts"]}
        assert media.path_of(row.sha256, keeping.SHELF) is None

    def test_bytes_that_another_run_names_stay(self, people):
        one, two = stories.checked(people.supervisor), stories.checked(people.supervisor)
        with scope(people.supervisor.actor):
            engine.run(ImportFile.abandon, one, people.supervisor.actor)
        assert keeping.path(two.sha256).exists()
