"""What a file lacks is listed, each with its way to the field."""

import pytest

from kairos.foundation.isolation import scope
from kairos.identity.organisations import completeness, queries
from kairos.identity.organisations.completeness import REQUIRED, gaps
from kairos.identity.organisations.content import LABELS
from tests.support import applications

CONTACT = "contact-0192f0c4-0000-7000-8000-000000000001"
FULL = {
    f"{section}-{column}": "x"
    for section, columns in LABELS.items()
    for column in columns
    if section != "contact" and column not in ("website", "address_more")
} | {"organisation-website": "", "establishment-address_more": ""}
NEEDED = [f"{section}-{column}" for section, columns in REQUIRED.items() if section != "contact" for column in columns]


def test_a_full_file_lacks_nothing():
    assert gaps(FULL) == []


@pytest.mark.parametrize("field", NEEDED)
def test_each_needed_field_is_missed_alone_and_linked(field):
    [reason] = gaps(FULL | {field: ""})
    assert reason.field == field
    assert reason.link == f"/compte/fiche/#id_{field}"
    assert reason.message.startswith("Il manque ")
    assert reason.message.endswith(".")


def test_the_order_is_that_of_the_sheet():
    found = [reason.field for reason in gaps(dict.fromkeys(FULL, ""))]
    assert found == [field for field in FULL if field in NEEDED]


@pytest.mark.parametrize(
    ("contact", "missing"),
    [
        ({"last_name": "Kervella", "email": "b@x.example"}, []),
        ({"last_name": "Kervella", "phone": "+33199004510"}, []),
        ({"email": "b@x.example"}, [f"{CONTACT}-last_name"]),
        ({"last_name": "Kervella"}, [f"{CONTACT}-email"]),
    ],
)
def test_a_contact_has_a_name_and_a_way_to_be_reached(contact, missing):
    fields = {f"{CONTACT}-{column}": contact.get(column, "") for column in LABELS["contact"]}
    assert [reason.field for reason in gaps(FULL | fields)] == missing


def test_a_file_just_opened_lacks_its_people_then_nothing(people, statements):
    with scope(people.owner_a.actor), statements() as found:
        missing = completeness.missing(people.organisation_a)
    assert len(found) == 2, "the whole file is read in two statements"
    assert {reason.field.partition("-")[0] for reason in missing} == {"organisation", "director", "account_manager"}
    applications.complete_file(people.owner_a)
    with scope(people.owner_a.actor):
        assert completeness.missing(queries.own(people.owner_a.actor)) == []
