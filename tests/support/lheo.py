"""An offer in LHÉO of any size, as national files are: long texts, elements that Kairos passes over, many sessions."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

WORDS = "Accueillir, écouter & accompagner <b>au domicile</b> ; préparer un repas ; rendre compte à l’équipe. "
HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n<lheo xmlns="http://www.lheo.org/2.2"><offres>\n'
END = b"</offres></lheo>\n"
EACH = 8
"""Sessions of a course."""
FORMATION = """<formation numero="{number}" datemaj="20260901">
<domaine-formation><code-FORMACODE ref="V14">44028</code-FORMACODE><code-ROME>K1302</code-ROME></domaine-formation>
<intitule-formation>Assistant de vie aux familles {number}</intitule-formation>
<objectif-formation>{objective}</objectif-formation>
<resultats-attendus>{long}</resultats-attendus><contenu-formation><![CDATA[<p>{cdata}</p>]]></contenu-formation>
<certifiante>1</certifiante><contact-formation><type-contact>4</type-contact></contact-formation>
<certification><code-RNCP>37715</code-RNCP></certification>
{actions}<organisme-formation-responsable><numero-activite>11750000001</numero-activite>
<SIRET-organisme-formation><SIRET>{siret}</SIRET></SIRET-organisme-formation></organisme-formation-responsable>
</formation>
"""
ACTION = """<action numero="{number}"><rythme-formation>-</rythme-formation>
<modalites-enseignement>0</modalites-enseignement>
<conditions-specifiques>{long}</conditions-specifiques>
<lieu-de-formation><coordonnees><adresse><denomination>Maison des métiers</denomination>
<ligne>12 quai de l’Ourcq</ligne><codepostal>93500</codepostal><ville>Pantin</ville>
</adresse></coordonnees></lieu-de-formation>
<modalites-entrees-sorties>0</modalites-entrees-sorties>{sessions}<nombre-heures-centre>400</nombre-heures-centre>
<nombre-heures-total>470</nombre-heures-total></action>
"""
SESSION = (
    '<session numero="{number}"><periode><debut>{first:%Y%m%d}</debut><fin>{last:%Y%m%d}</fin></periode>'
    "<adresse-inscription><adresse><ligne>12 quai de l’Ourcq</ligne></adresse></adresse-inscription></session>\n"
)


def write(path: Path, size: int, sirets: Sequence[str], first: date) -> int:
    """So many octets at most; four sessions an action, two actions a course, as many courses of each SIRET. How many
    sessions."""
    count, left = 0, size - len(HEAD) - len(END)
    with path.open("wb") as file:
        file.write(HEAD)
        while left > 0:
            courses = b"".join(_course(count + EACH * rank, siret, first).encode() for rank, siret in enumerate(sirets))
            left -= len(courses)
            if left >= 0:
                file.write(courses)
                count += EACH * len(sirets)
        file.write(END)
    return count


def _course(rank: int, siret: str, first: date) -> str:
    actions = "".join(_action(rank + 4 * place, first) for place in range(2))
    long = WORDS * 30
    return FORMATION.format(
        number=f"F_{rank}", objective=escape(WORDS * 8), long=escape(long), cdata=long, actions=actions, siret=siret
    )


def _action(rank: int, first: date) -> str:
    days = (first + timedelta(days=(rank + place) % 300) for place in range(4))
    sessions = (
        SESSION.format(number=f"SE_{rank + place}", first=day, last=day + timedelta(days=90))
        for place, day in enumerate(days)
    )
    return ACTION.format(number=f"AC_{rank}", long=escape(WORDS * 10), sessions="".join(sessions))
