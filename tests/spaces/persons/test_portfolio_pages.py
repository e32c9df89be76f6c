"""The portfolio as an adviser reads it: who is followed, what is to be looked at, figures and what they count."""

import re
from datetime import timedelta

import pytest

from kairos.foundation import clock
from kairos.foundation.journal.models import JournalEntry
from kairos.path.enrolments.lifecycle import Enrolling
from kairos.path.enrolments.models import Enrolment, Interruption
from kairos.path.following.settings import RECENT_DAYS
from kairos.people.jobseekers.models import JobSeeker
from tests.support import agencies, attendance, path, settings, statements
from tests.support.team import run

HERE = "/conseiller/portefeuille/"


@pytest.fixture
def who(people):
    return attendance.clerk(people)


@pytest.fixture
def group(people, who):
    """Four people: not started, in training, interrupted for long, on no training."""
    late, there, paused = path.registered(people, who), path.in_training(people, who), path.in_training(people, who)
    run(
        who,
        Enrolling.interrupt,
        paused.pk,
        on=paused.entered_on + timedelta(days=1),
        reason="Santé",
        late_reason="Oubli.",
    )
    rows = [late, there, paused]
    for row, days in ((late, 20), (paused, 40)):
        _earlier(row, days)
    return [named(row.person_id) for row in rows] + [agencies.followed(people.adviser)]


def _earlier(row, days):
    Interruption.objects.using("owner").filter(enrolment=row.pk).update(starts_on=clock.today() - timedelta(days=days))


def named(key):
    return JobSeeker.objects.using("owner").get(pk=key)


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\u202f", " "))


def listed(browser, key, people):
    page = browser.get(f"{HERE}?alerte={key}").content.decode()
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    return [one for one in people if str(one.pk) in body]


def test_each_alert_is_a_list_and_its_count(people, as_person, group):
    browser = as_person(people.adviser)
    late, _, paused, idle = group
    statements.assert_statements(browser, HERE, at_most=8)
    page = words(browser.get(HERE))
    assert "Entrée non déclarée 1" in page
    assert "Longue interruption 1" in page
    assert "Jamais venu " not in page.partition("Ce que disent")[0]
    for one in group:
        assert f"{one.last_name} {one.first_name}" in page
    assert listed(browser, "entree", group) == [late]
    assert listed(browser, "interruption", group) == [paused]
    assert idle not in listed(browser, "a-regarder", group)
    assert late in listed(browser, "a-regarder", group)
    assert "Rien à regarder" in words(browser.get(f"{HERE}?alerte=conteste"))
    assert listed(browser, "autre", group) == group
    entry = JournalEntry.objects.using("owner").filter(acts=["people.portfolio"]).order_by("at").first()
    assert {one.pk for one in group} <= set(entry.subjects)


def test_figures_say_what_they_count_and_home_what_is_to_be_done(people, as_person, group):
    browser = as_person(people.adviser)
    page = words(browser.get(HERE))
    for said in (
        "1 à entrer en formation",
        "1 en formation entrées déclarées",
        "1 en interruption",
        "plus de 30 jours",
    ):
        assert said in page
    home = words(browser.get("/conseiller/"))
    assert "1 personne devait commencer sa formation" in home
    assert "1 personne est interrompue depuis longtemps" in home
    statements.assert_statements(browser, "/conseiller/", at_most=8)


@pytest.mark.parametrize(("days", "said"), [(12, "ces 12 derniers jours"), (1, "depuis hier")])
def test_how_long_an_exit_counts_is_a_setting_and_the_page_says_it(people, as_person, who, days, said):
    row = path.in_training(people, who)
    run(who, Enrolling.leave, row.pk, reason=path.LEFT, **path.ago(days - 1))
    browser = as_person(people.adviser)
    settings.give(people, RECENT_DAYS, days)
    assert f"1 sorties {said} dont 1 avant la fin" in words(browser.get(HERE))
    Enrolment.objects.using("owner").filter(pk=row.pk).update(left_on=clock.today() - timedelta(days=days))
    page = words(browser.get(HERE))
    assert f"0 sorties {said} dont 0 avant la fin" in page
    assert f"demi-journées d’absence sans motif valable {said}" in page
    statements.assert_statements(browser, HERE, at_most=8)


def test_a_colleague_sees_nothing_of_it(people, as_person, group):
    colleague = agencies.adviser(agencies.row_of(people.adviser).agency, "colleague")
    page = words(as_person(colleague).get(f"{HERE}?alerte=a-regarder"))
    assert {one.last_name for one in group}.isdisjoint(page.split())
    assert "0 en formation" in page
