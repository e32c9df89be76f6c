"""The rules of the service, changed on screen by a supervisor, with a date and a source."""

from datetime import timedelta

import pytest

from kairos.foundation import clock
from kairos.foundation.actor import system
from kairos.foundation.dated_settings import declared
from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope
from kairos.foundation.journal.models import JournalDetail, JournalEntry
from kairos.foundation.models import SettingValue
from kairos.identity.memberships import settings

ALL = "/operateur/reglages/"
DAYS = f"{ALL}membership.decision_days/"


def text(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def typed(value="12", source="Décision du comité du 3 mars", **more) -> dict[str, str]:
    return {"value": value, "valid_from": f"{clock.today():%d/%m/%Y}", "source": source} | more


def test_every_declared_setting_is_shown_with_its_value_and_source(people, as_person):
    page = text(as_person(people.supervisor).get(ALL))
    for key, setting in declared().items():
        assert f"{ALL}{key}/" in page
        assert setting.label in page
    assert "10 jours ouvrés" in page


def test_a_new_value_is_in_force_from_its_day(people, as_person):
    client = as_person(people.supervisor)
    assert client.post(DAYS, typed()).status_code == 302
    page = text(client.get(DAYS))
    assert "Aujourd’hui : 12 jours ouvrés." in page
    assert "Décision du comité du 3 mars" in page
    assert "Sofia Supervise" in page
    with scope(system("tests")):
        assert settings.DECISION_DAYS.value() == 12
        assert settings.DECISION_DAYS.value(clock.today() - timedelta(days=1)) == 10
        entry = JournalEntry.objects.get(acts=["setting.set"])
        assert "membership.decision_days = 12" in JournalDetail.objects.get(pk=entry.uid).body["change"]


def test_a_value_to_come_is_announced_and_changes_nothing_today(people, as_person):
    later = clock.today() + timedelta(days=30)
    client = as_person(people.supervisor)
    assert client.post(DAYS, typed(valid_from=f"{later:%d/%m/%Y}")).status_code == 302
    assert "Aujourd’hui : 10 jours ouvrés." in text(client.get(DAYS))
    assert "change le" in text(client.get(ALL))


REFUSED = [
    ({"value": "0"}, "Écrivez un nombre de 1 à 60."),
    ({"value": "dix"}, "Écrivez un nombre entier, en chiffres."),
    ({"value": "1" * 19}, "Écrivez un nombre de 1 à 60."),
    ({"value": "10"}, "C’est déjà la valeur à cette date."),
    ({"value": ""}, "Écrivez un nombre entier."),
    ({"source": ""}, "Dites d’où vient cette règle"),
    ({"valid_from": "1/1/2020"}, "ne change pas le passé"),
    ({"valid_from": "demain"}, "Écrivez une date qui existe"),
]


@pytest.mark.parametrize(("differently", "said"), REFUSED, ids=[said for _, said in REFUSED])
def test_what_cannot_be_is_refused_beside_its_field(people, as_person, differently, said):
    page = as_person(people.supervisor).post(DAYS, typed() | differently)
    assert page.status_code == 422
    assert said in text(page)
    with scope(system("tests")):
        assert not SettingValue.objects.exists()


def test_several_lines_are_several_values(people, as_person):
    client, address = as_person(people.supervisor), f"{ALL}membership.refusal_motives/"
    assert client.post(address, typed("Motif un\r\n\r\nMotif deux\r\n")).status_code == 302
    with scope(system("tests")):
        assert settings.REFUSAL_MOTIVES.value() == ["Motif un", "Motif deux"]
    assert "Motif un · Motif deux" in text(client.get(address))


def test_who_may_not_is_told(people, as_person):
    client = as_person(people.instructor)
    assert client.get(ALL).status_code == 403
    assert client.post(DAYS, typed()).status_code == 403
    assert "/operateur/reglages/" not in text(client.get("/operateur/"))
    assert as_person(people.supervisor).get(f"{ALL}rien.de.tel/").status_code == 404


def test_the_act_itself_refuses_what_no_form_sent(people):
    from kairos.foundation.dated_settings.lifecycle import change

    with scope(people.supervisor.actor) as who:
        for value in (True, 10.5, None, "12", [12]):
            with pytest.raises(Refused, match="nombre"):
                change("membership.decision_days", value, clock.today(), "Décision", who)
        with pytest.raises(KeyError):
            change("rien.de.tel", 1, clock.today(), "Décision", who)
