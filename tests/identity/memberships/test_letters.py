"""The two posted letters: what acceptance prepares, what each act accepts and refuses."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError

from kairos.foundation import clock, demonstration, engine
from kairos.foundation.actor import system
from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope
from kairos.foundation.journal.models import JournalEntry
from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.messages.outbox import content
from kairos.foundation.permissions import Denied
from kairos.identity.accounts import provisional
from kairos.identity.accounts.models import ProvisionalPassword, User
from kairos.identity.habilitations.models import Affiliation
from kairos.identity.memberships.letters import addresses, handling, jobs, printing, queries
from kairos.identity.memberships.letters.acts import secret_of
from kairos.identity.memberships.letters.lifecycle import PostedLetter
from kairos.identity.memberships.models import AccessLetter
from kairos.identity.organisations.models import Establishment
from tests.support import acceptance
from tests.support.acceptance import RGC, accepted

Kind, State, Basis = AccessLetter.Kind, AccessLetter.State, AccessLetter.Basis
ELSEWHERE = addresses.proved("3 rue Neuve", "", "69001", "Lyon", "Bail du 2 mars, dossier AD-1")
LOST = {"reason": "Jamais arrivé.", "identity": "Mme Marchetti, rappelée au numéro de la fiche."}


@pytest.fixture
def operator(people):
    return people.instructor.actor


def main_of(organisation):
    return Establishment.objects.using("owner").get(organisation_id=organisation.pk, main=True)


def fresh(letter):
    with scope(system("tests")):
        return queries.visible_to(system("tests")).get(pk=letter.pk)


def opens(letter):
    """Whether the secret this letter had when it was prepared would open the portal now."""
    with scope(system("tests")):
        row = provisional.recognised(letter.user_id, secret_of(letter))
        return row is not None and provisional.fate(row, clock.now()) is None


def printed(letters, operator):
    with scope(operator):
        for letter in letters:
            handling.print_batch([letter.pk], operator)
    return [fresh(letter) for letter in letters]


def posted(letters, operator):
    printed(letters, operator)
    with scope(operator):
        handling.post_batch([letter.pk for letter in letters], operator)
    return [fresh(letter) for letter in letters]


class TestAcceptance:
    def test_prepares_both_letters(self, people):
        made = accepted(people)
        assert [letter.kind for letter in made.letters] == [Kind.IDENTIFIER, Kind.PASSWORD]
        for letter in made.letters:
            assert letter.state == State.TO_PRINT
            assert letter.recipient == "Madame Inès Marchetti"
            assert letter.address_lines == ["12 QUAI DE L’OURCQ", "93500 PANTIN"]
            assert letter.address_basis == Basis.REGISTER
            assert letter.address_source.startswith("Répertoire SIRENE, copie du ")
            assert letter.due_rule == "letters.working_days=3@origine FR Europe/Paris"
        assert not made.identifier.sealed_secret
        assert opens(made.password)

    def test_opens_an_account_that_the_secret_alone_opens(self, people):
        user = accepted(people).user
        assert (user.email, user.state) == (RGC["email"], User.State.ACTIVE)
        assert not user.has_usable_password()
        assert user.email_verified_at is None
        assert user.portal_identifier[0] == "K"
        assert len(user.portal_identifier) == 9
        assert not set(user.portal_identifier) & set("01IO")

    def test_gives_the_right_of_the_account_manager(self, people):
        made = accepted(people)
        with scope(system("tests")):
            mine = Affiliation.objects.get(user=made.user)
        assert (mine.rights, mine.title, mine.entered_at) == (["accounts.manage"], RGC["title"], None)

    def test_is_one_entry_of_the_journal(self, people, operator):
        accepted(people)
        with scope(operator):
            [entry] = JournalEntry.objects.filter(acts__contains=["membership_application.accept"])
        assert entry.acts == [
            "membership_application.accept",
            "membership.begin",
            "account.name_manager",
            "access_letter.prepare",
            "access_letter.prepare",
        ]
        assert "account:insert" in entry.fields

    def test_extends_the_right_of_the_applicant(self, people):
        made = accepted(people, rgc={"email": people.owner_a.email})
        assert made.user.pk == people.owner_a.user.pk
        assert made.user.has_usable_password()
        with scope(system("tests")):
            [mine] = Affiliation.objects.filter(user=made.user)
        assert mine.rights == ["file.fill", "accounts.manage"]

    def test_keeps_the_identifier_of_somebody_who_has_one(self, people):
        made = accepted(people, rgc={"email": people.manager.email.upper()})
        assert made.user.portal_identifier == people.manager.user.portal_identifier

    def test_takes_the_password_of_an_account_nobody_activated(self, people):
        """Whoever opened it with that address has not proved it is theirs."""
        User.objects.using("owner").create(
            email=RGC["email"], first_name="X", last_name="Y", password=people.owner_a.user.password,
            created_at=clock.now(),
        )  # fmt: skip
        user = accepted(people).user
        assert user.state == User.State.ACTIVE
        assert not user.has_usable_password()

    def test_is_refused_for_an_agent_of_the_operator(self, people):
        with pytest.raises(Refused, match="agent de l’opérateur"):
            accepted(people, rgc={"email": people.supervisor.email})
        with scope(system("tests")):
            assert not AccessLetter.objects.exists()

    def test_writes_to_the_account_manager_without_a_secret(self, people):
        made = accepted(people)
        secret = secret_of(made.password)
        with scope(system("tests")):
            texts = {row.kind: content(row).text for row in OutboxMessage.objects.all()}
        assert "72 heures ouvrées" in texts["Coming"]
        for text in texts.values():
            assert secret not in text
            assert made.user.portal_identifier not in text


class TestDeadline:
    """Seventy-two working hours are three working days to the hour, where the establishment stands."""

    @pytest.mark.parametrize(
        ("postcode", "asked", "due"),
        [
            ("75011", "2026-07-10T08:30Z", "2026-07-16T08:30Z"),  # a week-end and 14 July
            ("97410", "2026-12-17T05:00Z", "2026-12-22T05:00Z"),  # La Réunion: 20 December, a Sunday
            ("97410", "2027-12-16T05:00Z", "2027-12-22T05:00Z"),  # La Réunion: 20 December, a Monday
            ("75011", "2025-12-23T09:00Z", "2025-12-29T09:00Z"),  # Christmas, and a week-end
            ("67000", "2025-12-23T09:00Z", "2025-12-30T09:00Z"),  # Alsace: 26 December too
            ("67000", "2026-04-01T09:00Z", "2026-04-08T09:00Z"),  # Alsace: Good Friday, and Easter Monday
            ("", "2026-10-02T07:00Z", "2026-10-07T07:00Z"),
        ],
    )
    def test_counts_working_days_of_the_place(self, postcode, asked, due):
        from kairos.identity.memberships.letters import rules

        def at(text):
            return datetime.fromisoformat(text)

        assert rules.due_at(at(asked), 3, postcode).astimezone(UTC) == at(due)

    def test_is_stored_with_its_place(self, people):
        main = main_of(people.organisation_a)
        acceptance.register(main.siret, "97410", "SAINT-PIERRE")
        asked = datetime(2027, 12, 16, 5, 0, tzinfo=UTC)
        application = acceptance.in_review(people, people.organisation_a, people.owner_a)
        with clock.fixed(asked):
            made = acceptance.accept(people, application)
        assert made.password.due_at == datetime(2027, 12, 22, 5, 0, tzinfo=UTC)
        assert made.password.due_rule == "letters.working_days=3@origine 974 Indian/Reunion"


class TestWithoutAnAddress:
    @pytest.mark.parametrize(
        ("known", "why"),
        [
            (None, "n’a pas répondu"),
            ({"siret": "99900000900001"}, "ne connaît pas le SIRET"),
            ({"active": False}, "fermé"),
            ({"street": ""}, "ne publie pas"),
        ],
    )
    def test_letters_wait_for_a_proof(self, people, operator, known, why):
        siret = main_of(people.organisation_a).siret
        if known is not None:
            acceptance.register(**{"siret": siret} | known)
        made = accepted(people, known=False)
        for letter in made.letters:
            assert (letter.state, letter.address_basis, letter.address_lines) == (State.TO_PRINT, Basis.MISSING, [])
            assert why in letter.address_source
            assert letter.postcode == "75011"
        with pytest.raises(Refused, match="Pas encore d’adresse"), scope(operator):
            handling.print_batch([made.password.pk], operator)
        assert fresh(made.password).state == State.TO_PRINT

    def test_the_database_refuses_to_print_them_too(self, people):
        made = accepted(people, known=False)
        values = {"state": State.PRINTED, "printed_at": clock.now(), "batch": made.password.pk}
        with pytest.raises(IntegrityError, match="letter_without_address_is_not_printed"):
            AccessLetter.objects.using("owner").filter(pk=made.password.pk).update(**values)

    def test_a_proved_address_lets_both_go(self, people, operator):
        made = accepted(people, known=False)
        with scope(operator):
            handling.readdress(made.identifier, operator, ELSEWHERE)
        for letter in printed(made.letters, operator):
            assert letter.state == State.PRINTED
            assert letter.address_lines == ["3 rue Neuve", "69001 Lyon"]
            assert letter.address_source == "Bail du 2 mars, dossier AD-1"

    def test_the_register_may_answer_later(self, people, operator):
        made = accepted(people, known=False)
        with pytest.raises(Refused, match="n’a pas répondu"), scope(operator):
            handling.readdress(made.identifier, operator, addresses.in_register(made.membership))
        acceptance.register(made.membership.siret)
        with scope(operator):
            handling.readdress(made.identifier, operator, addresses.in_register(made.membership))
        assert fresh(made.password).address_basis == Basis.REGISTER


class TestPrinting:
    def test_twice_is_harmless(self, people, operator):
        made = accepted(people)
        [once] = printed([made.password], operator)
        [twice] = printed([made.password], operator)
        assert twice.state == State.PRINTED
        assert twice.batch != once.batch
        assert secret_of(twice) == secret_of(made.password)

    def test_never_mixes_the_two_kinds(self, people, operator):
        made = accepted(people)
        with pytest.raises(Refused, match="jamais dans la même enveloppe"), scope(operator):
            handling.print_batch([letter.pk for letter in made.letters], operator)
        assert fresh(made.password).state == State.TO_PRINT

    def test_takes_all_or_none(self, people, operator):
        made = accepted(people)
        with scope(operator):
            engine.run(PostedLetter.withdraw, made.password.pk, operator, reason="essai")
        other = acceptance.in_review(people, people.organisation_b, people.owner_b, {"email": "b@b.example"})
        second = acceptance.accept(people, other)
        with pytest.raises(Refused, match=r"Madame Inès Marchetti : .*annulé"), scope(operator):
            handling.print_batch([made.password.pk, second.password.pk], operator)
        assert fresh(second.password).state == State.TO_PRINT

    def test_says_what_the_letter_says(self, people, operator):
        from kairos.foundation.documents import Letterhead

        made = accepted(people)
        [identifier, password] = printed(made.letters, operator)
        with scope(operator):
            [first] = printing.together([identifier], Letterhead("Opérateur")).letters
            [second] = printing.together([password], Letterhead("Opérateur")).letters
        assert first.identifier == made.user.portal_identifier
        assert first.reference == f"{made.membership.number}-1"
        assert second.password == secret_of(made.password).replace("-", "")
        assert second.valid_until == (clock.now() + timedelta(days=30)).astimezone(clock.PARIS).date()
        assert second.recipient.address_lines == ("12 QUAI DE L’OURCQ", "93500 PANTIN")

    def test_of_an_expired_secret_is_refused(self, people, operator):
        made = accepted(people)
        with clock.fixed(clock.now() + timedelta(days=31)), scope(operator):
            handling.print_batch([made.identifier.pk], operator)
            with pytest.raises(Refused, match="n’ouvre plus rien"):
                handling.print_batch([made.password.pk], operator)

    @pytest.mark.parametrize("keys", [[], None])
    def test_of_nothing_is_refused(self, people, operator, keys):
        from kairos.foundation.ids import new_id

        with pytest.raises(Refused, match="Choisissez"), scope(operator):
            handling.print_batch(keys if keys is not None else [new_id()], operator)


class TestPosting:
    def test_erases_the_secret_and_says_who_and_when(self, people, operator):
        made = accepted(people)
        for letter in posted(made.letters, operator):
            assert letter.state == State.POSTED
            assert bytes(letter.sealed_secret) == b""
            assert letter.posted_by_id == operator.user
            assert letter.posted_at is not None

    def test_a_letter_not_printed_is_refused(self, people, operator):
        made = accepted(people)
        with pytest.raises(Refused, match="à imprimer"), scope(operator):
            handling.post_batch([made.password.pk], operator)
        assert opens(made.password)

    def test_the_database_refuses_a_posted_letter_that_keeps_its_secret(self, people, operator):
        made = accepted(people)
        printed(made.letters, operator)
        values = {"state": State.POSTED, "posted_at": clock.now(), "posted_by": operator.user}
        rows = AccessLetter.objects.using("owner")
        with pytest.raises(IntegrityError, match="secret_waits_in_a_password_letter_alone"):
            rows.filter(pk=made.password.pk).update(**values)
        assert rows.filter(pk=made.identifier.pk).update(**values) == 1

    def test_a_posted_letter_is_not_printed_again(self, people, operator):
        from kairos.foundation.documents import Letterhead

        made = accepted(people)
        letters = posted(made.letters, operator)
        with pytest.raises(Refused, match="posté"), scope(operator):
            handling.print_batch([made.password.pk], operator)
        with pytest.raises(Refused, match="ne se réimpriment plus"), scope(operator):
            printing.pdf(letters, Letterhead("Opérateur"))

    def test_a_demonstration_keeps_what_the_postman_would_bring(self, people, operator, settings):
        settings.KAIROS_MODE = "demo"
        demonstration.mark()
        made = accepted(people)
        secret = secret_of(made.password)
        posted(made.letters, operator)
        with scope(system("tests")):
            copies = {row.address: content(row).text for row in OutboxMessage.objects.filter(channel="letter")}
            texts = " ".join(content(row).text for row in OutboxMessage.objects.filter(channel="letter"))
        assert list(copies) == ["Madame Inès Marchetti, 12 QUAI DE L’OURCQ, 93500 PANTIN"]
        assert secret in texts
        assert made.user.portal_identifier in texts

    def test_tells_the_account_manager(self, people, operator):
        made = accepted(people)
        posted(made.letters, operator)
        with scope(system("tests")):
            told = OutboxMessage.objects.filter(kind="Posted", recipient=made.user.pk)
            assert sorted(told.values_list("channel", flat=True)) == ["app", "app", "email", "email"]
            assert not OutboxMessage.objects.filter(channel="letter").exists()


class TestReissue:
    def test_the_old_secret_dies_at_once(self, people, operator):
        made = accepted(people)
        old = secret_of(made.password)
        posted(made.letters, operator)
        with scope(operator):
            handling.reissue(made.password, operator, **LOST, both=False)
            rows = AccessLetter.objects.filter(membership=made.membership, kind=Kind.PASSWORD)
            [lost, new] = rows.order_by("created_at")
            assert provisional.fate(provisional.recognised(made.user.pk, old), clock.now()) == provisional.Fate.REPLACED
        assert (lost.state, lost.void_reason, lost.identity_proof) == (State.VOID, LOST["reason"], LOST["identity"])
        assert (new.state, new.replaces_id) == (State.TO_PRINT, lost.pk)
        assert opens(new)
        assert fresh(made.identifier).state == State.POSTED

    @pytest.mark.parametrize("which", ["identifier", "password"])
    def test_both_are_made_again(self, people, operator, which):
        made = accepted(people)
        posted(made.letters, operator)
        with scope(operator):
            handling.reissue(getattr(made, which), operator, **LOST, both=True)
            live = AccessLetter.objects.filter(membership=made.membership).exclude(state=State.VOID)
            assert [letter.state for letter in live] == [State.TO_PRINT] * 2
            assert ProvisionalPassword.objects.filter(user=made.user, voided_at__isnull=True).count() == 1
            [entry] = JournalEntry.objects.filter(acts__contains=["access_letter.reissue"])
        assert entry.acts.count("access_letter.reissue") == 2

    def test_a_letter_not_posted_yet_loses_its_secret(self, people, operator):
        made = accepted(people)
        with scope(operator):
            handling.reissue(made.password, operator, **LOST, both=False)
        assert bytes(fresh(made.password).sealed_secret) == b""
        assert not opens(made.password)

    def test_a_proved_address_is_kept(self, people, operator):
        made = accepted(people)
        with scope(operator):
            handling.readdress(made.password, operator, ELSEWHERE)
            handling.reissue(made.password, operator, **LOST, both=True)
            live = AccessLetter.objects.filter(membership=made.membership).exclude(state=State.VOID)
            assert {tuple(letter.address_lines) for letter in live} == {ELSEWHERE.lines}

    def test_has_a_deadline_of_its_own(self, people, operator):
        made = accepted(people)
        later = clock.now() + timedelta(days=20)
        with clock.fixed(later), scope(operator):
            handling.reissue(made.password, operator, **LOST, both=False)
            new = AccessLetter.objects.get(replaces=made.password.pk)
        assert new.due_at > later > made.password.due_at

    def test_without_a_proof_of_identity_is_refused(self, people, operator):
        made = accepted(people)
        with pytest.raises(Refused, match="comment vous vous en êtes assuré"), scope(operator):
            handling.reissue(made.password, operator, reason="Perdu", identity="", both=False)
        assert opens(made.password)

    def test_once_used_the_secret_is_no_longer_what_helps(self, people, operator):
        made = accepted(people)
        posted(made.letters, operator)
        ProvisionalPassword.objects.using("owner").filter(user=made.user).update(used_at=clock.now())
        with pytest.raises(Refused, match="déjà servi"), scope(operator):
            handling.reissue(made.password, operator, **LOST, both=False)

    def test_a_void_letter_cannot_be_made_again(self, people, operator):
        made = accepted(people)
        with scope(operator):
            handling.reissue(made.password, operator, **LOST, both=False)
        with pytest.raises(Refused, match="annulé"), scope(operator):
            handling.reissue(made.password, operator, **LOST, both=False)


class TestAlarm:
    def test_rings_once_for_all_that_are_late(self, people):
        made = accepted(people)
        late = made.password.due_at + timedelta(minutes=1)
        for _ in range(2):
            with clock.fixed(late), scope(system("letters.late")) as actor:
                jobs.alarm(actor, late)
        with scope(system("tests")):
            told = OutboxMessage.objects.filter(kind="Late")
            assert {row.recipient for row in told} == {people.instructor.user.pk, people.supervisor.user.pk}
            assert told.count() == 4
            assert "2 courriers d’accès auraient dû être postés" in content(told.first()).text
        assert fresh(made.identifier).alarmed_at == late

    def test_is_silent_in_time_and_for_posted_letters(self, people, operator):
        made = accepted(people)
        posted([made.identifier], operator)
        with clock.fixed(made.password.due_at), scope(system("letters.late")) as actor:
            jobs.alarm(actor, clock.now())
        assert fresh(made.password).alarmed_at is None
        with clock.fixed(made.password.due_at + timedelta(hours=1)), scope(system("letters.late")) as actor:
            jobs.alarm(actor, clock.now())
        assert fresh(made.identifier).alarmed_at is None
        assert fresh(made.password).alarmed_at is not None


class TestWhoMay:
    @pytest.mark.parametrize("act", ["print", "post", "readdress", "reissue", "withdraw"])
    def test_only_the_operator_acts(self, people, act):
        made = accepted(people)
        for someone in (people.owner_a, people.manager, people.freelance):
            refused = (Denied, AccessLetter.DoesNotExist, ProgrammingError)  # the last one: the database itself
            with pytest.raises(refused), scope(someone.actor):
                engine.run(getattr(PostedLetter, act), made.password.pk, someone.actor)
        assert fresh(made.password).state == State.TO_PRINT

    def test_a_provider_sees_how_far_its_letters_are_and_no_secret(self, people):
        made = accepted(people)
        actor = people.owner_a.actor
        with scope(actor):
            [identifier, password] = queries.progress(actor, made.membership)
            [row] = queries.visible_to(actor).filter(kind=Kind.PASSWORD)
        assert (identifier.label, password.label) == ("Identifiant", "Mot de passe provisoire")
        assert password.town == "93500 PANTIN"
        assert "sealed_secret" in row.get_deferred_fields()

    def test_another_provider_sees_nothing(self, people):
        made = accepted(people)
        with scope(people.owner_b.actor):
            assert not queries.visible_to(people.owner_b.actor).exists()
            assert not AccessLetter.objects.filter(pk=made.password.pk).exists()


class TestAnotherAccountManager:
    def change(self, people, made, operator, former="", **new):
        from kairos.identity.memberships.events import AccountManagerChanged
        from kairos.identity.organisations.models import Person

        before = {"email": former or made.user.email}
        people_rows = Person.objects.using("owner").filter(organisation=people.organisation_a, role="account_manager")
        people_rows.update(**new)
        # The act that decides a change publishes this event; any act of the operator will do here.
        with scope(operator):
            from kairos.foundation import journal
            from kairos.foundation.engine import Run
            from kairos.identity.memberships.letters import subscriptions

            run = Run(PostedLetter.withdraw, operator, clock.now(), {})
            journal.open_entry(run.entry)
            named = Person.objects.get(organisation=people.organisation_a, role="account_manager")
            subscriptions.on_changed(AccountManagerChanged(made.membership, named, people.organisation_a, before), run)
            journal.close_entry(run, made.membership)

    def test_the_former_one_loses_right_letters_and_secret(self, people, operator):
        made = accepted(people)
        self.change(people, made, operator, email="neuf@ateliers.example", last_name="Neuf")
        assert [fresh(letter).state for letter in made.letters] == [State.VOID] * 2
        assert not opens(made.password)
        with scope(system("tests")):
            former = Affiliation.objects.get(user=made.user)
            new = Affiliation.objects.get(user__email="neuf@ateliers.example")
            assert AccessLetter.objects.filter(user=new.user, state=State.TO_PRINT).count() == 2
        assert (former.rights, former.ended_at is None) == ([], False)
        assert new.rights == ["accounts.manage"]

    def test_one_who_comes_back_needs_a_new_letter(self, people, operator):
        made = accepted(people)
        posted(made.letters, operator)
        ProvisionalPassword.objects.using("owner").filter(user_id=made.user.pk).update(used_at=clock.now())
        self.change(people, made, operator, email="neuf@ateliers.example")
        self.change(people, made, operator, former="neuf@ateliers.example", email=made.user.email)
        with scope(system("tests")):
            live = AccessLetter.objects.filter(user=made.user, state=State.TO_PRINT)
            assert {letter.kind for letter in live} == set(Kind)
            assert Affiliation.objects.get(user=made.user, ended_at__isnull=True).entered_at is None

    def test_the_same_address_changes_nothing(self, people, operator):
        made = accepted(people)
        self.change(people, made, operator, phone="+33199000001")
        assert opens(made.password)
