import pytest
from bs4 import BeautifulSoup
from jinja2 import UndefinedError

from kairos.design.page import Chrome, NavItem, Problem, current_address, render


@pytest.fixture
def page(settings, tmp_path):
    """Writes templates of a space and makes them known to the engine."""
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]

    def write(body, shell="bare"):
        name = f"page{len(list(tmp_path.iterdir()))}.html"  # engines remember templates by name
        (tmp_path / name).write_text(
            f'{{% extends "design/{shell}.html" %}}{{% block title %}}Fiche{{% endblock %}}{body}',
            encoding="utf-8",
        )
        return name

    return write


CONTENT = "{% block content %}<p>corps</p>{% endblock %}"


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def test_a_reading_page_sets_no_cookie(request_to, page):
    request = request_to()
    response = render(request, page(CONTENT), Chrome())
    assert response.status_code == 200
    assert "CSRF_COOKIE" not in request.META


def test_a_form_carries_the_token_once_it_is_written(request_to, page):
    request = request_to()
    response = render(request, page("{% block content %}{{ csrf_input }}{{ csrf_input }}{% endblock %}"), Chrome())
    tokens = {field["value"] for field in soup(response).select("input[name=csrfmiddlewaretoken]")}
    assert len(tokens) == 1
    assert len(tokens.pop()) == 64
    assert request.META["CSRF_COOKIE"]


def test_the_title_of_a_refused_form_says_so(request_to, page):
    refused = render(request_to(), page(CONTENT), Chrome(), status=422)
    assert refused.status_code == 422
    assert soup(refused).title.string == "Erreur\u00a0: Fiche · Kairos"
    assert soup(render(request_to(), page(CONTENT), Chrome())).title.string == "Fiche · Kairos"


@pytest.mark.parametrize(("chosen", "written"), [("dark", "dark"), ("light", "light"), ("<i>", None), (None, None)])
def test_the_theme_chosen_is_written_by_the_server(request_to, page, chosen, written):
    cookies = {"theme": chosen} if chosen else {}
    html = soup(render(request_to(**cookies), page(CONTENT), Chrome())).html
    assert html.get("data-theme") == written


def test_an_undefined_name_is_an_error(request_to, page):
    with pytest.raises(UndefinedError):
        render(request_to(), page("{% block content %}{{ nobody }}{% endblock %}"), Chrome())


def test_what_the_page_shows_is_escaped(request_to, page):
    template = page("{% block content %}{{ text }}{% endblock %}")
    response = render(request_to(), template, Chrome(), text="<script>")
    assert b"&lt;script&gt;" in response.content


def test_a_dossier_says_its_subject_and_state(request_to, page):
    body = (
        '{% import "design/components.html" as ui %}'
        '{% block main_attributes %}{{ ui.subject("7", "filed") }}{% endblock %}'
    )
    main = soup(render(request_to(), page(body + CONTENT), Chrome())).main
    assert (main["data-subject"], main["data-lifecycle"]) == ("7", "filed")
    assert not soup(render(request_to(), page(CONTENT), Chrome())).main.has_attr("data-subject")


@pytest.mark.parametrize(
    ("template", "asked", "classes", "menu"),
    [
        ("bare", "work", ["shell", "bare"], False),
        ("read", "work", ["shell", "bare"], False),
        ("work", "bare", ["shell"], True),
        ("work", "rail", ["shell", "rail"], True),
        ("page", "work", ["shell"], True),
        ("page", "bare", ["shell", "bare"], False),
    ],
)
def test_shells(request_to, page, template, asked, classes, menu):
    chrome = Chrome("Adhésions", nav=(NavItem("À faire", "/", "list-checks", 120),), shell=asked)
    found = soup(render(request_to(), page(CONTENT, template), chrome))
    assert found.select_one(".shell")["class"] == classes
    assert bool(found.select("nav.side")) is menu


def test_the_menu_shows_where_one_is(request_to, page, chrome):
    found = soup(render(request_to("/operateur/adhesions/7/"), page(CONTENT, "work"), chrome))
    current = found.select("nav.side [aria-current]")
    assert [link["href"] for link in current] == ["/operateur/adhesions/"]
    assert "99+" in current[0].text


def test_current_address_is_the_nearest_above(chrome):
    assert current_address(chrome.nav, "/operateur/courriers/") == "/operateur/"
    assert current_address(chrome.nav, "/compte/") is None


def test_signing_out_is_an_act_not_a_link(request_to, page, chrome):
    found = soup(render(request_to(), page(CONTENT), chrome))
    forms = found.select('form[action="/deconnexion"][method=post]')
    assert len(forms) == 2  # the account menu, and the phone’s
    assert all(form.select_one("input[name=csrfmiddlewaretoken]") for form in forms)
    assert not found.select('a[href="/deconnexion"]')


def test_each_answer_has_its_own_token(request_to, page, chrome):
    """The menu is drawn once for many people, the token of its form is not."""
    drawn = [soup(render(request_to(), page(CONTENT), chrome)) for _ in range(2)]
    first, second = ({field["value"] for field in one.select("[name=csrfmiddlewaretoken]")} for one in drawn)
    assert len(first) == len(second) == 1
    assert first != second


def test_a_person_without_account_links_has_a_name_and_no_menu(request_to, page):
    found = soup(render(request_to(), page(CONTENT), Chrome(person="Inès Marchetti")))
    assert found.select_one(".who .avatar").text == "IM"
    assert not found.select("details")


def test_a_visitor_finds_the_way_in_without_a_menu(request_to, page):
    links = (NavItem("Aide", "/aide/", "circle-help"), NavItem("Se connecter", "/connexion", "key-round"))
    found = soup(render(request_to(), page(CONTENT), Chrome(account_links=links)))
    assert [link["href"] for link in found.select("header nav a")] == ["/aide/", "/connexion"]
    assert not found.select("details")


def test_the_demonstration_says_so_and_only_there(request_to, page):
    request = request_to()
    assert soup(render(request, page(CONTENT), Chrome())).select("aside.demo")
    request.site = type(request.site)(name="O", phone="", hours="", email="")
    assert not soup(render(request, page(CONTENT), Chrome())).select("aside.demo")


def test_a_dead_end_gives_its_number_and_its_remedy(request_to):
    problem = Problem("Refus 403", "Il vous manque une habilitation", "…", incident="K-7F3A", help="/aide/?n=K-7F3A")
    response = render(request_to(), "design/problem.html", Chrome(), status=403, problem=problem)
    assert response.status_code == 403
    text = soup(response).main.text
    assert "K-7F3A" in text
    assert "01\u00a099\u00a000\u00a012\u00a012" in text
    assert soup(response).select('main a[href="/aide/?n=K-7F3A"]')


def test_a_dead_end_without_incident_asks_for_none(request_to):
    problem = Problem("Page introuvable", "Cette page n’existe pas", "…")
    response = render(request_to(), "design/problem.html", Chrome(), status=404, problem=problem)
    assert "incident" not in soup(response).main.text
