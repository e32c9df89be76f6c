"""What a person does with a page and sees on it, as patient as they are: a page is read when it is whole.

A click comes back before the page it leads to is there; a text read at once is that of whatever page is there by then.
Journeys go from page to page by `go`, `press` and `follow`, and read by `sees` and its like, which wait.
"""

from playwright.sync_api import Locator, Page, expect


def go(clicked: Locator) -> None:
    """Click what leads to another page, then wait for that page."""
    with clicked.page.expect_navigation():
        clicked.click()


def press(page: Page, act: str) -> None:
    """The first button of this act."""
    go(page.locator(f'[data-act="{act}"]').first)


def follow(page: Page, name: str) -> None:
    """The first link of this name."""
    go(page.get_by_role("link", name=name).first)


def sees(page: Page, *said: str, within: str = "main") -> None:
    """Spaces of any kind are the same."""
    for text in said:
        expect(page.locator(within).first).to_contain_text(text, use_inner_text=True)


def sees_no(page: Page, *said: str, within: str = "main") -> None:
    for text in said:
        expect(page.locator(within).first).not_to_contain_text(text, use_inner_text=True)


def stands(page: Page, state: str) -> None:
    """The state of what the page is about."""
    expect(page.locator("main")).to_have_attribute("data-lifecycle", state)
