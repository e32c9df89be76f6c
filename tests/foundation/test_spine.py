"""The spine in one breath: an act through actor, engine, permission map, row-level security, journal, message."""

import pytest
from django.db import DatabaseError, ProgrammingError, transaction

from kairos.foundation import clock, engine
from kairos.foundation.actor import visitor
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.foundation.journal.models import JournalEntry
from kairos.identity.organisations.models import Organisation


def test_without_a_scope_the_database_shows_nothing(real_db):
    with transaction.atomic(), pytest.raises(ProgrammingError, match="permission denied"):
        list(Organisation.objects.all())


def test_a_write_outside_an_act_is_refused(real_db):
    me = new_id()
    row = Organisation(
        id=me,
        siren="999000000",
        nda="1" * 11,
        name="A",
        sort_key="a",
        created_at=clock.now(),
        modified_at=clock.now(),
    )
    with pytest.raises(DatabaseError, match="hors d'un acte"), scope(visitor().acting_for(me)):
        row.save(force_insert=True)


TYPED = {
    "siret": "732 829 320 00074",
    "nda": "11 75 12345 67",
    "name": "Les Ateliers du Canal",
    "address": "12 quai de l’Ourcq",
    "postcode": "93500",
    "town": "Pantin",
    "phone": "01 99 00 45 10",
    "civility": "mme",
    "first_name": "Solène",
    "last_name": "Le Goff",
    "title": "Directrice",
    "email": "s.legoff@ateliers.example",
    "password": "quatre mots sans rapport",
}


def test_a_small_form_goes_through_everything(real_db, client):
    typed = TYPED | {"token": str(new_id())}
    for _ in range(2):
        response = client.post("/compte/creer/", typed)
        assert response.status_code == 302, response.content.decode()
    from kairos.foundation.actor import system
    from kairos.foundation.messages.models import OutboxMessage
    from kairos.foundation.messages.outbox import content

    with scope(system("test")):
        [organisation] = Organisation.objects.all()
        assert organisation.siren == "732829320"
        [entry] = JournalEntry.objects.all()
        assert entry.acts == ["provider_file.open", "account.open", "team.open"]
        assert "organisation:insert" in entry.fields
        [mail] = OutboxMessage.objects.all()
        assert "Bonjour" in content(mail).text
    engine  # noqa: B018
