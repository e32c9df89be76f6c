from itertools import groupby
from operator import attrgetter
from pathlib import Path

import pytest

import kairos.operations
from kairos.identity.organisations.rules import parse_nda, parse_siret, region_of
from kairos.identity.registers.formats import Refused, inspect, read

FOLDER = Path(kairos.operations.__file__).parent / "demonstration" / "registers"


@pytest.fixture(scope="module")
def lists():
    return {path.stem: list(read(path)) for path in FOLDER.glob("*.csv")}


def test_every_column_is_there_and_every_line_right(lists):
    assert sorted(lists) == ["etablissements", "organismes", "unites-legales"]
    assert all(inspect(path).missing == () for path in FOLDER.glob("*.csv"))
    assert not [row for rows in lists.values() for row in rows if isinstance(row, Refused)]


def test_numbers_are_invented_and_well_formed(lists):
    for provider in lists["organismes"]:
        assert parse_nda(provider.nda) == provider.nda
        assert parse_siret(provider.siret).startswith("999")
        assert region_of(provider.postcode)
    assert all(parse_siret(row.siret).startswith("999") for row in lists["etablissements"])


def test_the_lists_agree(lists):
    establishments = {row.siret: row for row in lists["etablissements"]}
    assert {provider.siret for provider in lists["organismes"]} < set(establishments)
    assert {row.siren for row in establishments.values()} == {unit.siren for unit in lists["unites-legales"]}
    for _, group in groupby(lists["etablissements"], attrgetter("siren")):
        assert sum(row.head_office for row in group) == 1


def test_each_case_of_the_journey_is_there(lists):
    providers = {provider.siren: provider for provider in lists["organismes"]}
    establishments, units = lists["etablissements"], lists["unites-legales"]
    closed = {row.siren for row in establishments if not row.active and row.head_office}
    assert closed & set(providers)
    assert any(not p.qualiopi_training and not p.qualiopi_apprenticeship for p in providers.values())
    assert any(len(list(group)) == 3 for _, group in groupby(establishments, attrgetter("siren")))
    assert any(unit.sole_trader and unit.name for unit in units)
    assert any(unit.sole_trader and not unit.name for unit in units)
    assert any(unit.siren not in providers for unit in units)
    assert any(provider.previous_ndas for provider in providers.values())
    postcodes = {provider.postcode[:3] for provider in providers.values()}
    assert {"974", "971", "972", "973", "976", "670", "570"} <= postcodes
