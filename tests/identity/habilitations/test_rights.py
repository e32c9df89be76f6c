"""Rights: given by an acceptance, counted from the first sign-in, taken back."""

import re

import pytest

from kairos.foundation import clock, engine, isolation
from kairos.foundation.actor import system
from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope
from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.messages.outbox import content
from kairos.identity.accounts import links
from kairos.identity.accounts.lifecycle import Account
from kairos.identity.accounts.models import ProvisionalPassword
from kairos.identity.habilitations import catalogue, choosing, queries
from kairos.identity.habilitations.catalogue import AREAS, Grade
from kairos.identity.habilitations.models import Affiliation
from kairos.identity.memberships.models import AccessLetter
from tests.support.acceptance import accepted


def affiliation(user):
    with scope(system("tests")):
        return Affiliation.objects.filter(user=user).order_by("-started_at").first()


class TestCatalogue:
    def test_every_right_has_its_words(self):
        assert catalogue.label_of("quotes.approve") == "Devis, valider"
        assert catalogue.label_of("accounts.manage") == "Comptes de l’organisme, gérer (RGC)"
        assert catalogue.label_of("unknown.word") == "unknown.word"
        labels = {catalogue.label_of(right) for right in catalogue.known_rights()}
        assert len(labels) == len(catalogue.known_rights())

    def test_rights_fit_their_column_and_are_not_the_files(self):
        longest = Affiliation._meta.get_field("rights").base_field.max_length
        assert all(len(right) <= longest and not right.startswith("file.") for right in catalogue.known_rights())

    def test_areas_have_their_own_keys_and_grades_in_order(self):
        assert len({area.key for area in AREAS}) == len(AREAS)
        for area in AREAS:
            assert list(area.grades) == [grade for grade in Grade if grade in area.grades]


class TestOwnOrganisations:
    def test_are_those_of_whoever_asks(self, people):
        with scope(people.freelance.actor):
            names = [own.name for own in queries.own_organisations()]
        assert names == ["Inès Da Silva Formation", "Les Ateliers du Canal"]

    @pytest.mark.parametrize("who", ["visitor", "instructor"])
    def test_nobody_else_has_any(self, people, who):
        with scope(getattr(people, who).actor):
            assert queries.own_organisations() == []

    def test_an_affiliation_that_ended_is_over(self, people):
        rows = Affiliation.objects.using("owner").filter(organisation_id=people.organisation_a.pk)
        rows.filter(user_id=people.freelance.user.pk).update(state="ended", ended_at=clock.now())
        with scope(people.freelance.actor):
            assert [own.name for own in queries.own_organisations()] == ["Inès Da Silva Formation"]
            with pytest.raises(Affiliation.DoesNotExist):
                choosing.act_for(people.organisation_a.pk, people.freelance.actor)


class TestVisible:
    def test_only_the_people_of_the_organisation_acted_for(self, people):
        with scope(people.owner_a.actor):
            users = {row.user_id for row in queries.visible_to(people.owner_a.actor)}
            assert {row.user_id for row in Affiliation.objects.all()} == users
        assert users == {people.owner_a.user.pk, people.freelance.user.pk}


class TestFirstSignIn:
    def enter(self, made, people):
        """As the first sign-in does once the factor is proved."""
        import dataclasses

        letter = ProvisionalPassword.objects.get(user=made.user, voided_at__isnull=True)
        person = dataclasses.replace(people.manager.actor, user=made.user.pk, rights=frozenset())
        entering = person.acting_for(made.membership.organisation_id)
        isolation.enter(entering)
        engine.run(Account.enter_portal, made.user.pk, entering, letter=letter)

    def with_factor(self, user):
        from kairos.identity.accounts.models import TotpFactor

        TotpFactor.objects.using("owner").create(
            user_id=user.pk, sealed_secret=b"x", confirmed_at=clock.now(), created_at=clock.now()
        )

    def test_opens_the_portal(self, people):
        made = accepted(people)
        self.with_factor(made.user)
        with scope(system("tests")):
            self.enter(made, people)
        assert affiliation(made.user).entered_at is not None

    def test_asks_to_prove_the_address_the_file_gave(self, people):
        made = accepted(people)
        self.with_factor(made.user)
        with scope(system("tests")):
            self.enter(made, people)
        with scope(system("tests")):
            [mail] = OutboxMessage.objects.filter(kind="ProveEmail", recipient=made.user.pk)
            token = re.search(r"/courriel/(\S+)", content(mail).text)[1]
            assert mail.address == made.user.email
            assert links.confirm_email(links.found(token, "email")[0], system("tests")).email_verified_at is not None
            assert not OutboxMessage.objects.filter(kind="EmailChanged").exists()

    def test_asks_nothing_when_it_was_proved(self, people):
        made = accepted(people, rgc={"email": people.owner_a.email})
        self.with_factor(made.user)
        with scope(system("tests")):
            self.enter(made, people)
        with scope(system("tests")):
            assert not OutboxMessage.objects.filter(kind="ProveEmail").exists()

    def test_is_refused_when_the_right_was_withdrawn(self, people):
        made = accepted(people)
        self.with_factor(made.user)
        Affiliation.objects.using("owner").filter(user_id=made.user.pk).update(state="ended", ended_at=clock.now())
        with scope(system("tests")), pytest.raises(Refused, match="plus d’accès"):
            self.enter(made, people)

    def test_lost_factors_shut_it_again_and_a_new_letter_is_prepared(self, people):
        made = accepted(people)
        self.with_factor(made.user)
        with scope(system("tests")):
            self.enter(made, people)
        operator = people.instructor.actor
        with scope(operator):
            engine.run(Account.reset_factors, made.user.pk, operator, who="Mme Marchetti", how="rappelée au siège")
            [new] = AccessLetter.objects.filter(user=made.user, kind="password", state="to_print")
        assert affiliation(made.user).entered_at is None
        assert new.replaces_id == made.password.pk
        with scope(operator):
            assert AccessLetter.objects.get(pk=made.password.pk).identity_proof == "Mme Marchetti, rappelée au siège"
