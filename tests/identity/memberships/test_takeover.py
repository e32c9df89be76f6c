"""Members of before Kairos, taken over from a file by the operator."""

from datetime import date, timedelta

import pytest

from kairos.foundation import clock
from kairos.foundation.imports import queries, runs
from kairos.foundation.imports.models import ImportRun
from kairos.foundation.isolation import scope
from kairos.foundation.journal.models import JournalEntry
from kairos.identity.accounts.models import User
from kairos.identity.habilitations.models import Affiliation
from kairos.identity.memberships.models import AccessLetter, Membership, MembershipApplication
from kairos.identity.memberships.takeover.kind import KIND
from kairos.identity.organisations import queries as files
from kairos.identity.organisations.models import Organisation
from tests.identity.memberships.test_at_once import Second, at_once
from tests.support import acceptance, applications
from tests.support import imports as stories
from tests.support.imports import MEMBERS, csv, member, sent, taken

State = ImportRun.State


@pytest.fixture
def boss(people):
    return people.supervisor


def errors(row: ImportRun) -> list[tuple[int, str, str]]:
    return [(error["line"], error["heading"], error["message"]) for error in row.report["errors"]]


def said(row: ImportRun) -> str:
    return " ".join(message for _, _, message in errors(row))


class TestTaken:
    def test_a_member_stands_as_the_file_says(self, people, boss):
        row = taken(boss, csv([member(number="2024-0042", postcode="1000", town="Bourg-en-Bresse", phone="199004510")]))
        assert (row.state, row.outcome["new"]) == (State.TAKEN, 1)
        with scope(boss.actor):
            membership = Membership.objects.select_related("organisation").get(number="2024-0042")
            sheet = files.sheet(membership.organisation)
        assert (membership.starts_on, membership.ends_on) == (date(2025, 9, 3), date(2028, 9, 2))
        assert (membership.state, membership.terms_id) == ("active", None)
        assert (sheet.organisation.member_since, sheet.organisation.phone) == (date(2025, 9, 3), "+33199004510")
        assert (sheet.main.siret, sheet.main.postcode) == (MEMBERS[0], "01000")
        assert (sheet.account_manager.full_name, sheet.account_manager.civility) == ("Jeanne Ferrand", "mme")

    def test_it_is_journaled_as_such(self, people, boss):
        taken(boss, csv([member(), member(MEMBERS[1], manager_email="b@cours.example")]))
        with scope(boss.actor):
            entry = JournalEntry.objects.get(acts__contains=["import_run.take"])
            organisations = set(
                Organisation.objects.filter(establishments__siret__in=MEMBERS).values_list("pk", flat=True)
            )
        assert entry.acts.count("provider_file.take_over") == 2
        assert entry.acts.count("membership_application.take_over") == 2
        assert organisations <= set(entry.subjects)

    def test_without_the_box_nobody_receives_anything(self, people, boss):
        taken(boss)
        with scope(boss.actor):
            assert not AccessLetter.objects.exists()
            assert not Affiliation.objects.filter(organisation__establishments__siret=MEMBERS[0]).exists()

    def test_with_the_box_the_rgc_has_an_account_a_right_and_two_letters(self, people, boss):
        acceptance.register(MEMBERS[0])
        taken(boss, csv([member()]), letters=True)
        with scope(boss.actor):
            letters = list(AccessLetter.objects.select_related("user").order_by("kind"))
            right = Affiliation.objects.get(user=letters[0].user)
        assert [letter.kind for letter in letters] == ["identifier", "password"]
        assert letters[0].recipient == "Madame Jeanne Ferrand"
        assert (right.rights, right.entered_at) == (["accounts.manage"], None)

    def test_the_letters_may_follow_later_with_the_same_file(self, people, boss):
        taken(boss)
        row = taken(boss, csv([member()]), letters=True)
        assert (row.outcome["changed"], row.outcome["new"]) == (1, 0)
        again = sent(boss, csv([member()]), letters=True)
        assert again.report["counts"]["unchanged"] == 1
        with scope(boss.actor):
            assert AccessLetter.objects.count() == 2

    def test_the_good_lines_are_taken_and_the_others_left_out(self, people, boss):
        content = csv(
            [member(), member(MEMBERS[1], postcode="99"), member(MEMBERS[2], manager_email="c@cours.example")]
        )
        row = stories.take(sent(boss, content), boss)
        assert (row.outcome["new"], row.outcome["refused"]) == (2, 1)
        with scope(boss.actor):
            assert set(Membership.objects.values_list("siret", flat=True)) == {MEMBERS[0], MEMBERS[2]}

    def test_an_open_request_for_the_same_siret_then_faces_a_membership(self, people, boss):
        request = applications.in_review(people.owner_a, people.instructor)
        taken(boss, csv([member(request.siret)]))
        with pytest.raises(Exception, match="est déjà en cours pour ce SIRET"):
            applications.do(applications.Application.accept, request, people.instructor, reason="Oui.")

    def test_it_is_no_decided_request_of_the_queue(self, people, boss):
        taken(boss)
        with scope(boss.actor):
            request = MembershipApplication.objects.get()
        assert (request.state, request.version, request.terms_id, request.terms_accepted_by_id) == (
            "accepted",
            0,
            None,
            None,
        )


class TestTwice:
    def test_the_same_file_twice_changes_nothing(self, people, boss):
        taken(boss)
        row = sent(boss, csv([member()]))
        assert (row.state, row.report["counts"]["unchanged"]) == (State.CHECKED, 1)

    def test_two_people_at_once_one_wins(self, people, boss):
        one, two = stories.checked(boss), stories.checked(boss)
        second = Second(boss.actor, lambda: runs.take(two, boss.actor))
        at_once(boss.actor, lambda: runs.take(one, boss.actor), second)
        assert second.refused is None
        with scope(boss.actor):
            outcomes = [queries.run(boss.actor, row.pk).outcome for row in (one, two)]
        assert [(found["new"], found["unchanged"]) for found in outcomes] == [(1, 0), (0, 1)]
        with scope(boss.actor):
            assert Membership.objects.filter(siret=MEMBERS[0]).count() == 1

    def test_what_its_own_people_changed_is_never_overwritten(self, people, boss):
        taken(boss)
        Organisation.objects.using("owner").filter(establishments__siret=MEMBERS[0]).update(name="Autre nom")
        row = sent(boss, csv([member()]))
        assert row.state == State.REFUSED
        assert "sa fiche dit autre chose : Nom de l’organisme" in said(row)


class TestRefused:
    @pytest.mark.parametrize(
        ("change", "heading", "words"),
        [
            ({"siret": "99900101900011"}, "SIRET", "clé ne correspond pas"),
            ({"nda": "123"}, "Numéro de déclaration d’activité", "11 chiffres"),
            ({"postcode": "00000"}, "Code postal", "Aucun département"),
            ({"manager_email": "jeanne"}, "Courriel du RGC", "une seule adresse"),
            ({"number": "KA-2026-00012"}, "Numéro d’adhésion", "donnés par Kairos"),
            ({"starts_on": "03/09/2099"}, "Début de l’adhésion", "n’a pas commencé"),
            ({"ends_on": "01/01/2020"}, "Fin de l’adhésion", "avant le début"),
            ({"starts_on": "03/09/2020"}, "Fin de l’adhésion", "est terminée"),
            ({"name": ""}, "Nom de l’organisme", "est vide"),
        ],
    )
    def test_each_reason_beside_its_column(self, people, boss, change, heading, words):
        [(line, found, message)] = errors(sent(boss, csv([member(**change)])))
        assert (line, found) == (2, heading)
        assert words in message

    def test_an_agent_or_a_closed_account_is_no_rgc(self, people, boss):
        User.objects.using("owner").filter(pk=people.owner_a.user.pk).update(state="closed", closed_at=clock.now())
        rows = [member(manager_email=people.instructor.email), member(MEMBERS[1], manager_email=people.owner_a.email)]
        row = sent(boss, csv(rows))
        assert "agent de l’opérateur" in said(row)
        assert "est fermé" in said(row)

    def test_a_number_or_a_siret_twice(self, people, boss):
        rows = [member(number="12"), member(MEMBERS[1], number="12"), member(MEMBERS[0])]
        assert [line for line, _, _ in errors(sent(boss, csv(rows)))] == [3, 4]
        taken(boss, csv([member(number="12")]))
        assert "porte déjà ce numéro" in said(sent(boss, csv([member(MEMBERS[1], number="12")])))

    def test_a_number_of_ours_beside_its_own_siret_is_right(self, people, boss):
        """What we export is taken back unchanged."""
        taken(boss)
        with scope(boss.actor):
            number = Membership.objects.get().number
        assert sent(boss, csv([member(number=number)])).report["counts"]["unchanged"] == 1


def test_the_columns_do_not_depend_on_the_day(people, boss):
    with clock.fixed(clock.now() + timedelta(days=365)):
        assert sent(boss, csv([member()])).report["counts"]["new"] == 1
    assert KIND.whole is False
