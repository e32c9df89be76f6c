"""Every act on the security of an account: accepted from the right hands, refused from the others."""

import pytest

from kairos.foundation import clock
from kairos.foundation.guards import Refused
from kairos.foundation.permissions import Denied
from kairos.identity.accounts.lifecycle import Account
from kairos.identity.accounts.models import User
from tests.identity.accounts.cases import CASES, NEW, Kind, link, lock, stored, values
from tests.support.factors import mails
from tests.support.people import PASSWORD

ELSEWHERE = {
    *("open", "activate", "reopen", "claim", "resend", "name_manager", "admit", "take_over", "link_identity"),
    *("link_by_email", "link_known", "unlink_identity"),
    *("restore", "invite", "open_followed", "activate_invited", "enter_invited", "decline_invitation"),
}
"""Acts of opening, admission, invitation, outside identities and the kill switch, proved beside their packages."""


OWN = {
    *("change_password", "enter_portal", "enrol_totp", "remove_totp", "add_key", "rename_key", "remove_key"),
    *("new_recovery_codes", "change_email", "choose_password"),
}
LINKS = {"reset_password", "confirm_email", "disown_email", "unlock_by_link", "enter_staff"}


def test_every_act_has_its_case():
    assert {act.short_name for act in Account.acts()} == {"open_staff", *CASES, *ELSEWHERE}


@pytest.mark.parametrize("name", CASES)
def test_accepted(people, name):
    case = CASES[name](people)
    before = stored(case.user)
    case.run()
    assert stored(case.user).state == (case.act.target or before.state)


@pytest.mark.parametrize("name", sorted(CASES.keys() - {"reopen_staff"}))
def test_refused_on_a_closed_account_and_nothing_changes(people, name):
    case = CASES[name](people)
    User.objects.using("owner").filter(pk=case.user.pk).update(state="closed", closed_at=clock.now(), locked_at=None)
    before = values(case.user)
    with pytest.raises(Refused):
        case.run()
    assert values(case.user) == before


STRANGERS = {
    **dict.fromkeys(OWN, ("owner_a", "supervisor", "visitor")),
    **dict.fromkeys(
        ("reset_factors", "require_password_change", "unlock", "stop", "close"), ("owner_a", "manager", "visitor")
    ),
    **dict.fromkeys(("lock", "reopen_staff"), ("owner_a", "supervisor", "visitor")),
    **dict.fromkeys(
        ("send_password_link", "send_identifiers", "send_unlock_link"), ("owner_a", "supervisor", "visitor")
    ),
}
"""Who may not: nobody touches another's security, the operator alone helps, Kairos alone writes and locks."""


@pytest.mark.parametrize("name", STRANGERS)
def test_denied_to_everyone_else(people, name):
    case = CASES[name](people)
    for stranger in STRANGERS[name]:
        with pytest.raises(Denied):
            case.run(getattr(people, stranger).actor)


def test_every_act_that_is_not_a_link_says_who_may_not():
    assert STRANGERS.keys() == CASES.keys() - LINKS


@pytest.mark.parametrize("name", sorted(LINKS))
def test_a_link_opens_once(people, name):
    case = CASES[name](people)
    case.run()
    if name == "unlock_by_link":
        lock(people.manager)
    with pytest.raises(Refused):
        case.run()


@pytest.mark.parametrize("name", sorted(LINKS))
def test_a_link_of_another_kind_or_person_opens_nothing(people, name):
    case = CASES[name](people)
    other = Kind.UNLOCK if name != "unlock_by_link" else Kind.PASSWORD
    with pytest.raises(Refused, match="n’ouvre plus rien"):
        case.run(link=link(case.user, other))
    with pytest.raises(Refused, match="n’ouvre plus rien"):
        case.run(link=link(people.owner_b.user, case.details["link"].kind))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("change_password", "PasswordChanged"),
        ("reset_password", "PasswordChanged"),
        ("choose_password", "PasswordChanged"),
        ("enrol_totp", "FactorAdded"),
        ("add_key", "FactorAdded"),
        ("remove_totp", "FactorRemoved"),
        ("remove_key", "FactorRemoved"),
        ("new_recovery_codes", "CodesRenewed"),
        ("reset_factors", "FactorsCleared"),
        ("lock", "Locked"),
        ("unlock", "Unlocked"),
        ("unlock_by_link", "Unlocked"),
        ("close", "Closed"),
        ("confirm_email", "EmailChanged"),
    ],
)
def test_the_owner_is_told(people, name, kind):
    case = CASES[name](people)
    before = len(mails(kind))
    case.run()
    told = mails(kind)[before:]
    assert told
    assert not [text for text in told if NEW in text or PASSWORD in text]
