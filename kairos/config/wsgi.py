"""The web process's entry point."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kairos.config.settings")
application = get_wsgi_application()
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 10, 50)
"""What is loaded stays, and is not looked through again: a tenth of the time of a page."""
