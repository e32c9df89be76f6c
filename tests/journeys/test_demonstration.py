"""The demonstration's own pages, in a real browser."""

import pytest

from tests.support.axe import assert_accessible

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_component_sheet_passes_axe(new_page, theme):
    page = new_page(theme=theme)
    page.goto("/demo/composants")
    assert page.title().startswith("Composants")
    assert_accessible(page)


def test_the_mailbox_is_empty_at_first(new_page):
    page = new_page(phone=True)
    page.goto("/demo/boite")
    assert "Aucun message" in page.inner_text("main")
    assert_accessible(page)
