"""One person on one session: who reads them when, who decides, what is told."""

from datetime import timedelta

import pytest

from kairos.foundation import clock
from kairos.foundation.actor import system
from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope
from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.permissions import Denied
from kairos.offer.catalogue.lifecycle import Session
from kairos.path.enrolments import queries
from kairos.path.enrolments.codes import CODES, code_of
from kairos.path.enrolments.lifecycle import Enrolling
from kairos.path.enrolments.models import Enrolment
from kairos.people.access.queries import readers_of
from tests.support import agencies, catalogue, path
from tests.support.agencies import followed, seen_by
from tests.support.team import run

State = Enrolment.State


def _told(kind: str) -> int:
    with scope(system("tests")):
        return OutboxMessage.objects.filter(kind=kind).count()


def test_a_referral_lets_the_provider_of_the_session_read_the_person_and_nobody_else(people, who, session):
    person, other = followed(people.adviser), followed(people.adviser)
    path.referred(people, session, person)
    assert seen_by(who.actor) == {person.pk}
    assert other.pk not in seen_by(who.actor)
    assert seen_by(people.owner_a.actor) == set()
    with scope(path.oneself(person)):
        said = readers_of(path.oneself(person))
    assert ("Méridienne Formation", "Votre conseiller vous a orienté vers sa formation") in [
        (one.who, one.why) for one in said
    ]


def test_an_adviser_refers_those_of_the_portfolio_alone(people, session):
    stranger = followed(agencies.adviser(agencies.row_of(people.adviser).agency, "colleague"))
    with pytest.raises(Refused, match="portefeuille"):
        path.referred(people, session, stranger)


def test_nobody_is_enrolled_twice_on_a_session(people, session):
    person = followed(people.adviser)
    path.referred(people, session, person)
    with pytest.raises(Refused, match="déjà un dossier"):
        path.referred(people, session, person)
    with pytest.raises(Refused, match="déjà un dossier"):
        run(path.oneself(person), Enrolling.request, Enrolment(person=person, session_id=session.pk))


def test_a_draft_or_a_cancelled_session_takes_nobody(people, who):
    for row in (catalogue.drafted(who, title="Autre"), catalogue.cancelled(who)):
        with pytest.raises(Refused, match="ouverte aux inscriptions"):
            path.referred(people, row)


def test_one_asks_for_oneself_alone(people, session):
    me, other = followed(people.adviser), followed(people.adviser)
    with pytest.raises(Denied):
        run(path.oneself(me), Enrolling.request, Enrolment(person=other, session_id=session.pk))


def test_who_is_not_retained_is_told_why_and_read_some_days_more(people, who, session):
    person = followed(people.adviser)
    row = path.referred(people, session, person)
    with pytest.raises(Refused, match="dans la liste"):
        run(who, Enrolling.not_retain, row.pk, reason="Parce que")
    run(who, Enrolling.not_retain, row.pk, reason=path.WHY)
    assert (_told("Decided"), _told("DecidedOf")) == (1, 2)
    assert seen_by(who.actor) == {person.pk}
    with scope(path.oneself(person)):
        mine = [one for one in readers_of(path.oneself(person)) if one.who == "Méridienne Formation" and not one.over]
    assert [one.until.date() for one in mine] == [(clock.now() + timedelta(days=30)).date()]


def test_who_withdraws_is_read_no_more_at_once(people, who, session):
    person = followed(people.adviser)
    row = path.referred(people, session, person)
    run(path.oneself(person), Enrolling.withdraw, row.pk, reason="J’ai trouvé un emploi.")
    assert seen_by(who.actor) == set()
    run(people.adviser, Enrolling.reopen, row.pk, reason="Finalement disponible.")
    assert seen_by(who.actor) == {person.pk}


def test_a_session_cancelled_ends_every_enrolment_and_its_readings(people, who, session):
    rows = [path.referred(people, session) for _ in range(3)]
    run(who, Enrolling.retain, rows[0].pk)
    run(who, Session.cancel, session.pk, reason="Trop peu de candidats.")
    assert {path.again(row).state for row in rows} == {State.CANCELLED}
    assert seen_by(who.actor) == set()


@pytest.mark.parametrize(
    ("right", "may"), [("consult", set()), ("enter", {"wait", "miss"}), ("approve", {"retain", "wait", "miss"})]
)
def test_the_grades_of_the_area_open_their_acts(people, who, session, right, may):
    colleague = path.coordinator(people, f"candidates.{right}")
    for name in ("retain", "wait", "miss"):
        row = path.referred(people, session)
        if name in may:
            run(colleague, getattr(Enrolling, name), row.pk)
        else:
            with pytest.raises(Denied):
                run(colleague, getattr(Enrolling, name), row.pk)


def test_rows_are_shown_to_those_concerned_alone(people, who, session):
    row = path.referred(people, session)
    other = path.referred(people, session)

    def seen(actor):
        with scope(actor):
            return set(queries.visible_to(actor).values_list("pk", flat=True))

    assert seen(who.actor) == seen(people.adviser.actor) == {row.pk, other.pk}
    assert seen(path.oneself(row.person)) == {row.pk}
    assert seen(people.owner_a.actor) == set()
    colleague = agencies.adviser(agencies.row_of(people.adviser).agency, "elsewhere")
    assert seen(colleague.actor) == set()


def test_the_codes_of_exchange_carry_their_source():
    assert [code_of(state) for state in ("retained", "absent", "not_retained", "waiting")] == [
        "ICR",
        "ICA",
        "ICN",
        "PFR",
    ]
    assert code_of("referred") == ""
    assert all(one.source for one in CODES.values())
