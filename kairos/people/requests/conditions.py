"""What must hold before something is asked, or answered."""

from collections.abc import Iterator, Mapping
from typing import Any

from kairos.foundation.actor import Actor
from kairos.foundation.guards import Reason
from kairos.foundation.text import NIR_REFUSED, contains_nir
from kairos.identity.habilitations.guards import given
from kairos.people.requests import rules
from kairos.people.requests.models import LONGEST, LONGEST_WANTED, DataRequest

Details = Mapping[str, Any]
has_a_reason = given("answer", "Dites pourquoi : la personne le lira, et peut saisir la CNIL.")


def says_what_it_asks(row: DataRequest, actor: Actor, details: Details) -> Iterator[Reason]:
    if details["about"] not in dict(rules.ABOUT.get(details["kind"], ())):
        yield Reason("Choisissez ce dont il s’agit.", field="about")
    correction = details["kind"] == rules.CORRECTION
    if correction and not details["wanted"].strip():
        yield Reason("Écrivez ce qui est juste.", field="wanted")
    if not correction and not details["word"].strip():
        yield Reason("Dites pourquoi, en quelques mots.", field="word")
    yield from _fits("wanted", details["wanted"], LONGEST_WANTED)
    yield from _fits("word", details["word"], LONGEST)


def is_plain(row: DataRequest, actor: Actor, details: Details) -> Iterator[Reason]:
    yield from _fits("answer", details["answer"], LONGEST)


def _fits(field: str, text: str, longest: int) -> Iterator[Reason]:
    if len(text) > longest:
        yield Reason(f"Ce texte est trop long : {longest} caractères au plus.", field=field)
    if contains_nir(text):
        yield Reason(NIR_REFUSED, field=field)


def is_not_waiting_already(row: DataRequest, actor: Actor, details: Details) -> Iterator[Reason]:
    same = DataRequest.objects.filter(person=row.person_id, kind=details["kind"], about=details["about"])
    if same.filter(state=DataRequest.State.ASKED).exists():
        yield Reason(
            "Vous avez déjà demandé cela : la réponse viendra. Retirez cette demande pour la faire autrement.",
            field="about",
        )
