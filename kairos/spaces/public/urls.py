"""The addresses of a visitor."""

from kairos.spaces.public import activation, machines, opening, pages, verifying
from kairos.spaces.routes import space

route = space("public", "")
BOTH = ("GET", "POST")

urlpatterns = [
    route("", pages.home, name="home", permission="public.read"),
    route("aide/", pages.help_, name="help", permission="public.read"),
    route("conditions/", pages.terms, name="terms", permission="public.read"),
    route("donnees-personnelles/", pages.privacy, name="privacy", permission="public.read"),
    route("accessibilite/", pages.accessibility, name="accessibility", permission="public.read"),
    route("nouveautes/", pages.news, name="news", permission="public.read"),
    route("robots.txt", machines.robots, name="robots", permission="public.read"),
    route(".well-known/security.txt", machines.security, name="security", permission="public.read"),
    route("verifier/", verifying.asked, name="verifying", permission="public.read", methods=BOTH),
    route("verifier/<str:code>", verifying.answered, name="verified", permission="public.read"),
    route("compte/creer/", opening.opening, name="opening", permission="accounts.open", methods=BOTH),
    route("compte/cree/", opening.opened, name="opened", permission="public.read"),
    route("compte/renvoyer/", activation.link, name="link", permission="accounts.open", methods=BOTH),
    route("compte/activer/<str:token>", activation.activate, name="activate", permission="accounts.activate",
          methods=BOTH),
    route("compte/active/", activation.activated, name="activated", permission="public.read"),
]  # fmt: skip
