"""From « never heard of us » to « our account manager is inside the portal », by three people with real browsers."""

import pytest

from tests.journeys import steps
from tests.journeys.steps import Someone

pytestmark = pytest.mark.browser


WAYS = {"desk": {}, "bare": {"script": False}, "phone": {"phone": True, "theme": "dark"}}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_the_whole_journey(live, new_page, way):
    def someone(email: str, password: str) -> Someone:
        return Someone(new_page(**way), live, email, password, script=way.get("script", True))

    steps.import_registers(live)
    director = someone("s.legoff@ateliers-canal.example", "quatre mots sans rapport")
    steps.open_account(director)
    steps.activate(director)
    steps.fill_the_file(director)
    steps.apply(director)
    live.drain()

    agent = someone("j.castaing@operateur.example", "encore quatre mots choisis")
    steps.become_an_agent(agent)
    steps.accept(agent, "ATELIERS DU CANAL")

    director.page.goto("/compte/demande/")
    director.sees("sous 72 heures ouvrées")
    director.checks()
    steps.post_the_letters(agent)

    manager = someone("i.marchetti@ateliers-canal.example", "quatre autres mots inventes")
    steps.first_entry(manager)
    assert steps.personal_in(live.said(), director, agent, manager) == []
