"""An organisation of many people and establishments: found, narrowed, changed together."""

import re

import pytest

from kairos.foundation.ids import new_id
from kairos.identity.habilitations.catalogue import PROFILES
from kairos.identity.habilitations.models import AccessGrant, Affiliation
from kairos.identity.organisations.models import Establishment
from kairos.spaces.provider.gid import places
from tests.support.statements import assert_statements
from tests.support.team import add_colleague, give, place_of

LIST, TOGETHER = "/gid/", "/gid/ensemble/"
TRAINER = next(one for one in PROFILES if one.key == "trainer")


@pytest.fixture
def manager(people, as_person):
    return as_person(people.manager)


@pytest.fixture
def sites(people) -> list[Establishment]:
    """A hundred and twenty, in forty towns."""
    rows = [
        Establishment(
            organisation_id=people.organisation_m.pk, siret=f"9990090{n:07}", name=f"Centre {n:03}",
            address="1 rue", postcode="69003", town=f"Étampes-{n % 40}",
        )
        for n in range(120)
    ]  # fmt: skip
    return Establishment.objects.using("owner").bulk_create(rows)


def said(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())).replace("\u00a0", " ")


def lines(answer) -> str:
    return answer.content.decode().partition("<tbody>")[2]


def rights_of(one) -> set[str]:
    rows = AccessGrant.objects.using("owner").filter(affiliation=one.affiliation.pk, state="live")
    return set(rows.values_list("right", flat=True))


def state_of(one) -> str:
    return Affiliation.objects.using("owner").get(pk=one.affiliation.pk).state


class TestFound:
    def test_by_right_by_place_and_by_both_together(self, people, manager, sites):
        here, there = add_colleague(people), add_colleague(people, "quotes.enter")
        give(people.manager, here.affiliation, "quotes.enter", establishments=frozenset([sites[7].pk]))
        for page in (LIST, "/gid/habilitations/"):
            found = lines(manager.get(f"{page}?lieu=etampes-7"))
            assert str(here.affiliation.pk) in found
            assert str(there.affiliation.pk) not in found
        found = lines(manager.get(f"{LIST}?droit=quotes.enter"))
        assert str(here.affiliation.pk) in found
        assert str(there.affiliation.pk) in found
        assert str(people.manager.user.pk) not in found
        assert "Personne ici" in said(manager.get(f"{LIST}?droit=billing.enter&lieu=etampes-7"))
        assert "Personne ici" in said(manager.get(f"{LIST}?lieu=nulle+part"))
        assert manager.get(f"{LIST}?droit=x&lieu=%00&etat=y").status_code == 200

    def test_by_a_siret_and_by_state_on_the_grid(self, people, manager, sites):
        here, waiting = add_colleague(people), add_colleague(people, joined=False)
        give(people.manager, here.affiliation, "quotes.enter", establishments=frozenset([sites[7].pk]))
        assert str(here.affiliation.pk) in lines(manager.get(f"/gid/habilitations/?lieu={sites[7].siret}"))
        found = lines(manager.get("/gid/habilitations/?etat=invited"))
        assert str(waiting.affiliation.pk) in found
        assert str(here.affiliation.pk) not in found

    def test_the_pages_ask_no_more_for_many(self, people, manager, sites):
        for _ in range(3):
            add_colleague(people, "quotes.enter")
        for page in (f"{LIST}?lieu=etampes&droit=quotes.enter", "/gid/habilitations/?lieu=etampes&etat=active&q=a"):
            assert_statements(manager, page, 8)


class TestPlacesOfARight:
    def test_many_are_looked_for_not_listed(self, people, manager, sites):
        one = add_colleague(people)
        give(people.manager, one.affiliation, "quotes.enter", establishments=frozenset([sites[7].pk]))
        address = f"/gid/habilitations/{one.affiliation.pk}/"
        page = said(manager.get(address))
        assert "Centre 007" in page
        assert "Centre 008" not in page
        assert_statements(manager, address, 8)

    def test_a_search_shows_what_it_finds_and_keeps_what_was_typed(self, people, manager, sites):
        one = add_colleague(people)
        address = f"/gid/habilitations/{one.affiliation.pk}/"
        sent = {"droit": ["quotes.enter"], "quotes.enter.cherche": "etampes 11", "quotes.enter.au": "31/12/2099"}
        answer = manager.post(address, sent | {"chercher": "quotes.enter"})
        assert answer.status_code == 200
        assert "Centre 011" in said(answer)
        assert "31/12/2099" in answer.content.decode()
        assert rights_of(one) == set()

    def test_more_than_a_screen_says_how_many_others(self, people, manager, sites):
        address = f"/gid/habilitations/{add_colleague(people).affiliation.pk}/"
        answer = manager.post(address, {"quotes.enter.cherche": "centre", "chercher": "quotes.enter"})
        assert f"Et {120 - places.MOST} autres" in said(answer)
        none = manager.post(address, {"quotes.enter.cherche": "Brest", "chercher": "quotes.enter"})
        assert "Aucun établissement ne répond" in said(none)

    def test_what_was_looked_for_and_not_ticked_is_not_the_whole_organisation(self, people, manager, sites):
        one = add_colleague(people)
        address = f"/gid/habilitations/{one.affiliation.pk}/"
        sent = {"droit": ["quotes.enter"], "quotes.enter.cherche": "Centre 011"}
        answer = manager.post(address, sent)
        assert answer.status_code == 422
        assert "cochez l’établissement trouvé" in said(answer)
        assert rights_of(one) == set()
        assert manager.post(address, sent | {"quotes.enter.lieu": [str(sites[11].pk)]}).status_code == 302
        grant = AccessGrant.objects.using("owner").get(affiliation=one.affiliation.pk)
        assert grant.establishments == [sites[11].pk]


class TestTogether:
    def test_a_profile_is_added_to_several_in_one_act_once_read_again(self, people, manager):
        one, other = add_colleague(people, "quotes.enter"), add_colleague(people)
        sent = {"personne": [str(each.affiliation.pk) for each in (one, other)], "faire": "profil", "profil": "trainer"}
        answer = manager.post(TOGETHER, sent)
        assert answer.status_code == 200
        assert "Assiduité, saisir" in said(answer)
        assert rights_of(other) == set()
        assert manager.post(TOGETHER, sent | {"confirme": "1"}).headers["Location"] == "/gid/?fait=2"
        assert rights_of(one) == {"quotes.enter", *TRAINER.rights}
        assert rights_of(other) == TRAINER.rights
        assert manager.post(TOGETHER, sent | {"confirme": "1"}).status_code == 302

    def test_what_changed_since_the_list_is_read_again(self, people, manager):
        one = add_colleague(people)
        seen = f"{one.affiliation.pk.hex}.{one.affiliation.rights_version}"
        give(people.manager, one.affiliation, "quotes.enter")
        sent = {"personne": [str(one.affiliation.pk)], "vu": [seen], "faire": "profil", "profil": "trainer"}
        answer = manager.post(TOGETHER, sent | {"confirme": "1"})
        assert answer.status_code == 422
        assert "ont changé" in said(answer)
        assert rights_of(one) == {"quotes.enter"}

    def test_several_are_suspended_with_a_reason_all_or_none(self, people, manager):
        one, other = add_colleague(people), add_colleague(people, joined=False)
        sent = {"personne": [str(one.affiliation.pk), str(other.affiliation.pk)], "faire": "suspendre", "confirme": "1"}
        assert "Dites pourquoi" in said(manager.post(TOGETHER, sent))
        refused = manager.post(TOGETHER, sent | {"reason": "Session terminée."})
        assert refused.status_code == 422
        assert "n’a pas d’accès actif" in said(refused)
        assert state_of(one) == "active"
        third = add_colleague(people)
        keys = [str(one.affiliation.pk), str(third.affiliation.pk)]
        assert manager.post(TOGETHER, sent | {"personne": keys, "reason": "Session terminée."}).status_code == 302
        assert (state_of(one), state_of(third)) == ("suspended", "suspended")

    def test_oneself_is_never_among_them(self, people, manager):
        mine = place_of(people.manager.user, people.organisation_m.pk)
        sent = {"personne": [str(mine.pk)], "faire": "suspendre", "confirme": "1", "reason": "X"}
        assert "nul ne se suspend soi-même" in said(manager.post(TOGETHER, sent))

    @pytest.mark.parametrize(
        ("sent", "sentence"),
        [
            ({"faire": "suspendre"}, "Cochez au moins une personne"),
            ({"faire": "suspendre", "personne": ["x", str(new_id())]}, "Cochez au moins une personne"),
            ({"faire": "profil", "profil": "rgc"}, "Choisissez ce qui est à faire"),
            ({"vu": ["a.b.c", "z"], "faire": "autre"}, "Choisissez ce qui est à faire"),
        ],
    )
    def test_what_means_nothing_does_nothing(self, people, manager, sent, sentence):
        answer = manager.post(TOGETHER, sent)
        assert answer.status_code == 422
        assert sentence in said(answer)
        assert manager.get(TOGETHER).headers["Location"] == LIST
