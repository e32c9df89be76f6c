"""What a register contradicts is said beside the field, and maintained with a reason that the operator reads."""

from datetime import UTC, date, datetime

import pytest

from kairos.identity.organisations import doubts
from kairos.identity.organisations.doubts import MAINTAIN, Doubt, Kind
from kairos.identity.registers.facts import EstablishmentFacts, ProviderFacts, RegisterSilent

SIRET, NDA = "99984211500019", "11930784215"
AS_OF = datetime(2026, 6, 2, tzinfo=UTC)


def establishment(siret: str, active: bool = True, closed_on: date | None = None) -> EstablishmentFacts:
    return EstablishmentFacts(
        siret, siret[:9], "LES ATELIERS", "12 QUAI", "", "93500", "PANTIN", True, active, closed_on, False, AS_OF
    )


def provider(nda: str, siren: str) -> ProviderFacts:
    return ProviderFacts(
        nda, (), "LES ATELIERS", siren, "", "12 QUAI", "93500", "PANTIN", True, None, None, None, None, AS_OF
    )


class Public:
    """A register of its own: what is not in it is unknown, None means that it does not answer."""

    def __init__(self, establishments=(), providers=()):
        self.establishments, self.providers = establishments, providers

    def establishment(self, siret):
        return next((one for one in self._answer(self.establishments) if one.siret == siret), None)

    def provider(self, nda):
        return next((one for one in self._answer(self.providers) if one.nda == nda), None)

    def providers_of(self, siren):
        return [one for one in self._answer(self.providers) if one.siren == siren]

    def _answer(self, rows):
        if rows is None:
            raise RegisterSilent
        return rows


RIGHT = Public([establishment(SIRET)], [provider(NDA, SIRET[:9])])


@pytest.mark.parametrize(
    ("register", "expected"),
    [
        (RIGHT, []),
        (Public([], [provider(NDA, SIRET[:9])]), [(Kind.SIRET_UNKNOWN, "siret")]),
        (Public([establishment(SIRET, active=False)], RIGHT.providers), [(Kind.SIRET_CLOSED, "siret")]),
        (Public(RIGHT.establishments, []), [(Kind.NDA_UNKNOWN, "nda")]),
        (Public(RIGHT.establishments, [provider(NDA, "999310444")]), [(Kind.NDA_OTHER, "nda")]),
        (Public([], []), [(Kind.SIRET_UNKNOWN, "siret"), (Kind.NDA_UNKNOWN, "nda")]),
        (Public(None, None), [(Kind.REGISTER_SILENT, "siret")]),
        (Public(None, []), [(Kind.REGISTER_SILENT, "siret"), (Kind.NDA_UNKNOWN, "nda")]),
    ],
)
def test_each_contradiction_stands_beside_its_field(register, expected):
    assert [(doubt.kind, doubt.field) for doubt in doubts.about(register, SIRET, NDA)] == expected


def test_a_number_not_given_is_not_looked_up():
    assert doubts.about(Public(RIGHT.establishments, []), SIRET) == []


def test_a_closed_establishment_says_since_when():
    closed = Public([establishment(SIRET, active=False, closed_on=date(2019, 8, 31))], RIGHT.providers)
    [doubt] = doubts.about(closed, SIRET, NDA)
    assert "depuis le 31/08/2019" in doubt.message


def test_the_right_number_is_offered_when_the_list_has_it():
    known = Public(RIGHT.establishments, [provider("53350987412", SIRET[:9])])
    [doubt] = doubts.about(known, SIRET, NDA)
    assert "53\u00a035\u00a009874\u00a012" in doubt.message


UNKNOWN = Doubt(Kind.SIRET_UNKNOWN, "siret", "Inconnu.")


@pytest.mark.parametrize(
    ("found", "reason", "fields"),
    [
        ([], "", []),
        ([UNKNOWN], "", ["siret"]),
        ([UNKNOWN], "Créé hier.", []),
        ([doubts.SILENT], "", []),
        ([doubts.SILENT, UNKNOWN], "", ["siret"]),
    ],
)
def test_only_a_contradiction_asks_for_a_reason(found, reason, fields):
    reasons = doubts.explained(None, None, {"doubts": found, "reason": reason})
    assert [one.field for one in reasons] == fields
    assert all(one.message.endswith(MAINTAIN) for one in reasons)
