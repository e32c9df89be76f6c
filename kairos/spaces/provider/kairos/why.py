"""« Pourquoi ma session n’apparaît pas ? »: the answer for one number, from what is there and what files said."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from kairos.design import french
from kairos.design.page import render
from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.foundation.imports import queries as imports
from kairos.foundation.imports.models import ImportRun
from kairos.offer.catalogue import conditions, queries
from kairos.offer.catalogue import content as contents
from kairos.offer.catalogue.models import CarifLine, CatalogueLine, TrainingSession
from kairos.spaces.provider.kairos import chrome

State = TrainingSession.State


@dataclass(frozen=True, slots=True)
class Point:
    """state: ok, warn, bad or info. link: (words, address) of where to put it right."""

    state: str
    text: str
    link: tuple[str, str] | None = None


def why(request: HttpRequest) -> HttpResponse:
    number = request.GET.get("numero", "").replace("\x00", "").strip()[:25]
    points = answer(request.actor, number) if number else []
    return render(request, "kairos/why.html", chrome.of(request), number=number, points=points)


def answer(actor: Actor, number: str) -> list[Point]:
    """Six statements at most."""
    session = queries.of_number(actor, number)
    asked = session.number if session else number
    line, carif = queries.line_of(actor.scope_organisation, asked), queries.carif_line_of(asked)
    points = _of_session(session) if session else []
    points += _of_line(line) if line else []
    points += _of_carif(carif) if carif else []
    return points or [_unknown(actor, number)]


def _of_session(session: TrainingSession) -> list[Point]:
    open_it = ("Ouvrir la session", reverse("kairos:session", args=[session.pk]))
    points = []
    if session.state in queries.TO_COME:
        shown = bool(queries.is_shown([session.pk]))
        told = (
            "Elle est publiée et se trouve dans la recherche." if shown else "Elle est publiée ; la recherche l’attend."
        )
        points.append(Point("ok" if shown else "warn", told, open_it))
    elif session.state == State.DRAFT:
        points.append(Point("bad", "C’est un brouillon : seul votre organisme le voit. Publiez la session.", open_it))
        points += [Point("warn", reason.message, open_it) for reason in conditions.lacks(contents.of(session))]
    else:
        since = french.day(session.state_since.astimezone(clock.PARIS).date())
        said = f" {session.state_reason}" if session.state_reason else ""
        points.append(Point("bad", f"Elle est {session.get_state_display().lower()} depuis le {since}.{said}", open_it))
    if session.left_file_on:
        day = french.day(session.left_file_on)
        points.append(Point("warn", f"Elle n’est plus dans votre fichier depuis le {day}.", open_it))
    return points


def _of_line(line: CatalogueLine) -> list[Point]:
    day = french.day(line.at.astimezone(clock.PARIS).date())
    link = ("Voir le fichier", reverse("kairos:files_run", args=[line.run_id]))
    if line.verdict == CatalogueLine.Verdict.REFUSED:
        return [Point("bad", f"Le fichier du {day} la nommait, elle n’a pas été prise : {line.reasons}", link)]
    return [Point("ok", f"Le fichier du {day} l’a mise à jour.", link)]


def _of_carif(line: CarifLine) -> list[Point]:
    """Who may correct it is the Carif-Oref, or the organisation's own file in Kairos."""
    day = french.day(line.at.astimezone(clock.PARIS).date())
    said = f"Le fichier de Carif-Oref du {day} ({line.get_carif_display()})"
    if line.verdict != CarifLine.Verdict.REFUSED:
        return [Point("ok", f"{said} l’a mise à jour.")]
    under = f" sous le SIRET {french.siret(line.siret)}" if line.siret else ""
    return [Point("bad", f"{said} la nommait{under}, elle n’a pas été prise : {line.reasons}")]


def _unknown(actor: Actor, number: str) -> Point:
    """Neither in the catalogue nor in a file that was taken."""
    last = next(iter(imports.history(actor, ["sessions"], 1)), None)
    if last and last.state == ImportRun.State.REFUSED:
        link = ("Voir le fichier", reverse("kairos:files_run", args=[last.pk]))
        return Point("bad", f"Votre dernier fichier a été refusé en entier : {last.reason}", link)
    if last and last.state in imports.WAITING:
        link = ("Voir le fichier", reverse("kairos:files_run", args=[last.pk]))
        return Point(
            "warn", "Votre dernier fichier est vérifié ou en cours de lecture, mais il n’est pas encore pris.", link
        )
    return Point(
        "bad",
        f"Aucune session, aucune ligne de fichier ne porte le numéro « {number} ». Vérifiez-le ; si la session vient "
        "de votre Carif-Oref, envoyez son fichier, ou saisissez-la.",
        ("Saisir une session", reverse("kairos:session_new")),
    )
