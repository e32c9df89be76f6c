"""The addresses of the file, before membership."""

from kairos.spaces.provider.doors import own_file
from kairos.spaces.provider.file import adding, application_urls, establishments, home, membership_urls, sheet
from kairos.spaces.routes import space

route = space("file", "compte/")
BOTH = ("GET", "POST")
READ, EDIT = "organisations.read_file", "organisations.edit_file"

urlpatterns = [
    route("", home.home, name="home", permission=READ, subject=own_file, personal_data=True),
    route("fiche/", sheet.sheet, name="sheet", permission=READ, subject=own_file, methods=BOTH, personal_data=True),
    route("fiche/etablissements/", establishments.establishments, name="establishments", permission=EDIT,
          subject=own_file, methods=BOTH),
    route("ajouter/", adding.add, name="add", permission="session.use", methods=BOTH),
    *application_urls.urlpatterns,
    *membership_urls.urlpatterns,
]  # fmt: skip
