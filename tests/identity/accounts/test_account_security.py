"""What each act on the security of an account refuses, and what it leaves behind."""

import pytest

from kairos.foundation import clock
from kairos.foundation.actor import Actor, Audience, Strength, system, visitor
from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope
from kairos.identity.accounts import passwords, provisional, sessions
from kairos.identity.accounts.factors import totp
from kairos.identity.accounts.lifecycle import Account
from kairos.identity.accounts.models import OneUseToken, RecoveryCode, SecurityKey, Session, TotpFactor, User
from tests.identity.accounts.cases import CASES, PROVED, Case, Kind, agent, letter, lock, stored
from tests.support.factors import mails, paper_of, telephone_of
from tests.support.people import DEVICE, PASSWORD


@pytest.mark.parametrize("name", ["change_password", "reset_password", "choose_password", "enter_staff"])
def test_a_guessable_password_is_refused_beside_its_field(people, name):
    with pytest.raises(Refused) as refused:
        CASES[name](people).run(password="motdepasse")
    assert {reason.field for reason in refused.value.reasons} == {"password"}


def test_a_password_is_changed_for_another(people):
    with pytest.raises(Refused, match="déjà votre mot de passe"):
        CASES["change_password"](people).run(password=PASSWORD)


@pytest.mark.parametrize("name", ["change_password", "reset_password", "choose_password", "reset_factors", "close"])
def test_every_session_dies(people, name):
    case = CASES[name](people)
    with scope(system("tests")):
        for _ in range(2):
            sessions.open_session(people.manager.user, Strength.SECOND_FACTOR, DEVICE)
        sessions.open_session(people.owner_a.user, Strength.PASSWORD, DEVICE)
    case.run()
    with scope(system("tests")):
        alive = Session.objects.filter(ended_at__isnull=True)
        assert [session.user_id for session in alive] == [people.owner_a.user.pk]


def test_the_session_where_a_password_is_changed_lives(people):
    with scope(system("tests")):
        sessions.open_session(people.manager.user, Strength.SECOND_FACTOR, DEVICE)
        mine = Session.objects.get()
        sessions.open_session(people.manager.user, Strength.SECOND_FACTOR, DEVICE)
    CASES["change_password"](people).run(keep=mine.pk)
    with scope(system("tests")):
        assert [session.pk for session in Session.objects.filter(ended_at__isnull=True)] == [mine.pk]


def test_a_lock_leaves_the_sessions_of_its_owner(people):
    with scope(system("tests")):
        sessions.open_session(people.manager.user, Strength.SECOND_FACTOR, DEVICE)
    CASES["lock"](people).run()
    with scope(system("tests")):
        assert Session.objects.filter(ended_at__isnull=True).count() == 1


def test_the_posted_secret_is_not_taken_as_a_password(people):
    case = CASES["choose_password"](people)
    with scope(system("tests")):
        secret = provisional.issue(people.manager.user, people.manager.organisation)
        newer = provisional.recognised(people.manager.user.pk, secret)
    with pytest.raises(Refused, match="mot de passe provisoire"):
        case.run(letter=newer, password=secret.lower())


@pytest.mark.parametrize("fate", ["used", "replaced", "expired"])
def test_a_posted_secret_that_ended_chooses_nothing(people, fate):
    case = CASES["choose_password"](people)
    row = case.details["letter"]
    with scope(system("tests")):
        if fate == "used":
            provisional.spend(row.pk, clock.now())
        if fate == "replaced":
            provisional.issue(people.manager.user, people.manager.organisation)
    late = row.expires_at if fate == "expired" else clock.now()
    with clock.fixed(late), pytest.raises(Refused, match="n’ouvre plus rien"):
        case.run()


def test_a_wrong_code_enrols_nothing(people):
    case = CASES["enrol_totp"](people)
    wrong = f"{(int(case.details['code']) + 1) % 1_000_000:06}"
    with pytest.raises(Refused, match="n’est pas celui"):
        case.run(code=wrong)
    with scope(system("tests")):
        assert not TotpFactor.objects.filter(confirmed_at__isnull=False).exists()


def test_the_code_that_enrols_does_not_sign_in(people):
    case = CASES["enrol_totp"](people)
    case.run()
    with scope(system("tests")):
        assert not totp.accept(people.manager.user.pk, case.details["code"])


def test_half_signed_in_one_adds_no_factor_beside_another(people):
    """Who stole a password alone would else bring their own telephone."""
    telephone_of(people.manager.user.pk)
    case = CASES["enrol_totp"](people)
    half = Actor(audience=Audience.ANONYMOUS, user=people.manager.user.pk, strength=Strength.PASSWORD)
    with pytest.raises(Refused, match="Prouvez d’abord"):
        case.run(half)


def test_half_signed_in_without_a_letter_one_adds_no_factor(people):
    case = CASES["enrol_totp"](people)
    half = Actor(audience=Audience.ANONYMOUS, user=people.manager.user.pk, strength=Strength.PASSWORD)
    with pytest.raises(Refused, match="Prouvez d’abord"):
        case.run(half)


@pytest.mark.parametrize("name", ["remove_key", "remove_totp"])
def test_the_last_factor_stays_once_the_portal_was_entered(people, name):
    case = CASES[name](people)
    other = TotpFactor if name == "remove_key" else SecurityKey
    with scope(system("tests")):
        other.objects.all().delete()
    with pytest.raises(Refused, match="dernier second facteur"):
        case.run()


def test_before_the_portal_the_last_factor_may_go_and_takes_the_codes_with_it(people):
    owner = people.owner_a
    telephone_of(owner.user.pk)
    paper_of(owner.user.pk)
    Case(Account.remove_totp, owner.user, owner.actor).run()
    with scope(system("tests")):
        assert not RecoveryCode.objects.exists()


def test_anothers_key_is_neither_renamed_nor_removed(people):
    case = CASES["rename_key"](people)
    for act in (Account.rename_key, Account.remove_key):
        theft = Case(act, people.owner_a.user, people.owner_a.actor, case.details)
        with pytest.raises(Refused, match="n’est plus enregistrée"):
            theft.run()


def test_reset_factors_says_who_and_how_and_leaves_nothing_that_opens(people):
    telephone_of(people.manager.user.pk)
    paper_of(people.manager.user.pk)
    row = letter(people.manager)
    case = CASES["reset_factors"](people)
    for missing in ("who", "how"):
        with pytest.raises(Refused) as refused:
            case.run(**{missing: ""})
        assert [reason.field for reason in refused.value.reasons] == [missing]
    case.run()
    with scope(system("tests")):
        assert not TotpFactor.objects.exists()
        assert not RecoveryCode.objects.exists()
        assert provisional.again(row).voided_at
        assert not provisional.was_used(people.manager.user.pk, people.manager.organisation)


def test_an_agents_factors_are_not_reset_on_screen(people):
    case = Case(Account.reset_factors, people.instructor.user, people.supervisor.actor, PROVED)
    with pytest.raises(Refused, match="ligne de commande"):
        case.run()


def test_an_agents_account_is_not_opened_again_by_a_visitor(people):
    """Else whoever knows an agent's address would choose its password before the agent does."""
    user = agent(people, Account.reopen).user
    stolen = {"opening": people.owner_a.user, "provider": "Faux organisme"}
    for act, details in ((Account.reopen, stolen), (Account.activate, {}), (Account.resend, {})):
        with pytest.raises(Refused, match="ligne de commande"):
            Case(act, user, visitor("tests"), details).run()


def test_a_new_address_is_confirmed_by_its_mailbox_and_the_old_one_can_take_it_back(people):
    CASES["change_email"](people).run()
    assert stored(people.manager.user).email == "maud.nguyen@tests.example"
    [sent] = mails("ConfirmEmail", "maud@nouvelle.example")
    assert "/compte/securite/courriel/" in sent
    [warned] = mails("EmailChanging", "maud.nguyen@tests.example")
    assert "/connexion/pas-moi/" in warned


def test_a_taken_address_answers_the_same_and_its_owner_hears_of_it(people):
    CASES["change_email"](people).run(email=people.owner_a.email)
    assert mails("AddressTaken", people.owner_a.email)
    assert not mails("ConfirmEmail")


def test_an_address_taken_meanwhile_is_refused_in_neutral_words(people):
    case = CASES["confirm_email"](people)
    User.objects.using("owner").filter(pk=people.owner_a.user.pk).update(email="maud@nouvelle.example")
    with pytest.raises(Refused) as refused:
        case.run()
    assert "nouvelle.example" not in str(refused.value)


def test_a_second_change_does_not_kill_the_first_way_back(people):
    case = CASES["change_email"](people)
    case.run()
    case.run(email="voleur@ailleurs.example")
    with scope(system("tests")):
        assert OneUseToken.objects.filter(kind=Kind.DISOWN, replaced_at__isnull=True).count() == 2


def test_disowning_closes_everything_and_sends_a_way_in(people):
    case = CASES["disown_email"](people)
    User.objects.using("owner").filter(pk=people.manager.user.pk).update(email="voleur@ailleurs.example")
    with scope(system("tests")):
        sessions.open_session(people.manager.user, Strength.SECOND_FACTOR, DEVICE)
    after = case.run()
    assert after.email == "maud.nguyen@tests.example"
    assert not passwords.matches(PASSWORD, after.password)
    assert mails("PasswordLink", "maud.nguyen@tests.example")
    with scope(system("tests")):
        assert not Session.objects.filter(ended_at__isnull=True).exists()


def test_a_new_password_by_mail_unlocks(people):
    lock(people.manager)
    assert CASES["reset_password"](people).run().locked_at is None
