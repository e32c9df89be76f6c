"""The addresses of signing in, and of one's own security."""

from kairos.identity.accounts.oidc_services import AGENT, FRANCECONNECT, PROCONNECT
from kairos.spaces.routes import space
from kairos.spaces.session import (
    first,
    forgotten,
    joining,
    linking,
    links,
    oidc,
    organisations,
    proving,
    security,
    signing,
)

route = space("session", "")
ALL, POST = ("GET", "POST"), ("POST",)
ANYONE, OWN = "public.read", "session.use"

urlpatterns = [
    route("connexion", signing.sign_in, name="sign_in", permission=ANYONE, methods=ALL),
    route("connexion/entree", signing.landing, name="landing", permission=ANYONE),
    route("connexion/code/", proving.code, name="code", permission=ANYONE, methods=ALL),
    route("connexion/cle/", proving.challenge, name="challenge", permission=ANYONE, methods=POST),
    route("connexion/preuve/", proving.proof, name="proof", permission=OWN, methods=ALL),
    *(
        route(f"connexion/{key}/{path}", make(key), name=f"{key}{name}", permission=ANYONE)
        for key in (AGENT, FRANCECONNECT, PROCONNECT)
        for path, make, name in (("", oidc.leaving, ""), ("retour", oidc.coming_back, "_back"))
    ),
    route("connexion/franceconnect/rattacher/", linking.link, name="link_identity", permission=ANYONE, methods=ALL),
    route("connexion/premiere/", first.begin, name="beginning", permission=ANYONE, methods=ALL),
    route("connexion/code-qr.svg", first.qr, name="qr", permission=ANYONE),
    route("portail/choisir/", organisations.choose, name="organisations", permission=OWN, methods=ALL),
    route("connexion/deconnexion/", signing.sign_out, name="sign_out", permission=ANYONE, methods=POST),
    route("connexion/mot-de-passe/", forgotten.password, name="forgotten_password", permission=ANYONE, methods=ALL),
    route(
        "connexion/mot-de-passe/<str:token>", links.new_password, name="new_password", permission=ANYONE, methods=ALL
    ),
    route("connexion/identifiant/", forgotten.identifier, name="forgotten_identifier", permission=ANYONE, methods=ALL),
    route("connexion/deverrouiller/", forgotten.unlock, name="ask_unlock", permission=ANYONE, methods=ALL),
    route("connexion/deverrouiller/<str:token>", links.unlock, name="unlock", permission=ANYONE, methods=ALL),
    route("connexion/pas-moi/<str:token>", links.not_me, name="not_me", permission=ANYONE, methods=ALL),
    route("connexion/ouvrir/<str:token>", links.open_staff, name="open_staff", permission=ANYONE, methods=ALL),
    route("rejoindre/<str:token>", joining.join, name="join", permission=ANYONE, methods=ALL),
    route("connexion/message-envoye/", forgotten.asked, name="asked", permission=ANYONE),
    route("connexion/second-facteur/", forgotten.second_factor, name="lost_factor", permission=ANYONE),
    route("connexion/fait/", forgotten.done, name="done", permission=ANYONE),
    route("compte/securite/", security.overview, name="security", permission=OWN),
    route("compte/securite/mot-de-passe/", security.password, name="password", permission=OWN, methods=ALL),
    route("compte/securite/courriel/", security.email, name="email", permission=OWN, methods=ALL),
    route(
        "compte/securite/courriel/<str:token>",
        links.confirm_email,
        name="confirm_email",
        permission=ANYONE,
        methods=ALL,
    ),
    route("compte/securite/application/", security.generator, name="generator", permission=OWN, methods=ALL),
    route(
        "compte/securite/application/retirer/",
        security.remove_generator,
        name="remove_generator",
        permission=OWN,
        methods=POST,
    ),
    route("compte/securite/cles/", security.add_key, name="add_key", permission=OWN, methods=ALL),
    route("compte/securite/cles/demande/", security.key_options, name="key_options", permission=OWN, methods=POST),
    route("compte/securite/cles/<uuid:key>/", security.key, name="key", permission=OWN, methods=ALL),
    route(
        "compte/securite/cles/<uuid:key>/retirer/",
        security.remove_key,
        name="remove_key",
        permission=OWN,
        methods=POST,
    ),
    route(
        "compte/securite/identites/<uuid:key>/retirer/",
        security.unlink,
        name="unlink_identity",
        permission=OWN,
        methods=POST,
    ),
    route("compte/securite/codes/", security.codes, name="codes", permission=OWN, methods=ALL),
    route(
        "compte/securite/sessions/<uuid:session>/",
        security.end_session,
        name="end_session",
        permission=OWN,
        methods=POST,
    ),
    route("compte/securite/sessions/", security.end_others, name="end_others", permission=OWN, methods=POST),
]
