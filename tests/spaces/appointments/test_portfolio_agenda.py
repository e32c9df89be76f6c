"""The adviser's day, week and list, what changed, and their calendar: of whom they follow, and of nobody else."""

import re
from datetime import timedelta

import icalendar
import pytest
from django.test import Client, RequestFactory

from kairos.foundation import clock
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.path.appointments.bookings.lifecycle import Place
from kairos.path.appointments.calendars import feeds
from kairos.path.appointments.lifecycle import AppointmentSlot
from kairos.path.appointments.wording import day_of
from kairos.people.agencies.models import Adviser
from kairos.people.jobseekers import portfolios
from kairos.people.jobseekers.models import JobSeeker
from kairos.spaces.appointments import days
from tests.support import agencies, path
from tests.support.people import sign_in
from tests.support.team import run

HERE = "/conseiller/rendez-vous/"


@pytest.fixture
def who(people):
    return path.coordinator(people)


@pytest.fixture
def slot(who):
    return path.slot(who, path.session(who))


def _page(someone, slot, view="jour"):
    return sign_in(Client(), someone).get(HERE, {"vue": view, "jour": str(day_of(slot))})


def _name(row):
    person = JobSeeker.objects.using("owner").get(pk=row.person_id)
    return f"{person.last_name} {person.first_name}"


@pytest.mark.parametrize("view", ["jour", "", "liste"])
def test_an_adviser_sees_where_their_people_are_expected_and_no_one_elses(people, who, slot, view):
    row = path.booked(path.referred(people, slot.session_id), slot)
    page = _page(people.adviser, slot, view).content.decode()
    assert _name(row) in page
    assert "Inscrit" in page
    assert slot.provider in page
    assert _name(row) not in _page(people.agency_head, slot, view).content.decode()


def test_who_leaves_the_portfolio_leaves_the_agenda(people, who, slot):
    row = path.booked(path.referred(people, slot.session_id), slot)
    assert _name(row) in _page(people.adviser, slot).content.decode()
    heir = agencies.adviser((giver := agencies.row_of(people.adviser)).agency, "heir")
    heirs = [agencies.row_of(heir)]
    with scope(people.agency_head.actor) as actor:
        portfolios.hand_on(new_id(), giver, heirs, "Mutation", actor)
    assert _name(row) not in _page(people.adviser, slot).content.decode()
    assert _name(row) in _page(heir, slot).content.decode()


def test_what_changed_and_who_did_not_come_is_said_first(people, who, slot):
    gone, moved, absent = (path.booked(path.referred(people, slot.session_id), slot) for _ in range(3))
    run(path.oneself(JobSeeker(pk=gone.person_id)), Place.decline, gone.pk, word="Enfant malade")
    starts = slot.starts_at + timedelta(hours=2)
    run(who, AppointmentSlot.move, slot.pk, starts_at=starts, ends_at=starts + timedelta(hours=1), reason="Salle prise")
    told = _changes(people)
    assert f"{_name(gone)} n’a plus ce rendez-vous" in told
    assert "Enfant malade" in told
    assert f"{_name(moved)} rendez-vous déplacé ou précisé" in told
    assert "Salle prise" in told
    path.results(who, path.begin(slot), {moved.pk: ("attend", ""), absent.pk: ("miss", "")})
    told = _changes(people)
    assert f"{_name(absent)} absence notée" in told
    assert _name(moved) not in told


def _changes(people) -> str:
    page = sign_in(Client(), people.adviser).get(HERE).content.decode()
    section = re.search(r'id="changements".*?</ul>', page, re.DOTALL)[0]
    return " ".join(re.sub("<[^>]*>", " ", section).split())


def test_an_advisers_calendar_counts_and_names_nobody(people, who, slot):
    rows = [path.booked(path.referred(people, slot.session_id), slot) for _ in range(2)]
    with scope(people.adviser.actor) as actor:
        secret = feeds.open_(actor)
    text = feeds.read(secret)
    (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert "(2 personnes de votre portefeuille)" in event["SUMMARY"]
    assert f"{HERE}?vue=jour&jour={day_of(slot)}" in event["URL"]
    assert not any(_name(row).split()[0] in text for row in rows)
    run(who, AppointmentSlot.cancel, slot.pk, reason="Formateur malade")
    (event,) = icalendar.Calendar.from_ical(feeds.read(secret)).walk("VEVENT")
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)


def test_an_advisers_calendar_ends_with_their_right(people, who, slot):
    with scope(people.adviser.actor) as actor:
        secret = feeds.open_(actor)
    assert feeds.read(secret)
    Adviser.objects.using("owner").filter(user=people.adviser.actor.user).update(rights=["agency.desk"])
    assert feeds.read(secret) is None


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "2101-01-01", "9999-12-01", "9999-12-31", "3000", "x"])
@pytest.mark.parametrize("view", ["jour", "", "liste"])
def test_a_day_at_the_edge_of_the_calendar_is_today(view, day):
    request = RequestFactory().get("/", {"vue": view, "jour": day})
    shown = days.asked(request)
    assert shown == days.asked(RequestFactory().get("/", {"vue": view}))
    assert (shown.day, shown.before < shown.day < shown.after) == (clock.today(), True)


@pytest.mark.parametrize("day", [days.FIRST, days.LAST])
@pytest.mark.parametrize("view", ["jour", "", "liste"])
def test_the_first_and_the_last_day_are_shown(view, day):
    shown = days.asked(RequestFactory().get("/", {"vue": view, "jour": str(day)}))
    assert shown.first <= shown.day == day <= shown.last
    assert shown.before < day < shown.after
    assert shown.instants[0] < shown.instants[1]


@pytest.mark.parametrize("query", ["jour=0001-01-01", "jour=9999-12-31", "vue=liste&jour=9999-12-01"])
def test_an_agenda_opens_whatever_the_day(people, who, query):
    assert sign_in(Client(), people.adviser).get(f"{HERE}?{query}").status_code == 200
    assert sign_in(Client(), who.someone).get(f"/organisme/rendez-vous/?{query}").status_code == 200
