"""What a first visit downloads: the page and every file it names, compressed as they travel."""

import re

from kairos.operations.bench import people
from kairos.operations.bench.calling import Application, call
from kairos.operations.bench.pages import FIRST_BYTES, Page
from kairos.operations.bench.serving import Figure

_NAMED = re.compile(rb'(?:href|src)="(/static/[^"#]+)')


def first_visit(application: Application, page: Page) -> Figure:
    """In kilobytes. The second alphabet of the typeface is asked for by the names that need it, not counted here."""
    answer = call(application, page.path(), people.cookies(page.person), compressed=False)
    files = sorted(set(_NAMED.findall(answer.body)))
    whole = call(application, page.path(), people.cookies(page.person)).bytes
    whole += sum(call(application, name.decode()).bytes for name in files)
    return Figure(f"Première visite\u00a0: {page.name}", round(whole / 1000, 1), "ko", FIRST_BYTES / 1000)
