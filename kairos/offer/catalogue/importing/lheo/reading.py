"""LHÉO 2.2 and 2.3 into lines of sessions, one element after the other: what real files carry is understood.

HTML inside texts becomes text; dashes, « néant » and empty elements say nothing; dates are AAAAMMJJ, 00000000 and
99999999 none. Namespaces are not looked at. What stands between the elements we know is dropped as it comes, so that
a file never grows in memory beyond one course.
"""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, iterparse

from kairos.foundation.imports.reading.forms import Unreadable
from kairos.foundation.imports.reading.trees import Tree, declare, opening, unreadable
from kairos.foundation.text import sort_key
from kairos.offer.catalogue.importing.columns import COLUMNS, HEADINGS
from kairos.offer.catalogue.importing.lheo import LHEO

CONTAINERS = frozenset({
    "lheo", "lheo-plus", "offres", "formation", "action", "session", "periode", "domaine-formation", "certification",
    "lieu-de-formation", "coordonnees", "adresse", "organisme-formation-responsable", "SIRET-organisme-formation",
    "organisme-formateur", "SIRET-formateur", "organisme-financeur", "cycle", "extras",
})  # fmt: skip
TEXTS = frozenset({
    "intitule-formation", "objectif-formation", "objectif-general-formation", "code-FORMACODE", "code-ROME",
    "code-RNCP", "code-RS", "modalites-alternance", "modalites-enseignement", "modalites-entrees-sorties",
    "acces-handicapes", "nombre-heures-centre", "nombre-heures-entreprise", "nombre-heures-total", "code-financeur",
    "debut", "fin", "denomination", "ligne", "codepostal", "ville", "SIRET", "raison-sociale-formateur",
    "type-cycle", "extra",
})  # fmt: skip
KNOWN = CONTAINERS | TEXTS
DEEPEST, MOST_BETWEEN, MOST_SESSIONS = 40, 20_000, 50_000
"""Elements in one another, between two sessions, sessions of a course: beyond, it is no offer but an attack."""
PARTS = ("session", "action", "formation")
NOTHING = re.compile(r"[-–—_.\s]*|n[ée]ant|sans objet|non renseign[ée]e?|n/?a|null", re.IGNORECASE)
_BREAK = re.compile(r"</(?:p|div|li|h[1-6]|tr)\s*>|<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<(?:!--.*?--|/?[a-zA-Z][^<>]*)>", re.DOTALL)
YES = {"1", "oui", "true", "vrai"}
APPRENTICES = {"apprentissage", "contrat d apprentissage", "en apprentissage", "par apprentissage"}
PLACES = "nb places"
"""The extra of a session that says its places: the language has an element for financed places alone."""
Row = dict[str, str]


def rows(path: Path) -> Iterator[list[str]]:
    """The cells of each session. Raises Unreadable."""
    opening(path)
    try:
        for row in _Walk(path).rows():
            yield [row.get(column.key, "") for column in COLUMNS]
    except (ParseError, ValueError, LookupError) as error:
        raise unreadable(error) from None


class _Walk:
    """Keeps the sessions of an action until it ends, the actions of a course until it ends: what is said of both may
    come after them."""

    def __init__(self, path: Path):
        self.path = path
        self.stack: list[Element] = []
        self.names: list[str] = []
        self.known: dict[str, str] = {}
        self.between = 0
        self.sessions: list[Row] = []
        self.actions: list[tuple[Row, list[Row]]] = []

    def rows(self) -> Iterator[Row]:
        with self.path.open("rb") as file:
            for event, element in iterparse(file, events=("start", "end")):
                if event == "start":
                    self._open(element)
                    continue
                if (name := self.names.pop()) == "formation":
                    yield from self._course(element)
                self._close(name, element)

    def _open(self, element: Element) -> None:
        name = self.known.get(element.tag)
        if name is None:
            name = self.known[element.tag] = element.tag.rpartition("}")[2]
        self.between = 0 if name in PARTS else self.between + 1
        if len(self.stack) >= DEEPEST or self.between > MOST_BETWEEN or len(self.sessions) > MOST_SESSIONS:
            raise Unreadable("Ce fichier XML emboîte ou répète trop d’éléments : ce n’est pas une offre LHÉO.")
        element.tag = name
        self.stack.append(element)
        self.names.append(name)

    def _close(self, name: str, element: Element) -> None:
        self.stack.pop()
        parent = self.stack[-1] if self.stack else None
        if name == "session":
            self.sessions.append(_session(element))
        elif name == "action":
            self.actions.append((_action(element), self.sessions))
            self.sessions = []
        if parent is None or parent.tag not in CONTAINERS:
            return
        if name in PARTS or name not in KNOWN:
            parent.remove(element)

    def _course(self, element: Element) -> Iterator[Row]:
        course = _course(element)
        for action, sessions in self.actions:
            for session in sessions:
                row = {**course, **action, **session}
                if any(part["apprenticeship"] for part in (course, action, session)):
                    row["apprenticeship"] = "oui"
                yield row
        self.actions = []


def _course(element: Element) -> Row:
    domain, certifications = element.find("domaine-formation"), element.findall("certification")
    return {
        "course_number": _number(element),
        "title": _line(element, "intitule-formation"),
        "objective": _text(element, "objectif-formation"),
        "goal": _line(element, "objectif-general-formation"),
        "formacodes": ", ".join(_all(domain, "code-FORMACODE")),
        "romes": ", ".join(_all(domain, "code-ROME")),
        "rncp": next((code for one in certifications if (code := _line(one, "code-RNCP"))), ""),
        "rs": next((code for one in certifications if (code := _line(one, "code-RS"))), ""),
        "responsible_siret": _line(element, "organisme-formation-responsable/SIRET-organisme-formation/SIRET"),
        "apprenticeship": _flag(element),
    }


def _action(element: Element) -> Row:
    place = element.find("lieu-de-formation/coordonnees/adresse")
    teaching = _line(element, "modalites-enseignement")
    funders = [_line(one, "code-financeur") for one in element.findall("organisme-financeur")]
    return {
        "delivery_number": _number(element),
        "delivering_siret": _line(element, "organisme-formateur/SIRET-formateur/SIRET"),
        "delivering_name": _line(element, "organisme-formateur/raison-sociale-formateur"),
        "place_name": _line(place, "denomination"),
        "address": ", ".join(_all(place, "ligne")),
        "postcode": _line(place, "codepostal"),
        "town": _line(place, "ville"),
        "teaching": teaching,
        "entry": _line(element, "modalites-entrees-sorties"),
        "funders": ", ".join(filter(None, funders)),
        "access": _line(element, "acces-handicapes"),
        "apprenticeship": _flag(element),
        **_hours(element, teaching),
    }


def _hours(element: Element, teaching: str) -> Row:
    """What the total has beyond centre and company is remote; a total alone is in centre, unless all is remote."""
    centre, company, total = (_line(element, f"nombre-heures-{part}") for part in ("centre", "entreprise", "total"))
    said = {"hours_centre": centre, "hours_company": company}
    if not all(one.isdecimal() or not one for one in (centre, company, total)):
        return {**said, "hours_centre": centre or total}
    beyond = int(total or 0) - int(centre or 0) - int(company or 0)
    if beyond > 0:
        key = "hours_remote" if centre or teaching == "2" else "hours_centre"
        said[key] = str(beyond)
    return said


def _session(element: Element) -> Row:
    """A cycle is of initial training or of an apprenticeship, says the language."""
    return {
        "number": _number(element),
        "starts_on": _day(_line(element, "periode/debut")),
        "ends_on": _day(_line(element, "periode/fin")),
        "capacity": next(_extras(element, PLACES), ""),
        "apprenticeship": "oui" if element.find("cycle/type-cycle") is not None else _flag(element),
    }


def _number(element: Element) -> str:
    return plain(element.get("numero") or element.get("id") or "")


def _flag(element: Element) -> str:
    """An extra that says so, or an alternation that is nothing else."""
    if any(said.lower() in YES for said in _extras(element, "apprentissage")):
        return "oui"
    return "oui" if sort_key(_line(element, "modalites-alternance")) in APPRENTICES else ""


def _extras(element: Element, word: str) -> Iterator[str]:
    """What the extras with this word in their name say."""
    for extra in element.iterfind("extras/extra"):
        if word in sort_key(extra.get("info") or ""):
            yield plain(_joined(extra))


def _day(text: str) -> str:
    if text in ("00000000", "99999999"):
        return ""
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if re.fullmatch("[0-9]{8}", text) else text


def _joined(element: Element | None) -> str:
    return "" if element is None else "".join(element.itertext())


def _line(element: Element | None, path: str) -> str:
    """On one line."""
    return " ".join(_text(element, path).split())


def _text(element: Element | None, path: str) -> str:
    return "" if element is None else plain(_joined(element.find(path)))


def _all(element: Element | None, name: str) -> list[str]:
    found = [] if element is None else element.findall(name)
    return [text for one in found if (text := " ".join(plain(_joined(one)).split()))]


def plain(text: str) -> str:
    """Without tags and entities; nothing for what stands for nothing."""
    if "<" in text or "&" in text:
        text = _TAG.sub(" ", _BREAK.sub("\n", html.unescape(text)))
        text = html.unescape(text)
        text = "\n".join(" ".join(line.split()) for line in text.split("\n"))
    text = re.sub(r"\n{3,}", "\n\n", text).strip()
    return "" if NOTHING.fullmatch(text) else text


TREE = declare(Tree(LHEO, "LHÉO", frozenset({"lheo", "lheo-plus", "offres"}), HEADINGS, rows))
