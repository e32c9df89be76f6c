"""The addresses of the posted letters, in the operator's space."""

from kairos.identity.memberships.letters import queries
from kairos.spaces.operator import letters
from kairos.spaces.routes import space

route = space("operator", "operateur/courriers/")
HANDLE = "letters.handle"

urlpatterns = [
    route("", letters.queue, name="letters", permission=HANDLE, personal_data=True),
    route("mots-de-passe/", letters.passwords, name="letters_passwords", permission=HANDLE, personal_data=True),
    route("postes/", letters.posted, name="letters_posted", permission=HANDLE, personal_data=True),
    route("imprimer/", letters.print_, name="letters_print", permission=HANDLE, methods=("POST",), personal_data=True),
    route("poster/", letters.post, name="letters_post", permission=HANDLE, methods=("POST",), personal_data=True),
    route(
        "lots/<uuid:batch>/", letters.batch, name="letters_batch", permission=HANDLE, subject=queries.of_batch,
        personal_data=True,
    ),
    route(
        "lots/<uuid:batch>/courriers.pdf", letters.batch_pdf, name="letters_pdf", permission=HANDLE,
        subject=queries.of_batch, personal_data=True,
    ),
    route("<uuid:key>/", letters.letter, name="letter", permission=HANDLE, subject=queries.letter, personal_data=True),
    route(
        "<uuid:key>/perdu/", letters.lost, name="letter_lost", permission=HANDLE, methods=("GET", "POST"),
        subject=queries.letter, personal_data=True,
    ),
    route(
        "<uuid:key>/adresse/", letters.address, name="letter_address", permission=HANDLE, methods=("GET", "POST"),
        subject=queries.letter, personal_data=True,
    ),
    route(
        "<uuid:key>/repertoire/", letters.ask_register, name="letter_register", permission=HANDLE, methods=("POST",),
        subject=queries.letter, personal_data=True,
    ),
]  # fmt: skip
