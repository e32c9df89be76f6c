"""Over a national volume of published sessions, every question is answered by an index or along the days."""

import json
import os
import statistics
import time
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.http import QueryDict

from kairos.foundation import clock
from kairos.foundation.actor import Actor, Audience
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.offer.catalogue import publishing
from kairos.operations.bench.offer import PUBLISHED
from kairos.spaces.published import Asked, page

ROWS = int(os.environ.get("KAIROS_PUBLISHED", "20000"))
QUESTIONS = {
    "nothing": "",
    "a common word": "q=formation",
    "a word": "q=soudure",
    "the beginning of words": "q=form bureau",
    "a number": "q=SE_4242",
    "a department": "lieu=69",
    "a town": "lieu=ville17",
    "a funder": "financeur=4",
    "all at once": "q=soudure&lieu=46&financeur=4",
    "nothing like it": "q=zoologie",
    "a later day": "q=formation&du=DAY",
}


@pytest.fixture
def published(real_db):
    with connections["owner"].cursor() as cursor:
        cursor.execute(PUBLISHED, [1, ROWS])
        cursor.execute("ANALYZE published_session")


@pytest.fixture
def reader():
    return Actor(audience=Audience.PROVIDER, user=new_id(), organisation=new_id(), rights=frozenset())


def _question(name: str) -> QueryDict:
    return QueryDict(QUESTIONS[name].replace("DAY", f"{clock.today() + timedelta(days=200):%d/%m/%Y}"))


def test_no_question_reads_the_whole_table(published, reader, statements):
    found = {}
    for name in QUESTIONS:
        with scope(reader), statements() as asked:
            asked_for = _question(name)
            page(Asked.of(asked_for), asked_for)
        [query] = [one["sql"] for one in asked.captured_queries if "published_session" in one["sql"]]
        found[name] = _scans(reader, query)
    assert [name for name, scans in found.items() if "Seq Scan" in scans] == []
    assert "published_by_words" in found["a number"]
    assert "published_by_day" in found["nothing"]


def _scans(reader: Actor, query: str) -> str:
    with scope(reader), connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {query}")
        plan = cursor.fetchone()[0]
    return json.dumps(plan)


@pytest.mark.skipif("KAIROS_PUBLISHED" not in os.environ, reason="a measure, by hand: KAIROS_PUBLISHED=100000")
def test_how_long_it_takes(published, reader, capsys):
    """Prints p50 and p95 of each question, in the database and Python, 200 times."""
    for name in QUESTIONS:
        times = []
        for _ in range(200):
            with scope(reader):
                asked = _question(name)
                start = time.perf_counter()
                page(Asked.of(asked), asked)
                times.append(1000 * (time.perf_counter() - start))
        cuts = statistics.quantiles(times, n=20)
        with capsys.disabled():
            print(f"{name:<26} p50 {cuts[9]:6.2f} ms  p95 {cuts[18]:6.2f} ms")


@pytest.mark.parametrize(
    ("words", "place", "asked"),
    [
        ("Soudure à l’arc", "", "'soudure':* & 'a':* & 'l':* & 'arc':*"),
        ("c' | !x & (y)", "", "'c':* & 'x':* & 'y':*"),
        ("", "Saint-Denis", "'lieu:saint':* & 'lieu:denis':*"),
        ("' OR 1=1 --", "", "'or':* & '11'"),
        ("20_1330305 RNCP37715", "", "'201330305' & 'rncp37715'"),
        ("%", "", ""),
    ],
)
def test_what_is_typed_is_never_read_as_a_question_language(words, place, asked):
    assert publishing.asked(words, place) == asked
