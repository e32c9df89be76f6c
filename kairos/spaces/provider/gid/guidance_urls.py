"""What the organisation writes for its own people."""

from kairos.spaces.provider.doors import own_file
from kairos.spaces.provider.gid import note, own_help, procedure, team_messages
from kairos.spaces.provider.gid.space import route

READ, WRITE, ANSWER, BOTH = "guidance.read", "guidance.write", "guidance.answer", ("GET", "POST")

urlpatterns = [
    route("procedure/", procedure.home, name="procedure", permission=READ, subject=own_file, methods=BOTH),
    route("procedure/brouillon/", procedure.draft, name="procedure_draft", permission=WRITE, subject=own_file,
          methods=BOTH),
    route("procedure/<uuid:key>/", procedure.version, name="procedure_version", permission=READ,
          subject=procedure.published),
    route("procedure/<uuid:key>/pdf/", procedure.pdf, name="procedure_pdf", permission=READ,
          subject=procedure.published),
    route("note/", note.home, name="note", permission=READ, subject=own_file, methods=BOTH, personal_data=True),
    route("note/publier/", note.publish, name="note_publish", permission=WRITE, subject=own_file, methods=BOTH),
    route("note/<uuid:key>/", note.past, name="note_past", permission=READ, subject=note.one, personal_data=True),
    route("messages/", team_messages.home, name="team_messages", permission=WRITE, subject=own_file,
          personal_data=True),
    route("messages/ecrire/", team_messages.write, name="team_write", permission=WRITE, subject=own_file, methods=BOTH,
          personal_data=True),
    route("messages/<uuid:key>/", team_messages.page, name="team_message", permission=WRITE,
          subject=team_messages.message, personal_data=True),
    route("aide/", own_help.home, name="own_help", permission=READ, subject=own_file),
    route("aide/ajouter/", own_help.add, name="help_add", permission=ANSWER, subject=own_file, methods=BOTH),
    route("aide/<uuid:key>/", own_help.entry, name="help_entry", permission=ANSWER, subject=own_help.entry_of,
          methods=BOTH),
]  # fmt: skip
