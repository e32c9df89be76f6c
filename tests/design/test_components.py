import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import kairos.design
from kairos.design import sheet
from kairos.design.environment import ruler
from kairos.design.page import render

TEMPLATES = Path(kairos.design.__file__).parent / "templates" / "design"
NAMES = {"components.html": "ui", "forms.html": "forms", "tables.html": "tables"}


def macros(filename):
    source = (TEMPLATES / filename).read_text(encoding="utf-8")
    return re.findall(r"{% macro ([a-z]\w*)\(", source)


@pytest.fixture
def shown(request_to, chrome):
    response = render(request_to(), "design/components_sheet.html", chrome, status=422, **sheet.context())
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.parametrize("filename", NAMES)
def test_the_sheet_shows_every_macro(filename):
    """Each macro is called by the sheet, by another macro, or by a shell: none is untried."""
    sources = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.html"))
    called = {name for name in macros(filename) if re.search(rf"(?<!macro )\b{name}\(", sources)}
    assert called == set(macros(filename))


def test_the_sheet_renders_with_unique_ids(shown):
    ids = [element["id"] for element in shown.select("[id]")]
    assert len(ids) == len(set(ids))


def test_what_describes_and_labels_exists(shown):
    for attribute in ("aria-describedby", "aria-labelledby", "for"):
        for element in shown.select(f"[{attribute}]"):
            for target in element[attribute].split() if isinstance(element[attribute], str) else element[attribute]:
                assert shown.find(id=target) is not None, (attribute, target)


@pytest.mark.parametrize(
    ("total", "elapsed", "notches", "on"),
    [(3, 2, 3, 2), (3, 9, 3, 3), (15, 0, 15, 0), (30, 15, 15, 8), (365, 365, 15, 15), (10, -1, 10, 0)],
)
def test_ruler(total, elapsed, notches, on):
    drawn = BeautifulSoup(ruler(total, elapsed), "html.parser")
    gone, left = (path["d"].count("M") for path in drawn.select("path"))
    assert (gone, gone + left) == (on, notches)
    assert len(drawn.select("rect.now")) == 1


def test_now_stands_inside_the_ruler():
    for total in range(1, 40):
        for elapsed in range(total + 2):
            drawn = BeautifulSoup(ruler(total, elapsed), "html.parser")
            assert 0 <= int(drawn.select_one(".now")["x"]) <= int(drawn.svg["width"]) - 2


def test_no_duration_no_ruler():
    assert ruler(0, 0) == ""


def test_a_state_is_always_an_icon_and_a_word(draw):
    for state in ("ok", "warn", "bad", "info", "idle"):
        badge = BeautifulSoup(draw("{{ ui.badge(state, 'Mot') }}", state=state), "html.parser").span
        assert badge["data-state"] == state
        assert badge.svg
        assert badge.text == "Mot"


def test_an_unknown_state_is_an_error(draw):
    with pytest.raises(Exception, match="urgent"):
        draw("{{ ui.badge('urgent', 'Mot') }}")


def test_what_is_shown_is_escaped(draw):
    drawn = draw("{{ ui.facts([('<b>', '<i>')]) }}{{ ui.task('<u>', '/', '<s>') }}{{ ui.empty('<p>') }}")
    assert not BeautifulSoup(drawn, "html.parser").select("b, i, u, s")


def test_steps_tell_where_one_is(draw):
    drawn = BeautifulSoup(
        draw("{{ ui.steps('Étapes', [('Compte', 'fait'), ('Fiche', none), ('Demande', none)], 2) }}"),
        "html.parser",
    )
    assert drawn.select_one(".phone").text == "Étape 2 sur 3\u00a0: fiche"
    assert [item.get("class") for item in drawn.select("li")] == [["done"], None, None]
    assert [item.get("aria-current") for item in drawn.select("li")] == [None, "step", None]


def test_rights_are_said_in_words(draw):
    assert "consulter, valider" in draw("{{ ui.rights(consult=true, approve=true) }}")
    assert "aucun droit" in draw("{{ ui.rights() }}")


@pytest.mark.parametrize(
    ("sort", "aria", "follows"),
    [("due", "ascending", "-due"), ("-due", "descending", "due"), ("name", None, "due")],
)
def test_a_sorted_head_says_its_order_and_offers_the_other(draw, sort, aria, follows):
    source = "<table>{{ tables.th_sort('Échéance', 'due', sort, '?s=' ~ tables.next_sort('due', sort)) }}</table>"
    drawn = draw(source, sort=sort)
    head = BeautifulSoup(drawn, "html.parser").th
    assert head.get("aria-sort") == aria
    assert head.a["href"] == f"?s={follows}"


def test_a_pager_without_a_page_before_explains_itself(draw):
    links = BeautifulSoup(draw("{{ tables.pager(none, '?after=x', '1 à 25') }}"), "html.parser").select("a")
    assert links[0]["aria-disabled"] == "true"
    assert not links[0].has_attr("href")
    assert links[1]["href"] == "?after=x"


def test_query_keeps_the_other_parameters(draw, rf):
    request = rf.get("/", {"q": "canal & cie", "after": "x", "sort": "due"})
    assert draw(
        "{{ query(sort='age', after=none) }}", request=request
    ) == "?q=canal+%26amp%3B+cie&amp;sort=age".replace("%26amp%3B", "%26")
