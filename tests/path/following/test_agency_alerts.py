"""The head of an agency chooses from when its advisers are told to look; the operator's settings stand elsewhere."""

import re
from html import unescape

import pytest
from django.db import connections

from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope
from kairos.foundation.journal.models import JournalEntry
from kairos.path.following import queries
from kairos.path.following.models import AlertChoice
from kairos.path.following.settings import ABSENCES, PAUSE_DAYS
from tests.path.following.factories import WHY, chosen
from tests.support import agencies, settings
from tests.support.agencies import row_of

HERE = "/conseiller/alertes/"


def limits_of(someone):
    with scope(someone.actor):
        found = queries.limits(someone.actor.agency)
    return found.absences, found.pause_days


def text(response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).replace("\xa0", " ").split())


def token_of(response) -> str:
    return re.search(r'name="token" value="([^"]+)"', response.content.decode())[1]


def test_what_is_chosen_counts_over_the_operators_setting_in_that_agency_alone(people):
    elsewhere = agencies.head(agencies.open_agency("Ailleurs"))
    operators = (ABSENCES.first, PAUSE_DAYS.first)
    chosen(people, absences=2, pause_days=None)
    assert limits_of(people.adviser) == (2, operators[1])
    assert limits_of(elsewhere) == operators
    settings.give(people, PAUSE_DAYS, 45)
    assert limits_of(people.adviser) == (2, 45)
    chosen(people, absences=None, pause_days=10)
    assert limits_of(people.adviser) == (ABSENCES.first, 10)
    assert AlertChoice.objects.using("owner").count() == 2, "what was chosen before is kept"


@pytest.mark.parametrize("numbers", [{"absences": 0}, {"absences": 61}, {"pause_days": -3}, {"pause_days": 366}])
def test_what_the_operator_could_not_set_is_refused(people, numbers):
    with pytest.raises(Refused):
        chosen(people, **{"absences": None, "pause_days": None} | numbers)


def test_nothing_is_chosen_twice(people):
    chosen(people, absences=2, pause_days=None)
    with pytest.raises(Refused, match="déjà ceux"):
        chosen(people, absences=2, pause_days=None)


def test_another_agency_reads_none_of_it_and_nobody_changes_it(people):
    chosen(people, absences=2, pause_days=None)
    elsewhere = agencies.head(agencies.open_agency("Ailleurs"))
    with scope(elsewhere.actor):
        assert list(AlertChoice.objects.all()) == []
    with scope(people.agency_head.actor), pytest.raises(Exception, match="permission denied"):
        AlertChoice.objects.update(absences=9)


def test_the_head_sets_them_on_screen_and_the_portfolio_says_so(people, as_person):
    head = as_person(people.agency_head)
    page = head.get(HERE)
    assert "Vide : 4 demi-journées, le réglage de l’opérateur" in text(page)
    typed = {"absences": "2", "pause_days": "", "reason": WHY, "token": token_of(page)}
    wrong = head.post(HERE, typed | {"absences": "beaucoup", "reason": ""})
    assert wrong.status_code == 422
    assert 'value="beaucoup"' in wrong.content.decode()
    assert "Écrivez un nombre entier" in text(wrong)
    for _ in range(2):
        assert head.post(HERE, typed).status_code == 302, "sent twice, done once"
    assert AlertChoice.objects.using("owner").count() == 1
    told = text(head.get(HERE))
    assert WHY in told
    assert "2 demi-journées réglage de l’opérateur" in told
    assert "Au moins 2 demi-journées" in text(as_person(people.adviser).get("/conseiller/portefeuille/"))
    [entry] = JournalEntry.objects.using("owner").filter(acts__contains=["alert_choice.choose"])
    assert entry.actor_user == people.agency_head.user.pk


def test_an_adviser_does_not_set_them(people, as_person):
    assert as_person(people.adviser).get(HERE).status_code == 403
    assert row_of(people.adviser).agency_id
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM alert_choice")
        assert cursor.fetchone() == (0,)
