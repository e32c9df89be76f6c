"""The web process's entry point: the whole application, loaded at once."""

import gc
import os

from django.core.wsgi import get_wsgi_application

gc.disable()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kairos.config.settings")
application = get_wsgi_application()

from kairos.config import urls  # noqa: E402, F401

gc.freeze()
gc.set_threshold(20_000, 10, 50)
gc.enable()
"""What is loaded stays, and is not looked through again: a tenth of the time of a page. Its marks would also copy the
memory that forked workers share."""
