"""After acceptance: RGC, director, e-mail, address and identity change by a request that the operator decides."""

import pytest

from kairos.foundation import engine
from kairos.foundation.actor import system
from kairos.foundation.guards import AlreadyDone, Refused
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.foundation.messages.models import OutboxMessage
from kairos.identity.memberships.changes import rules
from kairos.identity.memberships.changes.lifecycle import Change
from kairos.identity.memberships.models import AccessLetter, ChangeRequest
from kairos.identity.organisations import queries as files
from kairos.identity.organisations.content import LABELS
from kairos.identity.organisations.models import Organisation
from tests.support import applications as stories
from tests.support.people import Someone

Kind, State = ChangeRequest.Kind, ChangeRequest.State
NEW_MANAGER = {
    "account_manager-civility": "m",
    "account_manager-first_name": "Paul",
    "account_manager-last_name": "Mercier",
    "account_manager-email": "p.mercier@ateliers.example",
}


@pytest.fixture
def member(people) -> Someone:
    """An organisation accepted through the acts, so that it has letters and a manager."""
    stories.accepted(people.owner_a, people.instructor)
    return people.owner_a


def ask(member: Someone, kind: str, key=None, **changes: str) -> ChangeRequest:
    with scope(member.actor) as who:
        organisation = Organisation.objects.get(pk=member.organisation)
        before = rules.part(files.content(organisation), kind)
        after = before | {name.replace("__", "-"): value for name, value in changes.items()}
        change = ChangeRequest(id=key or new_id(), organisation=organisation, kind=kind, before=before, after=after)
        return engine.run(Change.ask, change, who, reason="Départ à la retraite.")


def decide(act: engine.Act, change: ChangeRequest, who: Someone, reason: str = "Rappelé au numéro du répertoire."):
    with scope(who.actor):
        return engine.run(act, change.pk, who.actor, reason=reason)


def content(member: Someone) -> dict[str, str]:
    with scope(member.actor):
        return files.content(Organisation.objects.get(pk=member.organisation))


def told(kind: str) -> set[str]:
    with scope(system("tests")):
        return set(OutboxMessage.objects.filter(kind=kind, channel="email").values_list("address", flat=True))


def test_every_sensitive_field_of_the_sheet_has_its_kind_of_change():
    free = {"organisation-phone", "organisation-website"}
    fields = {f"{section}-{column}" for section in LABELS if section != "contact" for column in LABELS[section]}
    assert {field for field in fields if rules.kind_of(field) is None} == free


def test_a_member_no_longer_edits_what_the_operator_decides(member):
    with pytest.raises(Refused) as refused:
        stories.edit_file(member, director__title="Présidente", organisation__phone="+33199000001")
    [reason] = refused.value.reasons
    assert (reason.field, reason.link) == ("director-title", "/compte/demande/changement/director/")
    stories.edit_file(member, organisation__phone="+33199000001")


def test_a_change_is_asked_told_decided_and_written(member, people):
    change = ask(member, Kind.EMAIL, organisation__email="nouvelle@ateliers.example")
    assert told("ChangeAsked") == {
        "ecrire@ateliers.example", "s.legoff@ateliers.example", "i.marchetti@ateliers.example",
    }  # fmt: skip
    assert content(member)["organisation-email"] == "ecrire@ateliers.example", "nothing changes before the decision"
    accepted = decide(Change.accept, change, people.instructor)
    assert (accepted.state, accepted.decided_by_id) == (State.ACCEPTED, people.instructor.user.pk)
    assert content(member)["organisation-email"] == "nouvelle@ateliers.example"
    assert "ecrire@ateliers.example" in told("ChangeDone"), "the former contact is told"


def test_another_account_manager_gets_access_and_the_former_one_loses_it(member, people):
    change = ask(
        member, Kind.ACCOUNT_MANAGER, **{name.replace("-", "__"): value for name, value in NEW_MANAGER.items()}
    )
    decide(Change.accept, change, people.instructor)
    assert "i.marchetti@ateliers.example" in told("ChangeDone")
    with scope(people.instructor.actor):
        live = AccessLetter.objects.exclude(state=AccessLetter.State.VOID)
        assert {letter.recipient for letter in live} == {"Monsieur Paul Mercier"}
        assert {letter.user.email for letter in live} == {"p.mercier@ateliers.example"}


def test_a_change_refused_or_withdrawn_writes_nothing(member, people):
    before = content(member)
    refused = decide(Change.refuse, ask(member, Kind.DIRECTOR, director__title="Présidente"), people.instructor, "Non.")
    change = ask(member, Kind.DIRECTOR, director__title="Gérante")
    with scope(member.actor) as who:
        withdrawn = engine.run(Change.withdraw, change.pk, who)
    assert (refused.state, withdrawn.state) == (State.REFUSED, State.WITHDRAWN)
    assert content(member) == before
    with pytest.raises(Refused, match="n’est plus possible"):
        decide(Change.accept, change, people.instructor)


def test_what_cannot_be_asked_is_said(member, people):
    with pytest.raises(Refused, match="Rien ne change"):
        ask(member, Kind.EMAIL)
    with pytest.raises(Refused, match="Il manque le nom du dirigeant"):
        ask(member, Kind.DIRECTOR, director__last_name="")
    with pytest.raises(Refused, match="se modifient dans la fiche"):
        ask(people.owner_b, Kind.EMAIL, organisation__email="x@y.example")
    key = new_id()
    ask(member, Kind.EMAIL, key, organisation__email="une@ateliers.example")
    with pytest.raises(AlreadyDone):
        ask(member, Kind.EMAIL, key, organisation__email="une@ateliers.example")
    with pytest.raises(Refused, match="attend déjà la décision"):
        ask(member, Kind.EMAIL, organisation__email="deux@ateliers.example")


def test_a_decision_says_its_proof(member, people):
    change = ask(member, Kind.EMAIL, organisation__email="nouvelle@ateliers.example")
    with pytest.raises(Refused, match="sur quelle preuve"):
        decide(Change.accept, change, people.instructor, "")


def test_a_file_changed_meanwhile_is_not_overwritten_unseen(member, people):
    change = ask(member, Kind.IDENTITY, organisation__name="Les Ateliers réunis")
    stale = ChangeRequest.objects.using("owner").get(pk=change.pk)
    stale.before = stale.before | {"organisation-name": "Un nom d’avant"}
    stale.save(using="owner")
    with pytest.raises(Refused, match="entre-temps"):
        decide(Change.accept, change, people.instructor)
