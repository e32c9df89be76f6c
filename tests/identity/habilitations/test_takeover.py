"""People of members of before Kairos and their rights, brought by the operator's files."""

from datetime import timedelta

import pytest

from kairos.foundation import clock, engine
from kairos.foundation.ids import new_id
from kairos.foundation.imports import runs, writing
from kairos.foundation.imports.kinds import Context, ImportKind
from kairos.foundation.imports.models import ImportRun
from kairos.foundation.isolation import scope
from kairos.foundation.messages.models import OutboxMessage
from kairos.identity.accounts.models import OneUseToken, User
from kairos.identity.habilitations import queries
from kairos.identity.habilitations.lifecycle import TeamMember
from kairos.identity.habilitations.models import AccessGrant, Affiliation
from kairos.identity.habilitations.takeover import people as of_people
from kairos.identity.habilitations.takeover import rights as of_rights
from kairos.identity.memberships.models import Membership
from kairos.identity.organisations.models import Establishment
from tests.support import imports as members
from tests.support.imports import MEMBERS
from tests.support.team import add_colleague, place_of, run

KARIM = {
    "member": MEMBERS[0], "civility": "Monsieur", "first_name": "Karim", "last_name": "Benaïssa",
    "email": "karim@cours.example", "title": "Formateur",
}  # fmt: skip
QUOTES = {"member": MEMBERS[0], "email": "karim@cours.example", "right": "Devis, valider"}


@pytest.fixture
def boss(people):
    members.taken(people.supervisor)
    return people.supervisor


def sent(boss, kind: ImportKind, *rows: dict, **options: bool) -> ImportRun:
    content = writing.table(kind.columns, rows, raw=True)
    with scope(boss.actor):
        row = runs.receive(kind, members.file(content), boss.actor, new_id(), options)
        return runs.go_on(row, boss.actor)


def taken(boss, kind: ImportKind, *rows: dict, **options: bool) -> ImportRun:
    return members.take(sent(boss, kind, *rows, **options), boss)


def said(row: ImportRun) -> str:
    return " ".join(error["message"] for error in row.report["errors"])


def counts(row: ImportRun) -> tuple[int, int, int, int]:
    return tuple(row.report["counts"][name] for name in ("new", "changed", "unchanged", "refused"))


def place(email: str = KARIM["email"]) -> Affiliation:
    return Affiliation.objects.using("owner").select_related("user").get(user__email=email)


def written_to(email: str) -> int:
    return OutboxMessage.objects.using("owner").filter(address=email).count()


def standing(people) -> str:
    """The SIRET under which the member organisation of the tests is found: as the owner, that of the one taken over."""
    Membership.objects.using("owner").filter(siret=MEMBERS[0]).update(organisation=people.organisation_m.pk)
    return MEMBERS[0]


class TestPeople:
    def test_a_person_waits_for_an_invitation_and_has_no_password(self, boss):
        row = taken(boss, of_people.KIND, KARIM)
        here = place()
        assert (row.outcome["new"], here.state, here.invited_at, here.rights) == (1, "invited", None, [])
        assert (here.shown_name, here.title, here.user.civility) == ("Karim Benaïssa", "Formateur", "m")
        assert (here.user.state, here.user.has_usable_password()) == (User.State.CREATED, False)
        assert written_to(KARIM["email"]) == 0
        assert not OneUseToken.objects.using("owner").filter(user=here.user).exists()

    def test_invited_when_the_operator_says_so_and_once(self, boss):
        taken(boss, of_people.KIND, KARIM)
        row = taken(boss, of_people.KIND, KARIM, invite=True)
        assert (row.outcome["changed"], row.outcome["new"]) == (1, 0)
        assert written_to(KARIM["email"]) == 1
        assert place().answer_by > clock.now()
        again = sent(boss, of_people.KIND, KARIM, invite=True)
        assert counts(again) == (0, 0, 1, 0)

    def test_the_same_file_twice_changes_nothing(self, boss):
        taken(boss, of_people.KIND, KARIM)
        assert counts(sent(boss, of_people.KIND, KARIM | {"title": "Autre"})) == (0, 0, 1, 0)

    def test_what_is_exported_changes_nothing_when_it_comes_back(self, boss):
        taken(boss, of_people.KIND, KARIM)
        taken(boss, of_rights.KIND, QUOTES | {"starts_on": "03/09/2099"})
        for kind in (of_people.KIND, of_rights.KIND):
            with scope(boss.actor):
                rows = list(kind.export(Context(None, {})))
            with scope(boss.actor):
                row = runs.receive(kind, members.file(writing.table(kind.columns, rows)), boss.actor, new_id(), {})
                row = runs.go_on(row, boss.actor)
            new, changed, unchanged, refused = counts(row)
            assert (new, changed, refused) == (0, 0, 0), (kind.name, row.report["errors"])
            assert unchanged == len(rows) > 0

    def test_a_manager_is_one_once_they_have_joined(self, boss):
        taken(boss, of_people.KIND, KARIM | {"manages": "oui"})
        here = place()
        assert (here.state, here.rights) == ("invited", ["accounts.manage"])
        with scope(boss.actor):
            assert queries.managers_of(here.organisation_id) == []
        assert counts(sent(boss, of_people.KIND, KARIM | {"manages": "RGC"})) == (0, 0, 1, 0)

    def test_the_manager_on_file_is_left_to_the_letters(self, boss):
        row = sent(boss, of_people.KIND, KARIM | {"email": "Jeanne.Ferrand@cours.example", "manages": "oui"})
        assert counts(row) == (0, 0, 1, 0)

    def test_by_the_number_of_the_membership_too_and_one_person_in_two_members(self, boss):
        members.taken(boss, members.csv([members.member(MEMBERS[1], number="2024-7", manager_email="b@x.example")]))
        row = taken(boss, of_people.KIND, KARIM, KARIM | {"member": "2024-7"}, invite=True)
        assert row.outcome["new"] == 2
        assert User.objects.using("owner").filter(email=KARIM["email"]).count() == 1
        assert Affiliation.objects.using("owner").filter(user__email=KARIM["email"]).count() == 2

    def test_two_ways_to_name_one_member_are_one_person(self, boss):
        number = Membership.objects.using("owner").get(siret=MEMBERS[0]).number
        row = taken(boss, of_people.KIND, KARIM, KARIM | {"member": number})
        assert row.state == ImportRun.State.TAKEN
        assert place().state == "invited"

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"member": "99900131600010"}, "Aucun adhérent n’a ce SIRET"),
            ({"member": "12345678901234"}, "SIRET"),
            ({"email": "karim"}, "Écrivez une seule adresse"),
            ({"title": ""}, "Cette case est vide"),
            ({"manages": "peut-être"}, "Écrivez l’un de ces mots"),
        ],
    )
    def test_a_wrong_line_says_why(self, boss, change, sentence):
        row = sent(boss, of_people.KIND, KARIM | change)
        assert row.state == ImportRun.State.REFUSED
        assert sentence in said(row)

    def test_neither_an_agent_of_the_operator_nor_who_left_comes_back(self, people, boss):
        siret = standing(people)
        left = add_colleague(people, title="Formateur")
        run(people.manager, TeamMember.remove, left.affiliation.pk, reason="Fin de contrat.")
        line = KARIM | {"member": siret}
        row = sent(
            boss, of_people.KIND, line | {"email": left.user.email}, line | {"email": people.instructor.user.email}
        )
        assert counts(row) == (0, 0, 0, 2)
        assert "a quitté l’organisme" in said(row)
        assert "ne peut pas être invitée" in said(row)

    def test_whoever_is_there_is_not_made_a_manager_by_a_file(self, people, boss):
        siret = standing(people)
        colleague = add_colleague(people, title="Formateur")
        row = sent(boss, of_people.KIND, KARIM | {"member": siret, "email": colleague.user.email, "manages": "oui"})
        assert "c’est à un RGC de la nommer" in said(row)

    def test_only_a_supervisor_brings(self, people, boss):
        row = Affiliation(user=people.owner_a.user, organisation=people.organisation_m)
        for who in (people.manager, people.instructor):
            with scope(who.actor), pytest.raises(Exception, match=r".*"):
                engine.run(TeamMember.bring, row, who.actor, title="X", first_name="A", last_name="B")
        assert not Affiliation.objects.using("owner").filter(pk=row.pk).exists()


class TestRights:
    @pytest.fixture
    def karim(self, boss):
        taken(boss, of_people.KIND, KARIM)
        return place()

    def test_a_right_waits_for_its_person(self, boss, karim):
        row = taken(boss, of_rights.KIND, QUOTES, QUOTES | {"right": "sessions.consult", "ends_on": "31/12/2099"})
        assert row.outcome["new"] == 2
        grants = {one.right: one for one in AccessGrant.objects.using("owner").filter(affiliation=karim.pk)}
        assert {one.state for one in grants.values()} == {"live"}
        assert grants["quotes.approve"].ends_on is None
        assert grants["sessions.consult"].ends_on.year == 2099
        assert written_to(KARIM["email"]) == 0

    def test_the_same_file_twice_changes_nothing_and_what_differs_is_refused(self, boss, karim):
        taken(boss, of_rights.KIND, QUOTES | {"starts_on": "01/09/2024"})
        assert counts(sent(boss, of_rights.KIND, QUOTES | {"starts_on": "01/09/2024"})) == (0, 0, 1, 0)
        assert "c’est à son RGC" in said(sent(boss, of_rights.KIND, QUOTES | {"ends_on": "31/12/2099"}))

    def test_a_right_is_added_to_those_that_are_there(self, boss, karim):
        taken(boss, of_rights.KIND, QUOTES)
        taken(boss, of_rights.KIND, QUOTES | {"right": "Sessions consulter"})
        held = AccessGrant.objects.using("owner").filter(affiliation=karim.pk, state="live")
        assert set(held.values_list("right", flat=True)) == {"quotes.approve", "sessions.consult"}

    def test_narrowed_to_establishments_of_the_member(self, boss, karim):
        site = Establishment.objects.using("owner").get(siret=MEMBERS[0])
        taken(boss, of_rights.KIND, QUOTES | {"places": MEMBERS[0]})
        assert AccessGrant.objects.using("owner").get(affiliation=karim.pk).establishments == [site.pk]
        other = sent(boss, of_rights.KIND, QUOTES | {"right": "sessions.consult", "places": MEMBERS[2]})
        assert "L’organisme n’a pas d’établissement" in said(other)

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"email": "personne@cours.example"}, "reprenez d’abord les personnes"),
            ({"right": "Devis, signer"}, "Ce droit n’existe pas"),
            ({"ends_on": "01/01/2020"}, "finit|fin vient avant"),
            ({"starts_on": "01/01/2020", "ends_on": "02/01/2020"}, "Ce droit est terminé"),
        ],
    )
    def test_a_wrong_line_says_why(self, boss, karim, change, sentence):
        row = sent(boss, of_rights.KIND, QUOTES | change)
        assert row.state == ImportRun.State.REFUSED
        assert any(words in said(row) for words in sentence.split("|"))

    def test_a_person_who_is_in_is_told_once(self, people, boss):
        siret = standing(people)
        colleague = add_colleague(people, "sessions.consult", title="Formateur")
        before = written_to(colleague.user.email)
        line = {"member": siret, "email": colleague.user.email}
        row = taken(boss, of_rights.KIND, *(line | {"right": right} for right in ("quotes.enter", "quotes.consult")))
        assert row.outcome["new"] == 2
        assert written_to(colleague.user.email) == before + 1
        held = place_of(colleague.user, people.organisation_m.pk).grants.filter(state="live")
        assert set(held.values_list("right", flat=True)) == {"sessions.consult", "quotes.enter", "quotes.consult"}
        assert clock.today() - held.latest("given_at").starts_on == timedelta(0)
