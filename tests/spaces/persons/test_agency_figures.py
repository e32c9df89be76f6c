"""« Chiffres » as the head of an agency reads them: definitions, drawings, file, what is not said, an empty month."""

import csv
import io
import re

import pytest
from bs4 import BeautifulSoup

from kairos.foundation import clock
from kairos.foundation.isolation import scope
from kairos.path.enrolments.lifecycle import Enrolling
from kairos.path.following import figures
from kairos.path.following.figures import Figure
from kairos.path.following.settings import LEAST_SAID
from kairos.people.agencies.models import Adviser
from kairos.people.jobseekers.models import JobSeeker
from kairos.spaces.agency.figures import LABELS, RATE, definitions
from tests.support import agencies, attendance, path, settings, statements
from tests.support.team import run

HERE, FILE = "/conseiller/chiffres/", "/conseiller/chiffres/fichier.csv"
LEAVING = ("Emploi trouvé", "Emploi trouvé", "Abandon", None, None, None)


@pytest.fixture
def who(people):
    return attendance.clerk(people)


@pytest.fixture
def place(people):
    return agencies.row_of(people.adviser).agency


@pytest.fixture
def head(place):
    return agencies.head(place)


@pytest.fixture
def group(people, who, place):
    """Six in training, of whom three left; one of them for a reason of their own. Half are a colleague's."""
    colleague = agencies.row_of(agencies.adviser(place, "colleague"))
    session = path.begun(who, 20)
    rows = [path.in_training(people, who, session) for _ in LEAVING]
    for row, reason in zip(rows, LEAVING, strict=True):
        if reason:
            run(who, Enrolling.leave, row.pk, reason=reason, **path.ago(0))
    theirs = [row.person_id for row in rows[1::2]]
    JobSeeker.objects.using("owner").filter(pk__in=theirs).update(adviser=colleague.pk)
    return rows


def page_of(browser, address=HERE):
    response = browser.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode().replace("\u00a0", " ").replace("\u202f", " "), "html.parser")


def table(page, section):
    return {
        line.th.get_text(" ", strip=True): [cell.get_text(" ", strip=True) for cell in line.select("td")]
        for line in page.select(f"#{section} tbody tr")
    }


def test_each_total_is_the_one_of_the_rows_with_its_definition_beside(people, head, group, as_person):
    with scope(head.actor):
        told = figures.of_month(clock.today().replace(day=1))[0]
    said = table(page_of(as_person(head)), "mois")
    assert set(said) == {*LABELS.values(), RATE}
    for figure, label in LABELS.items():
        now, before, means = said[label]
        assert (now, means) == (str(told.total(figure)), definitions()[figure])
        assert before.isdigit()
    assert said[LABELS[Figure.EXITS]][0] == "3"
    assert "30 jours" in said[LABELS[Figure.LATE_REVIEWS]][2]


def test_what_is_drawn_is_what_the_table_says(people, head, group, as_person):
    settings.give(people, LEAST_SAID, 1)
    page = page_of(as_person(head))
    drawings = page.select("svg[role=img]")
    assert len(drawings) == 2
    for drawing, section in zip(drawings, ("mois", "motifs"), strict=True):
        assert page.find(id=drawing["aria-labelledby"]).name == "title"
        texts = [one.get_text(strip=True) for one in drawing.select("text")]
        drawn = dict(zip(texts[::2], texts[1::2], strict=True))
        said = table(page, section)
        assert drawn.items() <= {label: values[0] for label, values in said.items()}.items()
        widths = {label: int(bar["width"]) for label, bar in zip(texts[::2], drawing.select("rect"), strict=True)}
        most = max(drawn, key=lambda label: int(drawn[label]))
        assert widths[most] == max(widths.values()) < int(drawing["width"])
        assert all((widths[label] > 0) == (number != "0") for label, number in drawn.items())
        assert "style" not in drawing.attrs
    assert table(page, "motifs") == {"Emploi trouvé": ["2"], "Abandon": ["1"]}


def test_a_small_number_is_not_said_of_an_adviser_nor_of_a_reason(people, head, group, as_person):
    browser = as_person(head)
    page = page_of(browser)
    at = [head.get_text() for head in page.select("#conseillers thead th")][1:]
    lines = table(page, "conseillers")
    exits = at.index(LABELS[Figure.EXITS])
    assert [lines[name][exits] for name in lines] == ["non dit"] * 2
    assert sum(int(values[0]) for values in lines.values()) == JobSeeker.objects.using("owner").count()
    assert table(page, "motifs") == {"Autres motifs, moins de 5 chacun": ["3"]}
    settings.give(people, LEAST_SAID, 1)
    page = page_of(browser)
    assert sum(int(values[exits]) for values in table(page, "conseillers").values()) == 3
    assert "n’est pas dit" not in page.get_text()


def test_nobody_is_named_and_no_reading_is_written(people, head, group, as_person):
    browser = as_person(head)
    both = browser.get(HERE).content + browser.get(FILE).content
    names = [one.last_name for one in JobSeeker.objects.using("owner").all()]
    assert [name for name in names if name.encode() in both] == []
    statements.assert_statements(browser, HERE, at_most=8)
    statements.assert_statements(browser, FILE, at_most=8)
    assert as_person(people.adviser).get(HERE).status_code == 403
    assert as_person(people.adviser).get(FILE).status_code == 403


def test_the_file_says_what_the_page_says_and_runs_nothing(people, head, group, as_person):
    Adviser.objects.using("owner").filter(pk=agencies.row_of(people.adviser).pk).update(first_name="=1+1", last_name="")
    browser = as_person(head)
    answer = browser.get(f"{FILE}?mois={clock.today():%Y-%m}")
    assert f"chiffres-{clock.today():%Y-%m}.csv" in answer["Content-Disposition"]
    title, *lines = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    assert title == ["Mois", "De", "Chiffre", "Valeur", "Le mois d’avant", "Définition"]
    said = {(whose, label): value for _, whose, label, value, *_ in lines}
    shown = table(page_of(browser), "mois")
    assert {label: said["Agence", label].replace("\u00a0", " ") for label in shown} == {
        label: values[0] for label, values in shown.items()
    }
    assert said["'=1+1", "Sorties"] == "non dit"
    assert not [cell for line in lines for cell in line if re.match(r"[=+\-@\t\r]", cell)]


@pytest.mark.parametrize("asked", ["2999-12", "2026-13", "octobre", "2026-1", "' OR 1", "2019-12"])
def test_a_month_that_cannot_be_is_this_one(people, head, group, as_person, asked):
    heading = page_of(as_person(head), f"{HERE}?mois={asked}").h1.get_text()
    assert heading == page_of(as_person(head)).h1.get_text()


def test_months_follow_each_other_until_this_one_and_an_empty_one_says_so(people, head, group, as_person):
    browser = as_person(head)
    this = page_of(browser)
    steps = [link["href"] for link in this.select("nav.pager a")]
    before = figures.before(clock.today().replace(day=1))
    assert steps == [f"?mois={before:%Y-%m}", f"{FILE}?mois={clock.today():%Y-%m}"]
    empty = page_of(browser, f"{HERE}?mois=2021-03")
    assert "Rien à compter ce mois-ci" in empty.get_text()
    assert [link["href"] for link in empty.select("nav.pager a")] == ["?mois=2021-02", "?mois=2021-04"]
    assert HERE in {link["href"] for link in this.select("nav a[href]")}
