"""The sheet in a real browser, under the strict policy of the product: axe, both themes, two widths."""

import functools
import queue
import shutil
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import expect

import kairos.design
from kairos.design import sheet
from kairos.design.page import render

AXE = Path(__file__).parents[1] / "fixtures" / "axe" / "axe.min.js"
STATIC = Path(kairos.design.__file__).parent / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'"
)
LIVE = """<!doctype html><html lang="fr"><head>
<title>x</title><link rel="icon" href="/static/kairos/marque.svg">{% include "design/live.html" %}</head>
<body><p id="state" hx-get="/state.html" hx-trigger="load">En cours</p></body></html>"""
pytestmark = pytest.mark.browser


class Strict(SimpleHTTPRequestHandler):
    def end_headers(self):
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def do_POST(self):
        self.server.received.put(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(204)  # the browser stays on its page
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def server(tmp_path, request_to, chrome, env):
    """The sheet as the product sends it, served with its static files."""
    shutil.copytree(STATIC, tmp_path / "static")
    page = render(request_to(), "design/components_sheet.html", chrome, status=422, **sheet.context())
    (tmp_path / "index.html").write_bytes(page.content)
    (tmp_path / "live.html").write_text(env.from_string(LIVE).render(), encoding="utf-8")
    (tmp_path / "state.html").write_text("<b>Acceptée</b>", encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Strict, directory=tmp_path))
    server.received = queue.SimpleQueue()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def open_sheet(chromium, server):
    contexts = []

    def open_(path="", **options):
        context = chromium.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(f"http://127.0.0.1:{server.server_port}/{path}")
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390, 320])
def test_the_sheet_passes_axe_and_its_policy(open_sheet, scheme, width):
    page = open_sheet(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found["violations"]] == []
    assert page.complaints == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"


def test_the_summary_has_the_focus_and_leads_to_the_field(open_sheet):
    page = open_sheet()
    expect(page.locator("#erreurs")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#x_entry")).to_be_focused()


def test_the_theme_chosen_is_kept(open_sheet):
    page = open_sheet(color_scheme="light")
    page.get_by_role("button", name="Changer de thème").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert {cookie["name"]: cookie["value"] for cookie in page.context.cookies()} == {"theme": "dark"}


def test_a_password_can_be_read_back(open_sheet):
    page = open_sheet()
    field, button = page.locator("#x_password"), page.get_by_role("button", name="Afficher")
    button.click()
    expect(field).to_have_attribute("type", "text")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(field).to_have_attribute("type", "password")


def test_a_question_opens_in_its_dialogue_and_closes_with_escape(open_sheet):
    page = open_sheet()
    page.get_by_role("link", name="Refuser…").click()
    expect(page.locator("#question")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#question")).to_be_hidden()


def test_a_form_is_sent_once(open_sheet, server):
    page = open_sheet()
    button = page.get_by_role("button", name="Je valide ma demande")
    button.click()
    expect(button).to_have_attribute("aria-busy", "true")
    assert b"decision=grant" in server.received.get(timeout=60)
    button.click()
    page.get_by_role("button", name="Prendre en charge").click()  # another form still can
    assert b"decision=grant" not in server.received.get(timeout=60)


def test_the_phone_menu_opens_and_escape_closes_it(open_sheet):
    page = open_sheet(viewport={"width": 390, "height": 800})
    page.locator("summary", has_text="Menu").click()
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_hidden()


def test_a_page_changes_by_itself_under_the_policy(open_sheet):
    page = open_sheet("live.html")
    expect(page.locator("#state")).to_have_text("Acceptée")
    assert page.complaints == []
    assert page.locator("style").count() == 0
    kept = page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    assert "htmx-history-cache" not in kept, "pages read are kept in the browser"


def test_without_script_nothing_is_missing(open_sheet):
    page = open_sheet(java_script_enabled=False)
    expect(page.get_by_role("button", name="Changer de thème")).to_be_hidden()
    expect(page.locator("[data-reveal]")).to_be_hidden()
    page.locator("summary", has_text="Julien Castaing").click()
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_visible()
