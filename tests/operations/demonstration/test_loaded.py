"""The loaded demonstration, from outside: what there is, who one may be, and that it exists nowhere else."""

import http.cookiejar
import io
import json
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter

import icalendar
import psycopg
import pyotp
import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

from kairos.operations.embedded import OWNER
from tests.support import plugin
from tests.support.live import Live


class Loaded:
    """A served demonstration; `accounts` as its file lists them."""

    def __init__(self, database, folder):
        self.database = database
        self.live = Live(database, folder)
        self.live.run("demo", "prepare", str(folder / "accounts.json"))
        self.accounts = json.loads((folder / "accounts.json").read_text())
        self.live.start()

    def person(self, label):
        return next(one for one in self.accounts if one["label"] == label)

    def browser(self):
        return urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def become(self, label):
        """The browser of that person, and the page they land on."""
        browser = self.browser()
        with browser.open(f"{self.live.url}/demo/devenir/{label}", data=b"") as answer:
            return browser, answer.url.removeprefix(self.live.url), answer.read().decode()

    def sql(self, query):
        with psycopg.connect(plugin.cluster.url(self.database, OWNER), autocommit=True) as connection:
            return connection.execute(query).fetchall()


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    name = f"{plugin.database}_demonstration"
    plugin.cluster.create_database(name, template=plugin.template)
    loaded = Loaded(name, tmp_path_factory.mktemp("demonstration"))
    yield loaded
    loaded.live.stop()
    plugin.cluster.drop_database(name)


def test_the_queue_looks_real(demonstration):
    states = dict(demonstration.sql("SELECT state, count(*) FROM membership_application GROUP BY 1"))
    assert states["submitted"] >= 15
    assert states.keys() == {"draft", "submitted", "in_review", "complement", "accepted", "refused"}
    late = "SELECT count(*) FROM membership_application WHERE state = 'submitted' AND due_at < now()"
    assert demonstration.sql(late)[0][0] >= 1
    marks = (
        "SELECT bool_or(checks_bad > 0), bool_or(checks_warn > 0) FROM membership_application WHERE state = 'submitted'"
    )
    assert demonstration.sql(marks) == [(True, True)]
    rivals = "SELECT siret FROM membership_application WHERE state = 'submitted' GROUP BY siret HAVING count(*) = 2"
    assert len(demonstration.sql(rivals)) == 1
    assert demonstration.sql("SELECT count(*) FROM organisation_doubt WHERE reason <> ''") == [(1,)]
    assert demonstration.sql("SELECT max(version) FROM membership_application WHERE state = 'in_review'") == [(2,)]


def test_letters_wait_are_late_and_are_posted(demonstration):
    states = Counter(state for (state,) in demonstration.sql("SELECT state FROM access_letter"))
    assert states == {"posted": 14, "to_print": 4}
    assert demonstration.sql("SELECT count(*) FROM access_letter WHERE alarmed_at IS NOT NULL") == [(2,)]


def test_the_journal_is_whole(demonstration):
    assert "intact" in demonstration.live.run("journal", "verify")
    assert demonstration.sql("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'") == [(0,)]


def test_the_file_has_the_agreed_shape(demonstration):
    agreed = {
        "label", "space", "roles", "organisation", "siret", "identifier", "password", "totp_secret", "sign_in_url",
    }  # fmt: skip
    assert all(agreed <= one.keys() for one in demonstration.accounts)
    spaces = Counter(one["space"] for one in demonstration.accounts)
    assert spaces.keys() == {"file", "provider", "operator", "agency", "jobseeker"}
    assert spaces["operator"] == 3
    assert (demonstration.live.folder / "accounts.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("label", "place"),
    [
        ("julien-castaing", "/operateur/"),
        ("nadia-ferrand", "/operateur/"),
        ("ines-marchetti", "/portail/"),
        ("karim-belhadj", "/portail/"),
        ("solene-le-goff", "/compte/"),
        ("benedicte-moreau", "/compte/"),
        ("ravi-payet", "/connexion/premiere/"),
        ("ines-da-silva", "/portail/choisir/"),
        ("pauline-etienne", "/portail/choisir/"),
        ("maud-kerviel", "/demo/boite/"),
    ],
)
def test_one_click_is_enough_to_be_someone(demonstration, label, place):
    _, landed, html = demonstration.become(label)
    assert landed.startswith(place)
    if not place.startswith("/demo"):
        assert label == "ravi-payet" or demonstration.person(label)["name"] in html


def test_being_one_person_ends_being_the_one_before(demonstration):
    browser, _, _ = demonstration.become("solene-le-goff")
    with browser.open(f"{demonstration.live.url}/demo/devenir/julien-castaing", data=b"") as answer:
        assert answer.url.endswith("/operateur/")


def test_the_sign_in_page_lists_them(demonstration):
    with demonstration.browser().open(f"{demonstration.live.url}/connexion") as page:
        html = page.read().decode()
    assert all(f"/demo/devenir/{one['label']}" in html for one in demonstration.accounts)


def test_nobody_else_can_be(demonstration):
    with pytest.raises(urllib.error.HTTPError, match="404"):
        demonstration.become("quelqu-un-d-autre")


def test_their_secrets_are_the_true_ones(demonstration):
    """Password, then code, on the sign-in page as anyone would."""
    rgc = demonstration.person("ines-marchetti")
    browser = demonstration.browser()
    page = _send(demonstration, browser, "/connexion", identifiant=rgc["identifier"], mot_de_passe=rgc["password"])
    assert page.url.endswith("/connexion/code/")
    code = pyotp.TOTP(rgc["totp_secret"]).now()
    assert _send(demonstration, browser, "/connexion/code/", code=code).url.endswith("/portail/")


def _send(demonstration, browser, path, **typed):
    """A form with its own hidden fields."""
    url = demonstration.live.url + path
    with browser.open(url) as page:
        forms = BeautifulSoup(page.read(), "html.parser").select("main form")
    form = next(one for one in forms if one.select_one(f"[name={next(iter(typed))}]"))
    hidden = {field["name"]: field.get("value", "") for field in form.select("input[type=hidden]")}
    body = urllib.parse.urlencode(hidden | typed).encode()
    return browser.open(
        urllib.request.Request(url, data=body, headers={"Referer": url, "Origin": demonstration.live.url})
    )


class TestMailbox:
    def test_it_holds_every_channel_with_links_to_here(self, demonstration):
        sent = demonstration.live.mailbox()
        assert {message["channel"] for message in sent} >= {"email", "letter"}
        assert all(
            message.keys() == {"id", "channel", "to", "subject", "text", "html", "attachments", "sent_at"}
            for message in sent
        )
        activation = next(one for one in sent if one["to"] == "m.kerviel@maud-kerviel.example")
        assert f"{demonstration.live.url}/compte/activer/" in activation["text"]

    def test_a_posted_letter_has_its_paper(self, demonstration):
        secret = demonstration.person("ravi-payet")["password"]
        letters = [one for one in demonstration.live.mailbox() if one["channel"] == "letter" and "Payet" in one["to"]]
        assert len(letters) == 2
        texts = []
        for letter in letters:
            with urllib.request.urlopen(demonstration.live.url + letter["attachments"][0]) as paper:
                assert paper.headers["Content-Type"] == "application/pdf"
                texts.append(_words(paper.read()))
        assert sum(secret.replace("-", "") in text for text in texts) == 1
        assert sum(demonstration.person("ravi-payet")["identifier"] in text for text in texts) == 1

    def test_an_appointment_has_its_invitation(self, demonstration):
        mail = next(one for one in demonstration.live.mailbox() if one["subject"].startswith("Votre rendez-vous"))
        with urllib.request.urlopen(demonstration.live.url + mail["attachments"][0]) as file:
            assert file.headers["Content-Type"] == "text/calendar; method=REQUEST; charset=utf-8"
            assert f"mailto:{mail['to']}" in icalendar.Calendar.from_ical(file.read()).walk("VEVENT")[0]["ATTENDEE"]

    def test_it_has_its_convocation_as_the_person_may_print_it(self, demonstration):
        mail = next(one for one in demonstration.live.mailbox() if one["subject"].startswith("Votre rendez-vous"))
        _, address = mail["attachments"]
        assert address.endswith("/convocation.pdf")
        with urllib.request.urlopen(demonstration.live.url + address) as paper:
            assert paper.headers["Content-Type"] == "application/pdf"
            assert mail["subject"].removeprefix("Votre rendez-vous : ").lower() in _words(paper.read()).lower()

    def test_a_mail_has_no_paper(self, demonstration):
        mails = (one for one in demonstration.live.mailbox() if one["channel"] == "email")
        mail = next(one for one in mails if not one["attachments"])
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{demonstration.live.url}/demo/boite/{mail['id']}.pdf")


def _words(pdf):
    return " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def status(environment, path, method="get"):
    """What a page answers in a process of this environment."""
    script = (
        f"import django; django.setup()\nfrom django.test import Client\nprint(Client().{method}({path!r}).status_code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, cwd=plugin.ROOT, capture_output=True, text=True, check=True
    )
    return int(done.stdout)


@pytest.mark.parametrize(("path", "method"), [("/demo/", "get"), ("/demo/devenir/julien-castaing", "post")])
class TestWhereItExists:
    def test_not_without_the_setting(self, demonstration, path, method):
        marked = demonstration.live.environment | {"KAIROS_MODE": "production"}
        assert status(marked, path, method) == 404

    def test_not_without_the_mark(self, real_db, demonstration, path, method):
        unmarked = demonstration.live.environment | {
            name: plugin.environment(real_db)[name] for name in ("DATABASE_URL", "DATABASE_OWNER_URL")
        }
        assert status(unmarked, path, method) == 404


@pytest.mark.parametrize(
    ("label", "landing", "says"),
    [
        ("nadia-benali", "/conseiller/", "personnes suivies"),
        ("helene-kermarrec", "/conseiller/", "Agence Rennes Sud"),
        ("maelle-le-goff", "/candidat/", "Bonjour Maëlle"),
    ],
)
def test_one_may_be_an_adviser_or_a_job_seeker(demonstration, label, landing, says):
    _, address, text = demonstration.become(label)
    assert address == landing
    assert says.replace("\u00a0", " ") in text.replace("\u00a0", " ")


def test_a_job_seeker_of_the_story_is_read_by_a_provider(demonstration):
    browser, _, _ = demonstration.become("maelle-le-goff")
    with browser.open(f"{demonstration.live.url}/candidat/qui-me-lit/") as answer:
        assert "Inscription à l’information collective" in answer.read().decode()


def test_there_are_appointments_full_but_one_awaited_and_decided(demonstration):
    slots = demonstration.sql("SELECT kind, state, taken, capacity FROM appointment_slot ORDER BY starts_at")
    assert slots == [
        ("meeting", "closed", 3, 6), ("meeting", "closed", 5, 8), ("interview", "open", 2, 2), ("file", "open", 1, 4),
        ("meeting", "open", 5, 6), ("interview", "open", 1, 1),
    ]  # fmt: skip
    states = Counter(state for (state,) in demonstration.sql("SELECT state FROM enrolment"))
    assert states == {
        "referred": 12, "requested": 1, "retained": 3, "not_retained": 1, "waiting": 1, "absent": 1, "registered": 1,
        "in_training": 18, "interrupted": 1, "no_show": 1, "completed": 3,
    }  # fmt: skip
    assert demonstration.sql("SELECT count(*) FROM appointment_booking WHERE state = 'waiting'") == [(1,)]


def test_the_offer_of_a_carif_entered_what_went_to_nobody_is_kept_refused(demonstration):
    said = dict(demonstration.sql("SELECT verdict, count(*) FROM carif_line GROUP BY verdict"))
    assert said == {"taken": 3, "refused": 2}
    assert demonstration.sql("SELECT count(*) FROM training_session WHERE carif = '93' AND state = 'draft'") == [(0,)]


def test_a_group_has_a_month_submitted_contested_and_one_under_way(demonstration):
    states = dict(demonstration.sql("SELECT state, count(*) FROM attendance_month GROUP BY state"))
    assert {"submitted", "contested", "confirmed", "open"} <= set(states)
    browser, _, _ = demonstration.become("thomas-ferreira")
    with browser.open(f"{demonstration.live.url}/organisme/assiduite/") as answer:
        page = answer.read().decode()
    assert "Maçon du bâti ancien" in page
    assert "conteste son mois" in page


def test_a_half_day_is_signed_in_two_ways_and_waits_for_its_countersignature(demonstration):
    states = Counter(state for (state,) in demonstration.sql("SELECT state FROM signing_sheet"))
    signed = "SELECT way, count(*) FROM signature s JOIN signing_sheet h ON h.id = s.sheet_id WHERE h.state = 'open'"
    ways = dict(demonstration.sql(f"{signed} GROUP BY way"))
    assert (states, ways) == ({"open": 1, "countersigned": 2}, {"phone": 2, "screen": 6})


def test_a_correction_is_asked_and_its_adviser_is_told(demonstration):
    asked = "SELECT kind, about, state, due_on > asked_at::date + 27, who <> '' FROM data_request"
    assert demonstration.sql(asked) == [("correction", "email", "asked", True, True)]
    told = "SELECT count(*) FROM outbox_message WHERE kind = 'DataAsked' AND channel = 'email' AND state = 'sent'"
    assert demonstration.sql(told) == [(1,)]


def test_people_of_the_group_wrote_to_the_organisation_and_to_their_adviser(demonstration):
    asked = "SELECT side, count(*) FROM thread_message WHERE {} IS NOT NULL GROUP BY side ORDER BY side"
    assert demonstration.sql(asked.format("organisation_id")) == [("person", 2), ("provider", 1)]
    assert demonstration.sql(asked.format("agency_id")) == [("agency", 2), ("person", 2)]
    assert demonstration.sql("SELECT count(*) FROM thread_message WHERE who = ''") == [(0,)]
    browser, _, _ = demonstration.become("thomas-ferreira")
    with browser.open(f"{demonstration.live.url}/organisme/") as answer:
        assert "2 conversations à lire" in answer.read().decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_one_training_is_over_from_the_first_meeting_to_the_certificate(demonstration):
    states = Counter(state for (state,) in demonstration.sql("SELECT state FROM final_review"))
    assert states == {"shared": 2}
    browser, _, _ = demonstration.become("maelle-haddad")
    with browser.open(f"{demonstration.live.url}/candidat/parcours/") as answer:
        page = answer.read().decode().replace("\u00a0", " ")
    said = ["Bilan partagé", "Certificat de réalisation délivré", "Sorti de formation", "Entré en formation (AES)",
            "Retenu", "Information collective : présent", "Suivi par l’agence"]  # fmt: skip
    over = page[page.index("Bilan partagé") :]
    assert [words for words in said if words not in over] == []
    assert over.index("Sorti de formation") < over.index("Information collective")


def test_quality_is_recorded_about_to_end_waits_and_is_asked_more(demonstration):
    states = [state for (state,) in demonstration.sql("SELECT state FROM quality_request ORDER BY state")]
    assert states == ["accepted", "accepted", "complement", "submitted"]
    ends = "SELECT bool_or(valid_until > now() + interval '1 year'), bool_or(valid_until < now() + interval '60 days')"
    assert demonstration.sql(f"{ends} FROM quality_certificate") == [(True, True)]
    browser, _, _ = demonstration.become("julien-castaing")
    with browser.open(f"{demonstration.live.url}/operateur/qualite/") as answer:
        page = BeautifulSoup(answer.read(), "html.parser")
    [row] = page.select("main tbody tr")
    assert "Campus Horizon Sud" in row.text
    with browser.open(demonstration.live.url + row.a["href"]) as answer:
        dossier = BeautifulSoup(answer.read(), "html.parser")
    [paper] = dossier.select('main a[href*="/documents/"]')
    with browser.open(demonstration.live.url + paper["href"]) as answer:
        assert "Document inventé" in PdfReader(io.BytesIO(answer.read())).pages[0].extract_text()


def test_a_group_is_declared_in_its_time_and_nobody_signed_a_half_day_that_they_missed(demonstration):
    declared = (
        "SELECT kind, late_reason FROM enrolment_movement m JOIN enrolment e ON e.id = m.enrolment_id WHERE title ="
    )
    found = demonstration.sql(f"{declared} 'Maçon du bâti ancien'")
    assert {kind for kind, _ in found} == {"registration", "entry"}
    assert {late for _, late in found} == {""}
    contradicted = (
        "SELECT count(*) FROM signature s JOIN signing_sheet t ON t.id = s.sheet_id "
        "JOIN attendance_mark m ON m.person_id = s.person_id AND m.day = t.day AND m.half = t.half"
    )
    assert demonstration.sql(contradicted) == [(0,)]
