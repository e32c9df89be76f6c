"""Each check in each of its colours."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kairos.identity.memberships.checks import findings
from kairos.identity.memberships.checks.case import Case, Doubt, Earlier
from kairos.identity.memberships.checks.findings import CHECKS
from kairos.identity.registers.facts import EstablishmentFacts, ProviderFacts

AS_OF = datetime(2026, 10, 1, 6, tzinfo=UTC)
ESTABLISHMENT = EstablishmentFacts(
    siret="99984211700014",
    siren="999842117",
    name="ATELIERS DU CANAL (LES)",
    street="12 QU DE L'OURCQ",
    complement="",
    postcode="93500",
    town="PANTIN",
    head_office=True,
    active=True,
    closed_on=None,
    sole_trader=False,
    as_of=AS_OF,
)
PROVIDER = ProviderFacts(
    nda="11930784215",
    previous_ndas=("11930000000",),
    name="LES ATELIERS DU CANAL",
    siren="999842117",
    siret="99984211700014",
    street="",
    postcode="93500",
    town="PANTIN",
    qualiopi_training=True,
    qualiopi_skills_review=False,
    qualiopi_experience=None,
    qualiopi_apprenticeship=None,
    last_declared_on=date(2026, 4, 2),
    as_of=AS_OF,
)
CASE = Case(
    at=datetime(2026, 10, 2, 7, 41, tzinfo=UTC),
    name="Les Ateliers du Canal",
    street="12 quai de l’Ourcq",
    postcode="93500",
    town="Pantin",
    siret="99984211700014",
    nda="11930784215",
    account_manager="Inès Marchetti",
    account_manager_email="i.marchetti@ateliers-canal.example",
    establishment=ESTABLISHMENT,
    provider=PROVIDER,
)


def test_a_file_in_order_is_green_all_through():
    assert [check(CASE).state for check in CHECKS] == ["ok"] * len(CHECKS)


closed = replace(ESTABLISHMENT, active=False, closed_on=date(2026, 1, 31))
other = replace(PROVIDER, siren="999000001", name="Une autre")
CASES = [
    (findings.siret, {"establishment": None}, "bad", "Inconnu du répertoire"),
    (findings.siret, {"establishment": None, "silent_establishments": True}, "warn", "Le répertoire n’a pas répondu"),
    (findings.siret, {"establishment": closed}, "bad", "Établissement fermé le 31/01/2026"),
    (findings.name_and_address, {"name": "Tout autre chose"}, "warn", "ATELIERS DU CANAL"),
    (findings.name_and_address, {"postcode": "93310"}, "warn", "93500 PANTIN"),
    (findings.name_and_address, {"street": "3 rue du Port"}, "warn", "12 QU DE L'OURCQ"),
    (findings.name_and_address, {"establishment": replace(ESTABLISHMENT, name="")}, "warn", "Nom non publié"),
    (findings.nda, {"provider": None}, "bad", "Absente de la liste"),
    (findings.nda, {"provider": None, "silent_providers": True}, "warn", "n’a pas répondu"),
    (findings.nda, {"provider": other}, "bad", "Numéro de Une autre"),
    (findings.nda, {"nda": "11930000000"}, "warn", "Remplacée par 11\u00a093\u00a007842\u00a015"),
    (findings.qualiopi, {"provider": None}, "warn", "Rien à lire"),
    (findings.qualiopi, {"provider": replace(PROVIDER, qualiopi_training=None)}, "warn", "Aucune certification"),
    (findings.email, {"account_manager_email": "ines@gmail.com"}, "warn", "Messagerie grand public"),
    (findings.email, {"account_manager_email": "contact@ateliers.example"}, "warn", "partagée"),
    (findings.account_manager, {"managed_elsewhere": ("Un autre",)}, "warn", "Déjà RGC de Un autre"),
    (findings.rivals, {"rivals": ("AD-2026-00002",)}, "warn", "AD-2026-00002"),
    (findings.rivals, {"membership": "KA-2026-00001"}, "bad", "KA-2026-00001"),
    (findings.sisters, {"sister_memberships": ("KA-2026-00002",)}, "warn", "KA-2026-00002"),
    (findings.history, {"refusals": (Earlier("AD-2025-00009", date(2025, 3, 2)),)}, "warn", "refusée le 02/03/2025"),
    (findings.history, {"withdrawals": (Earlier("KA-2022-00001", None),)}, "warn", "KA-2022-00001 terminée"),
    (findings.doubts, {"doubts": (Doubt("Établissement fermé", "Nous déménageons."),)}, "warn", "Nous déménageons."),
]


@pytest.mark.parametrize(
    ("check", "differently", "state", "found"), CASES, ids=lambda value: getattr(value, "__name__", "")
)
def test_what_is_not_in_order_says_so(check, differently, state, found):
    finding = check(replace(CASE, **differently))
    assert finding.state == state
    assert found in finding.found
    assert finding.verdict != "Conforme"


def test_a_source_says_how_old_the_copy_is():
    assert findings.siret(CASE).source == "Répertoire SIRENE, copie du 01/10/2026"
