"""The addresses of assiduité for the provider."""

from kairos.path.attendance import queries
from kairos.spaces.imports import addresses
from kairos.spaces.imports.place import Place
from kairos.spaces.provider.attendance import day, export, grid, home, statement, submit
from kairos.spaces.provider.kairos import chrome
from kairos.spaces.routes import space

route = space("attendance", "organisme/")
BOTH = ("GET", "POST")
CONSULT, ENTER, CORRECT = "attendance.consult", "attendance.enter", "attendance.correct"
SHEET = {"subject": queries.sheet, "personal_data": True}
ONE = {"subject": queries.statement, "personal_data": True}
MONTH, STATEMENT = "sessions/<uuid:key>/assiduite/<month:month>/", "assiduite/<uuid:key>/"
FILES = Place(
    space="attendance",
    name="files",
    permission="attendance.import",
    kinds=("attendance",),
    title="Absences par fichier",
    lead="Le fichier de votre logiciel ou de votre tableur. Rien n’est écrit avant que vous ayez vu ce qui change.",
    chrome=chrome.of,
)

urlpatterns = [
    route("assiduite/", home.home, name="home", permission=CONSULT),
    route(STATEMENT, statement.page, name="statement", permission=CONSULT, **ONE),
    route(f"{STATEMENT}corriger/", statement.asking("correct"), name="correct", permission=CORRECT, methods=BOTH,
          **ONE),
    route(f"{STATEMENT}maintenir/", statement.asking("maintain"), name="maintain", permission=CORRECT, methods=BOTH,
          **ONE),
    route("assiduite/marques/<uuid:key>/", statement.mark, name="mark", permission=ENTER, methods=BOTH,
          subject=queries.mark, personal_data=True),
    route("assiduite/marques/<uuid:key>/justificatif/", statement.proof, name="proof", permission=CONSULT,
          subject=queries.mark, personal_data=True),
    route(MONTH, grid.page, name="month", permission=CONSULT, methods=BOTH, **SHEET),
    route(f"{MONTH}rendre/", submit.page, name="submit", permission="attendance.submit", methods=BOTH, **SHEET),
    route(f"{MONTH}export.csv", export.month, name="export", permission=CONSULT, **SHEET),
    route("sessions/<uuid:key>/assiduite/<day:day>/", day.page, name="day", permission=CONSULT, methods=BOTH,
          subject=queries.sheet_of_day, personal_data=True),
    *addresses.of(route, FILES, "assiduite/fichiers/", exports=False),
]  # fmt: skip
