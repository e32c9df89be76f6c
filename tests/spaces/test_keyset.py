"""Pages that follow by key: every row once, in order, both ways, whatever is added meanwhile."""

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kairos.foundation.actor import system
from kairos.foundation.isolation import scope
from kairos.identity.organisations.models import Organisation
from kairos.spaces.keyset import Order, window
from tests.support.people import open_file

ORDER = Order("sort_key")


class Line:
    def __init__(self, key, name):
        self.id, self.sort_key = key, name


@pytest.fixture
def files(people):
    """Names that come more than once: the id tells them apart."""
    for number, name in enumerate(("École", "ecole", "Zèbre", "École", "Institut")):
        open_file(name, f"9991000{number}000000"[:14], f"P{number}", "Nom")
    return Organisation.objects.all()


def page_of(rows, **where):
    with scope(system("tests")):
        return window(rows, Line, ("id", "sort_key"), ORDER, **where)


def listed(rows, *order, column="id"):
    with scope(system("tests")):
        return list(rows.order_by(*order).values_list(column, flat=True))


def turned(rows, *, descending, size, forward=True):
    """All the pages one after the other, from the first, or from the last back to the first."""
    found, page = [], page_of(rows, descending=descending, size=size)
    found.append(page.rows)
    while page.after:
        page = page_of(rows, descending=descending, size=size, after=page.after)
        found.append(page.rows)
    if forward:
        return [line.id for lines in found for line in lines]
    back = [page.rows]
    while page.before:
        page = page_of(rows, descending=descending, size=size, before=page.before)
        back.insert(0, page.rows)
    return [line.id for lines in back for line in lines]


def test_every_row_once_in_order(files):
    for descending, size, forward in product((True, False), (1, 2, 3, 50), (True, False)):
        sign = "-" if descending else ""
        expected = listed(files, f"{sign}sort_key", f"{sign}id")
        assert turned(files, descending=descending, size=size, forward=forward) == expected


def test_the_parts_of_a_list_are_one_list(files):
    """Read each by its own index, and interleaved."""
    parts = [files.filter(name__startswith="É"), files.exclude(name__startswith="É")]
    assert all(listed(part, "id") for part in parts)
    for descending, size, forward in product((True, False), (1, 2, 3, 50), (True, False)):
        sign = "-" if descending else ""
        expected = listed(files, f"{sign}sort_key", f"{sign}id")
        assert turned(parts, descending=descending, size=size, forward=forward) == expected


def test_the_first_page_has_no_page_before_and_the_last_none_after(files):
    first = page_of(files, size=3)
    assert (first.before, bool(first.after)) == ("", True)
    last = page_of(files, size=500, after=first.after)
    assert (bool(last.before), last.after) == (True, "")
    again = page_of(files, size=3, before=last.before)
    assert ([line.id for line in again.rows], again.before) == ([line.id for line in first.rows], "")


def test_what_arrives_before_the_key_moves_nothing(files):
    first = page_of(files, size=3)
    following = page_of(files, size=3, after=first.after)
    open_file("Aaa, tout devant", "99920000000000", "Zoé", "Neuve")
    again = page_of(files, size=3, after=first.after)
    assert [line.id for line in again.rows] == [line.id for line in following.rows]


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cursor=st.text(max_size=30) | st.just("ecole~pas-un-identifiant") | st.just("~~"))
def test_an_altered_address_starts_at_the_beginning(files, cursor):
    page = page_of(files, size=3, after=cursor.replace("\x00", ""))
    assert page.rows[0].sort_key == min(listed(files, column="sort_key"))
