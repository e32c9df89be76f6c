"""Every page of the bench's table keeps to its number of statements, in front of a volume where a loop would show."""

from kairos.operations.bench import filling, measuring
from kairos.operations.bench.pages import PAGES
from kairos.operations.bench.volume import Volume

A_FEW_PAGES = Volume(
    organisations=120, open_requests=60, decided=50, readings=200, messages=200, published=200, slots=200
)


def test_every_page_keeps_to_its_statements(real_db):
    from kairos.config.wsgi import application

    filling.fill(A_FEW_PAGES)
    over = []
    for page in PAGES:
        found, _ = measuring.count(application, page)
        over += [f"{sentence}\n{_listed(found.page)}" for sentence in measuring.over_statements(page, found)]
    assert not over, "\n".join(over)


def test_a_name_stands_for_one_page():
    assert len({page.name for page in PAGES}) == len(PAGES)


def _listed(statements):
    return "\n".join(f"    {' '.join(statement.split())[:160]}" for statement in statements)
