"""Helping somebody: a code that serves once, what the agent may then do, and everything that ends it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from kairos.foundation import clock, engine, permissions
from kairos.foundation.actor import Actor, Audience, Strength, system
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.foundation.journal.models import JournalEntry
from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.permissions import Denied
from kairos.identity.accounts import own
from kairos.identity.habilitations import uses
from kairos.identity.habilitations.catalogue import known_rights
from kairos.identity.habilitations.helping import codes, ending, jobs, queries
from kairos.identity.habilitations.helping.entering import Held
from kairos.identity.habilitations.helping.lifecycle import HelpSession
from kairos.identity.habilitations.helping.rules import lent
from kairos.identity.habilitations.lifecycle import TeamMember
from kairos.identity.habilitations.models import Helping, RightUse, Stop
from kairos.identity.habilitations.stops.lifecycle import KillSwitch
from kairos.identity.organisations.lifecycle import ProviderFile
from kairos.identity.organisations.models import Organisation
from tests.support.helping import Help, enter, helped, offer, signed
from tests.support.people import Someone
from tests.support.team import MOTIVE, add_colleague, give, place_of, run


def ended(found: Help) -> bool:
    """The agent is back in his own space, the person has no banner; whether told or not."""
    return found.agent.actor.audience == Audience.OPERATOR and found.agent.actor.helped is None


def row_of(found: Help) -> Helping:
    return Helping.objects.using("owner").get(pk=found.row.pk)


def later(row: Helping, minutes: int) -> None:
    """As if it had begun so much earlier."""
    moved = {}
    for name in ("offered_at", "code_ends_at", "begun_at", "ends_at"):
        moved[name] = getattr(row, name) and getattr(row, name) - timedelta(minutes=minutes)
    Helping.objects.using("owner").filter(pk=row.pk).update(**moved)


# The code


def test_the_agent_sees_the_persons_organisation_under_his_own_name(people):
    found = helped(people.manager, people.instructor)
    actor = found.agent.actor
    assert (actor.audience, actor.organisation) == (Audience.PROVIDER, people.organisation_m.pk)
    assert (actor.user, actor.helped) == (people.instructor.user.pk, people.manager.user.pk)
    assert (actor.helped_name, actor.affiliation) == (people.manager.user.full_name, None)
    assert actor.rights == {"file.fill", "organisation.consult"}
    assert found.person.actor.rights == {"file.fill", "accounts.manage"}


def test_another_browser_of_the_agent_stays_his_own(people):
    found = helped(people.manager, people.instructor)
    assert signed(people.instructor).actor.audience == Audience.OPERATOR
    assert found.agent.actor.helped


def test_a_code_is_read_as_it_is_said(people):
    person, agent = signed(people.manager), signed(people.instructor)
    offer(person, "K7QF-2XM9")
    assert enter(agent, " k7qf 2xm9 ").state == "open"


def test_a_code_serves_once(people):
    person = signed(people.manager)
    _, code = offer(person)
    assert enter(signed(people.instructor), code).state == "open"
    assert enter(signed(people.supervisor), code) is None


def test_it_is_kept_nowhere(people):
    row, code = offer(signed(people.manager))
    bare = code.replace("-", "").encode()
    assert bare not in bytes(row.code_mark)
    entries = JournalEntry.objects.using("owner").filter(subjects__contains=[row.pk])
    assert entries.exists()
    with connection.cursor() as cursor, scope(system("tests")):
        cursor.execute("SELECT count(*) FROM journal_detail WHERE body::text LIKE %s", [f"%{code}%"])
        assert cursor.fetchone()[0] == 0


def test_another_code_replaces_the_first(people):
    person, agent = signed(people.manager), signed(people.instructor)
    first, old = offer(person)
    _, new = offer(person)
    assert enter(agent, old) is None
    assert enter(agent, new).state == "open"
    assert Helping.objects.using("owner").get(pk=first.pk).state == "cancelled"


def test_a_code_grows_old(people):
    person, agent = signed(people.manager), signed(people.instructor)
    row, code = offer(person)
    later(row, 15)
    with pytest.raises(Refused, match="n’ouvre rien"):
        enter(agent, code)
    with scope(system("tests")) as who:
        jobs.expire(who, clock.now())
    assert Helping.objects.using("owner").get(pk=row.pk).state == "cancelled"


def test_a_code_taken_back_opens_nothing(people):
    person, agent = signed(people.manager), signed(people.instructor)
    row, code = offer(person)
    with scope(person.actor) as who:
        ending.cancel(row, who)
    assert enter(agent, code) is None


def test_a_code_of_somebody_who_signed_out_opens_nothing(people):
    person, agent = signed(people.manager), signed(people.instructor)
    _, code = offer(person)
    with scope(person.actor) as who:
        own.sign_out(who, person.session.pk, person.someone.user.pk)
    with pytest.raises(Refused, match="n’ouvre rien"):
        enter(agent, code)


@pytest.mark.parametrize(
    ("more", "message"), [({"motive": "Par curiosité"}, "motif de la liste"), ({"text": " "}, "Dites en quelques mots")]
)
def test_the_agent_says_why(people, more, message):
    _, code = offer(signed(people.manager))
    with pytest.raises(Refused, match=message):
        enter(signed(people.instructor), code, **more)


def test_guesses_are_slowed_then_refused_and_the_sign_in_stays_open(people):
    agent = signed(people.instructor)
    _, code = offer(signed(people.manager))
    guesses = 0
    while (answer := enter(agent, codes.make())) is None:
        guesses += 1
    assert answer.seconds > 0
    assert isinstance(enter(agent, code), Held)
    assert agent.actor.audience == Audience.OPERATOR
    refused = JournalEntry.objects.using("owner").filter(acts__contains=["helping.refused"])
    assert refused.count() == guesses < 10


def test_of_two_who_type_it_at_the_same_instant_one_enters(people):
    row, _ = offer(signed(people.manager))
    agents = [signed(people.instructor), signed(people.supervisor)]
    actors = [agent.actor for agent in agents]

    def take(actor):
        try:
            with scope(actor):
                engine.run(HelpSession.begin, row.pk, actor, motive=MOTIVE, text="Essai.")
            return "entered"
        except Refused:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(take, actors)) == ["entered", "refused"]
    assert [agent.actor.helped for agent in agents].count(None) == 1


# Who may


def test_a_code_is_given_with_the_second_factor(people):
    with pytest.raises(Denied):
        run(people.owner_a, HelpSession.offer, Helping(organisation_id=people.organisation_a.pk), code=codes.make())


def test_nobody_of_another_organisation_enters_by_a_code(people):
    row, _ = offer(signed(people.manager))
    with pytest.raises(Helping.DoesNotExist):
        run(people.owner_a, HelpSession.begin, row.pk, motive=MOTIVE, text="Essai.")


def test_neither_another_agent_nor_a_colleague_sees_or_ends_it(people):
    colleague = add_colleague(people, "organisation.consult")
    found = helped(people.manager, people.instructor)
    for someone in (people.owner_a.actor, colleague.actor, people.supervisor.actor):
        with scope(someone), pytest.raises(Helping.DoesNotExist):
            queries.one(someone, found.row.pk)
    with pytest.raises(Denied):
        run(people.supervisor, HelpSession.end, found.row)
    with scope(people.instructor.actor) as who:
        assert [row.pk for row in queries.visible_to(who)] == [found.row.pk]
    with scope(people.supervisor.actor) as who:
        assert [row.pk for row in queries.visible_to(who)] == [found.row.pk]


def test_in_help_only_that_organisation_is_in_reach(people):
    found = helped(people.manager, people.instructor)
    with scope(found.agent.actor):
        assert list(Organisation.objects.values_list("pk", flat=True)) == [people.organisation_m.pk]


# What it allows


READS_OR_DRAFTS = {
    "guidance.read",
    "habilitations.own",
    "helping.end",
    "organisations.edit_file",
    "organisations.read_file",
    "portal.enter",
    "portal.home",
    "portal.organisation",
    "public.read",
    "quality.read",
    "quality.request",
}


def test_what_reads_or_drafts_is_written_here_once_more():
    """Whoever opens another permission to agents who help says so twice."""
    assert {name for name, row in permissions.the_map().items() if row.while_helping} == READS_OR_DRAFTS


class _EveryRight(frozenset):
    def __contains__(self, right: object) -> bool:
        return True


@pytest.mark.parametrize("name", sorted(permissions.the_map()))
@pytest.mark.parametrize("audience", Audience)
def test_every_permission_but_those_is_refused_whatever_the_rights(name, audience):
    actor = Actor(
        audience=audience,
        user=new_id(),
        organisation=new_id(),
        rights=_EveryRight({"every.right"}),
        strength=Strength.SECOND_FACTOR,
        helped=new_id(),
    )
    for subject in (None, Organisation(id=actor.organisation)):
        assert name in READS_OR_DRAFTS or permissions.holds(actor, name, subject) is False


@given(
    rights=st.frozensets(st.sampled_from([*sorted(known_rights()), "file.fill", "accounts.manage", "operator.post"]))
)
def test_rights_are_lent_to_read_and_enter(rights):
    found = lent(rights)
    assert not {one for one in found if one.endswith((".approve", ".manage")) or one.startswith("operator.")}
    assert found - {"organisation.consult"} <= rights
    assert {one for one in rights if one.endswith((".consult", ".enter"))} <= found


def test_the_file_is_drafted_and_the_journal_says_both(people):
    actor = helped(people.owner_a, people.instructor).agent.actor
    typed = {"organisation-phone": "+33199000001"}
    seen = {"organisation-phone": people.organisation_a.phone}
    run(actor, ProviderFile.edit, people.organisation_a, changes=typed, seen=seen)
    entry = JournalEntry.objects.using("owner").latest("id")
    assert entry.acts == ["provider_file.edit"]
    assert (entry.actor_user, entry.helped) == (people.instructor.user.pk, people.owner_a.user.pk)
    assert (entry.audience, entry.organisation) == ("provider", people.organisation_a.pk)


def test_accounts_rights_and_signatures_are_refused(people):
    colleague = add_colleague(people)
    actor = helped(people.manager, people.instructor).agent.actor
    for act in (TeamMember.suspend, TeamMember.remove):
        with pytest.raises(Denied):
            run(actor, act, colleague.affiliation, reason="Essai.")
    with pytest.raises(Denied):
        give(actor, colleague.affiliation, "quotes.enter")


def test_what_the_agent_opens_is_not_counted_as_the_persons(people):
    uses.forget()
    actor = helped(people.manager, people.instructor).agent.actor
    with scope(actor):
        uses.note(actor, known_rights())
    assert not RightUse.objects.using("owner").exists()


# What ends it


def end_by_person(found: Help, people) -> None:
    with scope(found.person.actor) as who:
        ending.end(found.row, who)


def end_by_agent(found: Help, people) -> None:
    with scope(found.agent.actor) as who:
        ending.end(found.row, who)


def time_over(found: Help, people) -> None:
    later(found.row, 30)


def person_signs_out(found: Help, people) -> None:
    with scope(found.person.actor) as who:
        own.sign_out(who, found.person.session.pk, found.person.someone.user.pk)


def agent_signs_out(found: Help, people) -> None:
    session, user = found.agent.session.pk, found.agent.someone.user.pk
    with scope(found.agent.actor) as who:
        own.sign_out(who, session, user)


def person_is_stopped(found: Help, people) -> None:
    row = Stop(kind=Stop.Kind.PERSON, person_id=found.person.someone.user.pk)
    run(people.supervisor, KillSwitch.stop, row, reason="Essai.")


def agent_is_stopped(found: Help, people) -> None:
    row = Stop(kind=Stop.Kind.PERSON, person_id=found.agent.someone.user.pk)
    run(people.supervisor, KillSwitch.stop, row, reason="Essai.")


def organisation_is_stopped(found: Help, people) -> None:
    row = Stop(kind=Stop.Kind.ORGANISATION, organisation_id=people.organisation_m.pk)
    run(people.supervisor, KillSwitch.stop, row, reason="Essai.")


def person_is_suspended(found: Help, people) -> None:
    affiliation = place_of(found.person.someone.user, people.organisation_m.pk)
    run(people.manager, TeamMember.suspend, affiliation, reason="Essai.")


BY_AN_ACT = (end_by_person, end_by_agent)
SEEN_BY_THE_FRAME = (
    time_over,
    person_signs_out,
    agent_signs_out,
    person_is_stopped,
    agent_is_stopped,
    organisation_is_stopped,
    person_is_suspended,
)


@pytest.mark.parametrize("how", [*BY_AN_ACT, *SEEN_BY_THE_FRAME], ids=lambda how: how.__name__)
def test_it_ends_at_the_next_request(people, how):
    colleague = add_colleague(people, "organisation.consult")
    found = helped(colleague.someone, people.instructor)
    how(found, people)
    actor = found.agent.actor
    assert actor.helped is None
    assert actor.audience == (Audience.ANONYMOUS if how in (agent_signs_out, agent_is_stopped) else Audience.OPERATOR)
    with scope(system("tests")) as who:
        jobs.expire(who, clock.now())
    assert row_of(found).state == "ended"


@pytest.mark.parametrize("how", BY_AN_ACT, ids=lambda how: how.__name__)
def test_the_person_is_told_of_its_start_and_its_end(people, how):
    found = helped(people.manager, people.instructor)
    how(found, people)
    with scope(system("tests")):
        told = OutboxMessage.objects.filter(recipient=people.manager.user.pk, channel="app")
        assert {"HelpBegun", "HelpEnded"} <= set(told.values_list("kind", flat=True))


def test_kairos_does_not_end_one_that_goes_on(people):
    found = helped(people.manager, people.instructor)
    with scope(system("tests")) as who:
        jobs.expire(who, clock.now())
        with pytest.raises(Refused, match="pas encore terminée"):
            run(who, HelpSession.expire, found.row)
    assert row_of(found).state == "open"


def test_one_help_at_a_time_and_another_after(people):
    found = helped(people.manager, people.instructor)
    with pytest.raises(Refused, match="Quelqu’un vous aide"):
        offer(found.person)
    later(found.row, 30)
    _, code = offer(found.person)
    assert enter(found.agent, code).state == "open"
    assert row_of(found).state == "ended"


def test_a_person_of_two_organisations_ends_it_from_the_other(people):
    there = Someone("freelance", people.freelance.actor, people.freelance.user)
    found = helped(there, people.instructor)
    with scope(found.person.actor) as who:
        elsewhere = who.acting_for(people.organisation_a.pk)
    with scope(elsewhere):
        ending.end(queries.one(elsewhere, found.row.pk), elsewhere)
    assert ended(found)
