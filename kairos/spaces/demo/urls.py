"""The addresses of the demonstration; they exist on a marked database in demonstration mode alone."""

from kairos.spaces.demo import views
from kairos.spaces.routes import space

route = space("demo", "demo/")

urlpatterns = [
    route("", views.people, name="people", permission="public.read"),
    route("devenir/<str:label>", views.become, name="become", permission="public.read", methods=("POST",)),
    route("boite", views.mailbox, name="mailbox", permission="public.read"),
    route("boite.json", views.mailbox_json, name="mailbox_json", permission="public.read"),
    route("boite/<uuid:key>", views.message, name="message", permission="public.read"),
    route("boite/<uuid:key>.pdf", views.letter, name="letter", permission="public.read"),
    route("boite/<uuid:key>/<str:name>", views.attachment, name="attachment", permission="public.read"),
    route("composants", views.components, name="components", permission="public.read"),
]
