"""The journal of one's organisation."""

from kairos.spaces.provider.doors import own_file
from kairos.spaces.provider.gid import journal
from kairos.spaces.provider.gid.space import route

READ = "journal.read"

urlpatterns = [
    route("journal/", journal.page, name="journal", permission=READ, subject=own_file, personal_data=True),
    route("journal/verifier/", journal.verify, name="journal_verify", permission="journal.verify", subject=own_file,
          methods=("GET", "POST")),
    route("journal/export/", journal.export, name="journal_export", permission=READ, subject=own_file,
          personal_data=True),
]  # fmt: skip
