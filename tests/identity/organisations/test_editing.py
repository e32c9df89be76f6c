"""A file held open by several people or tabs: nothing is lost, nothing is overwritten unseen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairos.foundation import engine
from kairos.foundation.guards import Reason, Refused
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.foundation.journal.models import JournalEntry
from kairos.foundation.permissions import Denied
from kairos.identity.organisations import editing, guards, queries
from kairos.identity.organisations.lifecycle import ProviderFile
from kairos.identity.organisations.models import Establishment, Organisation, Person

TEXTS = st.dictionaries(st.sampled_from("abcdef"), st.text(max_size=3), max_size=6)


class TestChanges:
    @given(seen=TEXTS, typed=TEXTS)
    def test_what_is_kept_is_what_was_typed(self, seen, typed):
        changes = editing.changes(seen, typed)
        assert {field: seen.get(field, "") for field in typed} | changes == typed

    def test_an_empty_field_never_seen_is_no_change(self):
        assert editing.changes({}, {"contact-1-email": "", "director-email": "a@b.example"}) == {
            "director-email": "a@b.example"
        }

    def test_the_account_manager_is_the_director(self):
        typed = {"director-first_name": "Solène", "director-email": "s@x.example", "account_manager-email": "i@x"}
        copied = editing.copied(typed, "director", "account_manager")
        assert copied["account_manager-first_name"] == "Solène"
        assert copied["account_manager-email"] == "s@x.example"
        assert copied["account_manager-phone"] == ""


def content(people) -> dict[str, str]:
    with scope(people.owner_a.actor):
        return queries.content(queries.own(people.owner_a.actor))


def save(people, seen=None, removed=(), who=None, **changes):
    who = who or people.owner_a
    typed = {field.replace("__", "-"): value for field, value in changes.items()}
    with scope(who.actor):
        return engine.run(
            ProviderFile.edit,
            people.organisation_a.pk,
            who.actor,
            changes=typed,
            seen=content(people) if seen is None else seen,
            removed=removed,
        )


def test_each_section_is_written_to_its_own_row(people):
    contact = f"contact-{new_id()}"
    save(
        people,
        organisation__name="Ateliers du Canal",
        establishment__town="Pantin",
        director__last_name="Le Goff",
        account_manager__email="i.marchetti@x.example",
        **{f"{contact}__last_name": "Kervella"},
    )
    after = content(people)
    assert after["organisation-name"] == "Ateliers du Canal"
    assert after["establishment-town"] == "Pantin"
    assert after["director-last_name"] == "Le Goff"
    assert after["account_manager-email"] == "i.marchetti@x.example"
    assert after[f"{contact}-last_name"] == "Kervella"
    with scope(people.owner_a.actor):
        organisation = Organisation.objects.get(pk=people.organisation_a.pk)
        assert organisation.sort_key == "ateliers du canal"
        assert queries.main_establishment(organisation).name == "Ateliers du Canal"
        assert Person.objects.count() == 3


def test_a_save_is_one_entry_that_names_the_columns_and_no_value(people):
    save(people, director__last_name="Le Goff", organisation__website="https://ateliers.example")
    with scope(people.owner_a.actor):
        entry = JournalEntry.objects.filter(acts__contains=["provider_file.edit"]).get()
    assert "organisation.website" in entry.fields
    assert "organisation_person:insert" in entry.fields
    assert not any("Goff" in field for field in entry.fields)


def test_two_tabs_on_different_fields_both_count(people):
    seen = content(people)
    save(people, seen, director__last_name="Le Goff")
    save(people, seen, account_manager__last_name="Marchetti")
    after = content(people)
    assert (after["director-last_name"], after["account_manager-last_name"]) == ("Le Goff", "Marchetti")


def test_two_tabs_on_one_field_the_second_is_told_both_values(people):
    seen = content(people)
    save(people, seen, director__last_name="Le Goff")
    with pytest.raises(Refused) as refused:
        save(people, seen, director__last_name="Legoff", director__title="Gérante")
    [reason] = refused.value.reasons
    assert reason.field == "director-last_name"
    assert "«\u00a0Le Goff\u00a0»" in reason.message
    assert "«\u00a0Legoff\u00a0»" in reason.message
    assert content(people)["director-title"] == "", "a refused save writes nothing"
    save(people, content(people), director__last_name="Legoff")
    assert content(people)["director-last_name"] == "Legoff"


def test_two_tabs_that_agree_are_no_conflict(people):
    seen = content(people)
    save(people, seen, director__last_name="Le Goff")
    save(people, seen, director__last_name="Le Goff")
    assert content(people)["director-last_name"] == "Le Goff"


def test_a_contact_leaves_and_the_director_cannot(people):
    contact = new_id()
    save(people, **{f"contact-{contact}__last_name": "Kervella"}, director__last_name="Le Goff")
    with scope(people.owner_a.actor):
        director = Person.objects.get(role="director").pk
    save(people, removed=[contact, director])
    after = content(people)
    assert f"contact-{contact}-last_name" not in after
    assert after["director-last_name"] == "Le Goff"


@pytest.mark.parametrize("field", ["establishment-siret", "organisation-siren", "organisation-member_since"])
def test_what_the_sheet_does_not_offer_cannot_be_written(people, field):
    with pytest.raises(LookupError):
        save(people, **{field: "99900000100006"})


def test_another_organisation_cannot_see_it_to_change_it(people):
    with pytest.raises(Organisation.DoesNotExist):
        save(people, seen={}, who=people.owner_b, director__last_name="Kervella")


def test_an_operator_cannot_change_it(people):
    with pytest.raises(Denied):
        save(people, seen={}, who=people.instructor, director__last_name="Kervella")


@pytest.fixture
def frozen(monkeypatch):
    answer = [Reason("La demande est en cours de décision.")]
    monkeypatch.setattr(guards.before_edit, "_answers", [lambda *_: answer])
    return answer


@pytest.mark.parametrize("act", ["edit", "add_establishment", "remove_establishment"])
def test_a_frozen_file_does_not_move(people, frozen, act):
    details = {
        "edit": {"changes": {"director-last_name": "Le Goff"}, "seen": {}},
        "add_establishment": {"establishment": Establishment(siret=f"{people.organisation_a.siren}00033")},
        "remove_establishment": {"establishment": new_id()},
    }[act]
    with scope(people.owner_a.actor), pytest.raises(Refused) as refused:
        engine.run(getattr(ProviderFile, act), people.organisation_a.pk, people.owner_a.actor, **details)
    assert refused.value.reasons == frozen


class TestEstablishments:
    def add(self, people, siret: str, key=None, **more):
        row = Establishment(
            id=key or new_id(), siret=siret, name="Annexe", address="2 rue X", postcode="75011", town="P"
        )
        with scope(people.owner_a.actor):
            engine.run(
                ProviderFile.add_establishment,
                people.organisation_a.pk,
                people.owner_a.actor,
                establishment=row,
                **more,
            )
        return row.pk

    def names(self, people) -> list[tuple[str, bool]]:
        with scope(people.owner_a.actor):
            rows = Establishment.objects.filter(organisation=people.organisation_a).order_by("siret")
            return [(row.siret[9:], row.main) for row in rows]

    def test_one_more_of_the_same_company(self, people):
        self.add(people, f"{people.organisation_a.siren}00033")
        assert self.names(people) == [("00033", False), ("00074", True)]

    def test_another_company_opens_its_own_file(self, people):
        with pytest.raises(Refused, match="autre entreprise"):
            self.add(people, "99900000100006")

    def test_the_same_one_twice_is_said(self, people):
        self.add(people, f"{people.organisation_a.siren}00033")
        with pytest.raises(Refused, match="déjà dans votre fiche"):
            self.add(people, f"{people.organisation_a.siren}00033")

    def test_one_leaves_the_main_one_stays(self, people):
        other = self.add(people, f"{people.organisation_a.siren}00033")
        with scope(people.owner_a.actor):
            main = queries.main_establishment(people.organisation_a).pk
            for key in (other, main):
                engine.run(
                    ProviderFile.remove_establishment,
                    people.organisation_a.pk,
                    people.owner_a.actor,
                    establishment=key,
                )
        assert self.names(people) == [("00074", True)]
