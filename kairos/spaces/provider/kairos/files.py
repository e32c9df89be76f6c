"""« Fichiers du catalogue »: what brings sessions, and gives them back."""

from django.http import HttpRequest, HttpResponse

from kairos.foundation import journal
from kairos.offer.catalogue.importing import kind
from kairos.offer.catalogue.importing.lheo import writing
from kairos.spaces import headers
from kairos.spaces.imports.place import Place
from kairos.spaces.provider.kairos import chrome

PLACE = Place(
    space="kairos",
    name="files",
    permission="catalogue.import",
    kinds=("sessions",),
    title="Fichiers du catalogue",
    lead="Vos formations entrent par un fichier LHÉO, CSV ou XLSX. Rien n’est écrit avant que vous ayez vu ce qui "
    "change.",
    chrome=chrome.of,
)


def export_lheo(request: HttpRequest) -> HttpResponse:
    """The catalogue of the organisation, in a file that can be sent back."""
    journal.happened(request.actor, "import_run.exported", kind="sessions, LHÉO")
    content = writing.document(kind.rows(request.actor.organisation))
    return HttpResponse(content, content_type="application/xml", headers=headers.file("catalogue.xml", saved=True))
