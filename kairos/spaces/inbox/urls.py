"""The addresses of « Mes messages »."""

from kairos.foundation.messages import inbox
from kairos.spaces.inbox import views
from kairos.spaces.routes import space

route = space("inbox", "compte/messages/")
MINE = "session.use"

urlpatterns = [
    route("", views.messages, name="messages", permission=MINE, methods=("GET", "POST")),
    route("<uuid:key>/", views.message, name="message", permission=MINE, subject=inbox.message),
]
