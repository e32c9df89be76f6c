"""Lines of sessions into LHÉO 2.3: read again, they are the same lines.

What the language requires and Kairos does not hold is a dash, as everyone writes it. Places stand in an extra.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from kairos.offer.catalogue.content import COURSE, DELIVERY

NAMESPACE = "http://lheo.gouv.fr/2.3"
NOTHING = "-"
HEAD = f'<?xml version="1.0" encoding="UTF-8"?>\n<lheo xmlns="{NAMESPACE}">\n<offres>\n'
Row = Mapping[str, Any]


def document(rows: Iterable[Row]) -> bytes:
    """`rows`: values by the names of content.EMPTY, with `number`; those of a course or a delivery in a row."""
    courses = (_course(list(several)) for _, several in groupby(rows, _of(COURSE)))
    return (HEAD + "".join(courses) + "</offres>\n</lheo>\n").encode()


def _of(names: Iterable[str]) -> Any:
    return lambda row: [row[name] for name in names]


def _course(rows: list[Row]) -> str:
    row = rows[0]
    codes = [*_tags("code-FORMACODE", row["formacodes"]), *_tags("code-ROME", row["romes"])]
    certified = "".join((_tag("code-RNCP", row["rncp"]), _tag("code-RS", row["rs"])))
    parts = [
        _tag("domaine-formation", codes),
        _required("intitule-formation", row["title"]),
        _required("objectif-formation", row["objective"]),
        _required("resultats-attendus", ""),
        _required("contenu-formation", ""),
        _required("certifiante", "1" if certified else "0"),
        _tag("objectif-general-formation", row["goal"]),
        _tag("certification", [certified]) if certified else "",
        *(_action(list(several)) for _, several in groupby(rows, _of(DELIVERY))),
        _tag(
            "organisme-formation-responsable",
            [_tag("SIRET-organisme-formation", [_tag("SIRET", row["responsible_siret"])])],
        ),
    ]
    return _numbered("formation", row["course_number"], parts)


def _action(rows: list[Row]) -> str:
    row = rows[0]
    parts = [
        _required("rythme-formation", ""),
        _required("modalites-alternance", ""),
        _tag("modalites-enseignement", row["teaching"]),
        _required("conditions-specifiques", ""),
        _place(row),
        _tag("modalites-entrees-sorties", row["entry"]),
        *(_session(one) for one in rows),
        _tag("acces-handicapes", row["access"]),
        *_hours(row),
        _delivering(row),
        *(_tag("organisme-financeur", [_tag("code-financeur", code)]) for code in row["funders"]),
    ]
    return _numbered("action", row["delivery_number"], parts)


def _place(row: Row) -> str:
    address = [
        _tag("denomination", row["place_name"]),
        _tag("ligne", row["address"]),
        _tag("codepostal", row["postcode"]),
        _tag("ville", row["town"]),
    ]
    if not any(address):
        return ""
    return _tag("lieu-de-formation", [_tag("coordonnees", [_tag("adresse", address)])])


def _hours(row: Row) -> Iterator[str]:
    """Centre is said, if only as 0, when some hours are remote: the rest of the total is theirs."""
    centre, company, remote = (row[f"hours_{part}"] for part in ("centre", "company", "remote"))
    if remote and centre is None:
        centre = 0
    for part, hours in (("centre", centre), ("entreprise", company)):
        if hours is not None:
            yield _tag(f"nombre-heures-{part}", str(hours))
    if total := sum(hours or 0 for hours in (centre, company, remote)):
        yield _tag("nombre-heures-total", str(total))


def _delivering(row: Row) -> str:
    siret, name = row["delivering_siret"], row["delivering_name"]
    parts = [
        _tag("SIRET-formateur", [_tag("SIRET", siret)]) if siret else "",
        _tag("raison-sociale-formateur", name),
    ]
    return _tag("organisme-formateur", parts) if siret or name else ""


def _session(row: Row) -> str:
    places = "" if row["capacity"] is None else f'<extra info="nb-places">{row["capacity"]}</extra>'
    period = [_tag("debut", _day(row["starts_on"], "00000000")), _tag("fin", _day(row["ends_on"], "99999999"))]
    return _numbered("session", row["number"], [_tag("periode", period), _tag("extras", [places]) if places else ""])


def _day(day: Any, unknown: str) -> str:
    return f"{day:%Y%m%d}" if day else unknown


def _numbered(name: str, number: str, parts: Iterable[str]) -> str:
    said = f" numero={quoteattr(number)}" if number else ""
    return f"<{name}{said}>{''.join(parts)}</{name}>\n"


def _required(name: str, text: str) -> str:
    return _tag(name, text or NOTHING)


def _tags(name: str, texts: Iterable[str]) -> Iterator[str]:
    return (_tag(name, text) for text in texts)


def _tag(name: str, inside: str | Iterable[str]) -> str:
    """A text, or elements; nothing for an empty text."""
    if isinstance(inside, str):
        return f"<{name}>{escape(inside)}</{name}>" if inside else ""
    return f"<{name}>{''.join(inside)}</{name}>"
