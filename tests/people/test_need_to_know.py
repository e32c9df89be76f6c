"""Who reads whom, as the database itself shows it: portfolios, covers, providers, the front desk, the operator."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection
from django.test import Client, RequestFactory

from kairos.foundation import clock, engine
from kairos.foundation.actor import Audience, system
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.foundation.permissions import Denied
from kairos.people.access import queries
from kairos.people.access.covers.lifecycle import CoverOfColleague
from kairos.people.access.jobs import close_over, end_covers
from kairos.people.access.lifecycle import Reading
from kairos.people.access.models import Cover, PersonAccess
from kairos.people.agencies.lifecycle import AgencyMember
from kairos.people.jobseekers import portfolios
from kairos.people.jobseekers.models import JobSeeker
from tests.support import agencies, team
from tests.support.agencies import followed, read_by, row_of, seen_by
from tests.support.people import sign_in


@pytest.fixture
def agency(people):
    return row_of(people.adviser).agency


@pytest.fixture
def colleague(agency):
    return agencies.adviser(agency, "colleague")


def test_an_adviser_reads_their_portfolio_and_nobody_else(people, colleague):
    own, hers = followed(people.adviser), followed(colleague)
    assert seen_by(people.adviser.actor) == {own.pk, people.job_seeker.actor.jobseeker}
    assert seen_by(colleague.actor) == {hers.pk}
    assert seen_by(people.agency_head.actor) == set()


def test_a_job_seeker_reads_themselves(people):
    followed(people.adviser)
    assert seen_by(people.job_seeker.actor) == {people.job_seeker.actor.jobseeker}


def test_a_provider_reads_whom_something_opened_until_it_is_over(people):
    person = followed(people.adviser)
    assert seen_by(people.manager.actor) == set()
    row = read_by(people.organisation_m.pk, person, ends_at=clock.now() + timedelta(days=30))
    assert seen_by(people.manager.actor) == {person.pk}
    assert seen_by(people.owner_a.actor) == set()
    with clock.fixed(clock.now()), scope(system("tests")) as kairos:
        engine.run(Reading.close, row, kairos)
    assert seen_by(people.manager.actor) == set()


def test_a_reading_that_is_over_by_its_date_shows_nothing_before_anybody_closes_it(people):
    person, now = followed(people.adviser), clock.now()
    past = read_by(people.organisation_m.pk, person, starts_at=now - timedelta(days=2), ends_at=now)
    read_by(people.organisation_m.pk, person, starts_at=now + timedelta(days=1))
    assert seen_by(people.manager.actor) == set()
    with scope(system("tests")) as kairos:
        close_over(kairos, now)
    assert PersonAccess.objects.using("owner").get(pk=past.pk).closed_at is not None


def test_the_operator_reads_nobody_by_itself(people):
    followed(people.adviser)
    assert seen_by(people.supervisor.actor) == set()


def test_a_visitor_reaches_nothing(people):
    with pytest.raises(ProgrammingError, match="permission denied"), scope(people.visitor.actor):
        list(JobSeeker.objects.all())


@pytest.mark.parametrize("who", ["manager", "adviser", "agency_head", "job_seeker", "supervisor"])
def test_nobody_opens_a_person_to_themselves(people, who):
    """Not by the acts, nor past them: the database lets Kairos alone write who reads whom."""
    actor = getattr(people, who).actor
    row = PersonAccess(person=followed(people.adviser), reader_id=actor.scope_user, place_id=actor.scope_organisation)
    with scope(actor):
        with pytest.raises(Denied):
            engine.run(Reading.open, row, actor, reason="Par curiosité")
        with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
            cursor.execute("INSERT INTO person_access (id) VALUES (gen_random_uuid())")


def test_a_portfolio_handed_on_is_read_by_the_heirs_alone(people, agency, colleague):
    third = agencies.adviser(agency, "third")
    mine = {followed(people.adviser).pk for _ in range(4)} | {people.job_seeker.actor.jobseeker}
    move = portfolios.hand_on(
        new_id(), row_of(people.adviser), [row_of(colleague), row_of(third)], "Mutation", people.agency_head.actor
    )
    assert (move.people, seen_by(people.adviser.actor)) == (5, set())
    shares = [seen_by(colleague.actor), seen_by(third.actor)]
    assert shares[0] | shares[1] == mine
    assert sorted(map(len, shares)) == [2, 3]


def test_it_is_the_head_who_hands_on_to_colleagues(people, agency, colleague):
    elsewhere = agencies.adviser(agencies.open_agency("Mission locale du Port", "mission"), "elsewhere")
    giver = row_of(people.adviser)
    with pytest.raises(Denied):
        portfolios.hand_on(new_id(), giver, [row_of(colleague)], "Mutation", people.adviser.actor)
    for heirs in ([row_of(elsewhere)], [giver], []):
        with pytest.raises(Refused, match="autres conseillers de l’agence"):
            portfolios.hand_on(new_id(), giver, heirs, "Mutation", people.agency_head.actor)


def test_who_has_a_portfolio_hands_it_on_before_they_leave(people, colleague):
    giver = row_of(people.adviser)
    with pytest.raises(Refused, match="Confiez d’abord"), scope(people.agency_head.actor):
        engine.run(AgencyMember.leave, giver.pk, people.agency_head.actor, reason="Retraite")
    portfolios.hand_on(new_id(), giver, [row_of(colleague)], "Retraite", people.agency_head.actor)
    team.run(people.agency_head, AgencyMember.leave, giver.pk, reason="Retraite")
    assert seen_by(people.adviser.actor) == set()
    assert team.seen_by_the_frame(people.adviser).agency is None


def test_the_last_head_stays(people):
    with pytest.raises(Refused, match="seul responsable"):
        team.run(people.agency_head, AgencyMember.leave, row_of(people.agency_head).pk, reason="Retraite")


def _cover(people, by, first: int = 0, last: int = 7, who=None):
    row = Cover(agency_id=people.adviser.actor.agency, absent=row_of(people.adviser), by=row_of(by))
    return team.run(
        who or people.agency_head, CoverOfColleague.grant, row, starts_on=team.day(first), ends_on=team.day(last),
        reason="Congés",
    )  # fmt: skip


def test_a_cover_opens_the_portfolio_and_what_enters_it_until_it_ends(people, colleague):
    before = followed(people.adviser)
    cover = _cover(people, colleague)
    during = followed(people.adviser)
    assert {before.pk, during.pk} <= seen_by(colleague.actor)
    portfolios.assign(before.pk, None, people.agency_head.actor)
    assert before.pk not in seen_by(colleague.actor)
    team.run(people.adviser, CoverOfColleague.end, cover.pk)
    assert seen_by(colleague.actor) == set()


def test_a_cover_to_come_opens_nothing_before_its_day_nor_after(people, colleague):
    _cover(people, colleague, first=1, last=2)
    assert seen_by(colleague.actor) == set()
    for days, reads in ((1, True), (2, True), (3, False)):
        now = clock.now() + timedelta(days=days)
        rows = PersonAccess.objects.using("owner").filter(reader_id=colleague.user.pk, starts_at__lte=now)
        assert rows.filter(ends_at__gt=now).exists() is reads


def test_a_cover_ends_by_its_date(people, colleague):
    cover = _cover(people, colleague, last=0)
    with clock.fixed(clock.now() + timedelta(days=2)), scope(system("tests")) as kairos:
        end_covers(kairos, clock.now())
    assert Cover.objects.using("owner").get(pk=cover.pk).state == Cover.State.ENDED


@pytest.mark.parametrize(
    ("first", "last", "said"), [(-1, 3, "aujourd’hui"), (3, 1, "précéder"), (0, 400, "60 jours au plus")]
)
def test_a_cover_has_possible_dates(people, colleague, first, last, said):
    with pytest.raises(Refused, match=said):
        _cover(people, colleague, first, last)


def test_a_cover_is_granted_by_the_absent_or_a_head_alone(people, colleague):
    with pytest.raises(Denied):
        _cover(people, colleague, who=colleague)
    assert _cover(people, colleague, who=people.adviser).state == Cover.State.LIVE


def test_who_reads_me_says_for_whom_and_why(people):
    with scope(people.job_seeker.actor):
        me = JobSeeker.objects.get()
    read_by(people.organisation_m.pk, me)
    with scope(people.job_seeker.actor):
        readers = queries.readers_of(people.job_seeker.actor)
    assert [(one.who, one.function, one.why) for one in readers] == [
        ("Méridienne Formation", "Organisme de formation", "A donné votre identifiant et votre date de naissance"),
        ("Agence de Rennes Sud", "Conseillère", "Suit votre recherche d’emploi"),
    ]


def test_whom_the_agency_follows_no_more_is_read_by_nobody(people):
    person = followed(people.adviser)
    read_by(people.organisation_m.pk, person)
    portfolios.leave(person.pk, "A trouvé un emploi", people.agency_head.actor)
    assert person.pk not in seen_by(people.adviser.actor) | seen_by(people.manager.actor)


def test_the_frame_knows_where_everyone_is(people):
    found = {who: team.seen_by_the_frame(getattr(people, who)) for who in ("adviser", "job_seeker", "manager")}
    assert [actor.audience for actor in found.values()] == [Audience.AGENCY, Audience.JOBSEEKER, Audience.PROVIDER]
    for who, actor in found.items():
        expected = getattr(people, who).actor
        assert (actor.place, actor.rights, actor.name) == (expected.place, expected.rights, expected.name)


def test_the_frame_sets_the_role_of_the_audience(people):
    from django.db import transaction

    from kairos.identity.habilitations import frame

    for who, role in (("adviser", "kairos_agency"), ("job_seeker", "kairos_jobseeker")):
        client, request = sign_in(Client(), getattr(people, who)), RequestFactory().get("/")
        request.COOKIES = {name: morsel.value for name, morsel in client.cookies.items()}
        with transaction.atomic(), connection.cursor() as cursor:
            frame.load(request)
            cursor.execute("SELECT current_user::text")
            assert cursor.fetchone() == (role,)
