"""The journal, for the operator."""

from kairos.spaces.operator import journal
from kairos.spaces.routes import space

route = space("operator", "operateur/")
AUDIT = "journal.audit"

urlpatterns = [
    route("journal/", journal.page, name="journal", permission=AUDIT, personal_data=True),
    route("journal/verifier/", journal.verify, name="journal_verify", permission=AUDIT, methods=("GET", "POST")),
]  # fmt: skip
