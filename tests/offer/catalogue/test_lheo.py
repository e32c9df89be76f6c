"""LHÉO as it is met: read tolerantly, refused whole when it cannot be read, written so that it reads back the same."""

import tracemalloc
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kairos.foundation.imports.reading import detecting
from kairos.foundation.imports.reading.forms import Unreadable
from kairos.foundation.text import clean
from kairos.offer.catalogue import codes
from kairos.offer.catalogue.content import EMPTY
from kairos.offer.catalogue.importing.columns import APPRENTICESHIP, COLUMNS
from kairos.offer.catalogue.importing.lheo import LHEO, reading, writing

KEYS = [column.key for column in COLUMNS]
SESSION = '<session numero="SE_1"><periode><debut>20270112</debut><fin>20270625</fin></periode>{more}</session>'


def lheo(action: str = "", session: str = "", course: str = "", namespace: str = "http://www.lheo.org/2.2") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><lheo xmlns="{namespace}"><offres><formation numero="F_1">'
        f"<intitule-formation>Soudure</intitule-formation>{course}"
        f'<action numero="AC_1">{action}{SESSION.format(more=session)}</action>'
        "<organisme-formation-responsable><SIRET-organisme-formation><SIRET>99900101900010</SIRET>"
        "</SIRET-organisme-formation></organisme-formation-responsable></formation></offres></lheo>"
    )


def read(path, text: str | bytes) -> list[dict[str, str]]:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    form = detecting.detect(path, COLUMNS, (LHEO,))
    assert form.tree == LHEO
    return [dict(zip(KEYS, cells, strict=True)) for cells in reading.rows(path)]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "offres.xml"


@pytest.mark.parametrize("namespace", ["http://www.lheo.org/2.2", "http://lheo.gouv.fr/2.3", ""])
def test_both_versions_are_read_whatever_their_namespace(path, namespace):
    [row] = read(path, lheo(namespace=namespace))
    assert (row["number"], row["delivery_number"], row["course_number"]) == ("SE_1", "AC_1", "F_1")
    assert (row["title"], row["responsible_siret"]) == ("Soudure", "99900101900010")
    assert (row["starts_on"], row["ends_on"]) == ("2027-01-12", "2027-06-25")


def test_html_dashes_and_empty_elements_are_understood(path):
    [row] = read(
        path,
        lheo(
            course="<objectif-formation>&lt;p&gt;Souder &amp;amp; couper&lt;/p&gt;&lt;ul&gt;&lt;li&gt;TIG&lt;/li&gt;"
            "&lt;/ul&gt;</objectif-formation><certification/><domaine-formation><code-ROME>-</code-ROME></domaine-formation>",
            action="<acces-handicapes><![CDATA[<b>Plain-pied</b>]]></acces-handicapes><nombre-heures-centre/>"
            "<lieu-de-formation><coordonnees><adresse><denomination>-</denomination><ligne>3 <i>rue</i> Basse</ligne>"
            "<ligne></ligne><codepostal>93500</codepostal><ville>Pantin</ville></adresse></coordonnees>"
            "</lieu-de-formation><lieu-de-formation/>",
        ),
    )
    assert row["objective"] == "Souder & couper\nTIG"
    assert (row["access"], row["address"], row["place_name"]) == ("Plain-pied", "3 rue Basse", "")
    assert (row["romes"], row["rncp"], row["hours_centre"]) == ("", "", "")


@pytest.mark.parametrize(
    ("said", "teaching", "hours"),
    [
        ((400, 70, 500), "1", ("400", "70", "30")),
        ((None, None, 400), "0", ("400", "", "")),
        ((None, None, 400), "2", ("", "", "400")),
        ((0, None, 30), "1", ("0", "", "30")),
        ((400, 70, 470), "0", ("400", "70", "")),
    ],
)
def test_hours_are_shared_out(path, said, teaching, hours):
    names = ("centre", "entreprise", "total")
    told = "".join(
        f"<nombre-heures-{name}>{value}</nombre-heures-{name}>"
        for name, value in zip(names, said, strict=True)
        if value is not None
    )
    [row] = read(path, lheo(action=f"<modalites-enseignement>{teaching}</modalites-enseignement>{told}"))
    assert tuple(row.get(f"hours_{part}", "") for part in ("centre", "company", "remote")) == hours


@pytest.mark.parametrize(
    "more",
    [
        {"session": "<cycle><type-cycle>1</type-cycle></cycle>"},
        {"action": '<extras><extra info="contrat-apprentissage">oui</extra></extras>'},
        {"action": "<modalites-alternance>Contrat d’apprentissage</modalites-alternance>"},
    ],
)
def test_apprenticeship_is_recognised(path, more):
    assert read(path, lheo(**more))[0][APPRENTICESHIP] == "oui"
    assert read(path, lheo(action="<modalites-alternance>Sans apprentissage</modalites-alternance>"))[0][
        APPRENTICESHIP
    ] == ""  # fmt: skip


def test_unknown_days_are_none_and_days_that_do_not_exist_stay_wrong(path):
    text = lheo().replace("20270625", "99999999").replace("20270112", "20270231")
    [row] = read(path, text)
    assert (row["starts_on"], row["ends_on"]) == ("2027-02-31", "")


ENTITIES = '<!DOCTYPE lheo [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE lheo SYSTEM "file:///etc/passwd">'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (lheo().replace("<lheo", f"{ENTITIES}<lheo").encode(), "DOCTYPE"),
        (lheo().replace("<lheo", f"{EXTERNAL}<lheo").encode(), "DOCTYPE"),
        (lheo().replace("Soudure", "Soudage à l’arc").encode("cp1252"), "encodage que le fichier annonce"),
        (lheo().replace("UTF-8", "KLINGON").encode(), "encodage"),
        (lheo()[:-60].encode(), "il a été coupé"),
        (lheo().replace("Soudure", "Soudure &eacute;").encode(), "une entité n’est pas connue"),
        (lheo().replace("</formation>", "</formations>").encode(), "balise fermante"),
        (b"<?xml version='1.0'?><html><body/></html>", "pas du LH"),
        (b"<?xml version='1.0'?>", "coupé"),
        (lheo(action="<extras>" * 50 + "</extras>" * 50).encode(), "trop d’éléments"),
        (lheo(action="<a/>" * 20_001).encode(), "trop d’éléments"),
    ],
)
def test_what_cannot_be_read_is_refused_whole_and_says_why(path, content, said):
    with pytest.raises(Unreadable) as refused:
        read(path, content)
    assert said in refused.value.reason


def test_the_encoding_announced_is_obeyed(path):
    text = lheo().replace("UTF-8", "ISO-8859-1").replace("Soudure", "Soudage à l'arc")
    assert read(path, text.encode("latin-1"))[0]["title"] == "Soudage à l'arc"
    assert read(path, lheo().replace("UTF-8", "UTF-16").encode("utf-16"))[0]["title"] == "Soudure"


def test_memory_does_not_follow_the_size_of_the_file(path):
    """20 MB, dropped as they are read."""
    junk = "<contenu-formation>" + "x" * 4000 + "</contenu-formation>"
    one = f'<formation numero="F">{junk}<action>{SESSION.format(more="")}</action></formation>'
    path.write_text(f"<lheo><offres>{one * 5000}</offres></lheo>")
    tracemalloc.start()
    count = sum(1 for _ in reading.rows(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 5000
    assert peak < 5_000_000


# Written


def _is_stored(text: str) -> bool:
    """As every text is cleaned before it is kept."""
    try:
        return clean(text, 255) == text
    except ValueError:
        return False


letters = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=20)
lines = letters.map(lambda text: " ".join(text.split())).filter(
    lambda text: _is_stored(text) and reading.plain(text) == text
)
days = st.dates(date(2026, 1, 1), date(2030, 1, 1))
hours = st.one_of(st.none(), st.integers(0, 900))
wanted = st.lists(st.sampled_from(["44028", "42028", "31639"]), unique=True)


SAID = {
    "title": lines.filter(bool),
    "objective": lines,
    "place_name": lines,
    "address": lines,
    "town": lines,
    "access": lines,
    "delivering_name": lines,
    "course_number": st.sampled_from(["F_1", "F_2"]),
    "delivery_number": st.sampled_from(["AC_1", "AC_2"]),
    "responsible_siret": st.just("99900101900010"),
    "delivering_siret": st.sampled_from(["", "99900101900010"]),
    "postcode": st.sampled_from(["", "93500"]),
    "teaching": st.sampled_from(list(codes.TEACHING)),
    "entry": st.sampled_from(list(codes.ENTRY)),
    "goal": st.sampled_from(["", *codes.GOALS]),
    "rncp": st.sampled_from(["", "RNCP37121"]),
    "rs": st.sampled_from(["", "RS6203"]),
    "formacodes": wanted,
    "romes": st.lists(st.sampled_from(["K1302", "H2913"]), unique=True),
    "funders": st.lists(st.sampled_from(list(codes.FUNDERS)), unique=True),
    "starts_on": days,
    "ends_on": st.one_of(st.none(), days),
    "capacity": st.one_of(st.none(), st.integers(0, 99)),
}
sessions = st.fixed_dictionaries(SAID | dict.fromkeys(("hours_centre", "hours_company", "hours_remote"), hours))
numbered = st.lists(sessions, max_size=4).map(
    lambda rows: [row | {"number": f"SE_{at}"} for at, row in enumerate(rows)]
)


def _read_back(path) -> list[dict]:
    """As the import reads it: every cell by its column."""
    found = []
    for cells in reading.rows(path):
        row = {"number": ""}
        for column, cell in zip(COLUMNS, cells, strict=True):
            row[column.key] = column.parse(cell) if cell else EMPTY.get(column.key)
        found.append({key: row[key] for key in ("number", *EMPTY)})
    return found


def _normal(row: dict) -> dict:
    """What the language cannot tell apart: no hours and none said, hours of a total alone."""
    row = {key: row[key] for key in ("number", *EMPTY)}
    if row["hours_remote"] and row["hours_centre"] is None:
        row["hours_centre"] = 0
    row["hours_remote"] = row["hours_remote"] or None
    return row


@given(numbered)
@settings(max_examples=60)
def test_what_is_written_reads_back_the_same(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("lheo") / "out.xml"
    path.write_bytes(writing.document(rows))
    assert _read_back(path) == [_normal(row) for row in rows]
