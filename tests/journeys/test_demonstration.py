"""The demonstration's own pages, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.axe import assert_accessible
from tests.support.walking import sees

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_component_sheet_passes_axe(new_page, theme):
    page = new_page(theme=theme)
    page.goto("/demo/composants")
    expect(page).to_have_title(re.compile("^Composants"))
    assert_accessible(page)


def test_the_mailbox_is_empty_at_first(new_page):
    page = new_page(phone=True)
    page.goto("/demo/boite")
    sees(page, "Aucun message")
    assert_accessible(page)
