"""The bench counts, compares and tells rightly; what it measures is `test_budgets` and `make bench`."""

import http.server
import json
import os
import threading

import pytest

from kairos.operations.bench import measuring, report, traffic
from kairos.operations.bench.calling import Statements
from kairos.operations.bench.measuring import Measure
from kairos.operations.bench.pages import Page
from kairos.operations.bench.serving import Figure
from kairos.operations.bench.traffic import Load, run

PAGE = Page("File", "operator:queue", "", lambda: "/", budget_ms=20.0)


def measured(**changed):
    values = {"name": "File", "route": "operator:queue", "statements": 5, "p50_ms": 9.0, "p95_ms": 19.0}
    return Measure(**values | {"bytes": 5_000, "budget_ms": 20.0} | changed)


@pytest.mark.parametrize(("p95", "missed"), [(19.0, 0), (26.0, 0), (26.1, 1)])
def test_a_time_is_missed_beyond_thirty_percent(p95, missed):
    assert len(measuring.over_time(measured(p95_ms=p95))) == missed


@pytest.mark.parametrize(("frame", "page", "missed"), [(4, 8, 0), (4, 9, 1), (5, 8, 1), (5, 9, 2)])
def test_a_statement_too_many_is_missed_at_all(frame, page, missed):
    assert len(measuring.over_statements(PAGE, Statements(["f"] * frame, ["p"] * page))) == missed


def test_the_frame_ends_with_the_statement_that_says_who_asks():
    found = Statements()
    for sql in ("SELECT 1", "SELECT f.* FROM kairos_frame(%s) AS f", "SELECT 2", "SELECT 3"):
        found._add(lambda *_: None, sql, (), False, {})
    assert (len(found.frame), len(found.page)) == (2, 2)


def test_a_heavy_page_is_told():
    assert measuring.too_heavy(measured(bytes=10_000)) == []
    assert "10001 octets" in measuring.too_heavy(measured(bytes=10_001))[0]


@pytest.mark.parametrize(
    ("figure", "missed"),
    [
        (Figure("Attente", 26.0, "ms", 20.0), False),
        (Figure("Attente", 26.5, "ms", 20.0), True),
        (Figure("Débit", 350.0, "pages/s", 450.0, most=False), False),
        (Figure("Débit", 340.0, "pages/s", 450.0, most=False), True),
    ],
)
def test_a_figure_has_a_ceiling_or_a_floor(figure, missed):
    assert figure.missed is missed


def test_the_files_have_the_agreed_shape(tmp_path):
    report.write(tmp_path, [measured()], [Figure("Prêt", 0.8, "s", 1.0)])
    [page] = json.loads((tmp_path / "latest.json").read_text())
    assert set(page) == {"name", "route", "statements", "p50_ms", "p95_ms", "bytes", "budget_ms"}
    [figure] = json.loads((tmp_path / "around.json").read_text())
    assert set(figure) == {"name", "value", "unit", "budget"}


class Answering(http.server.BaseHTTPRequestHandler):
    """Says 200, and 503 every fifth time, in two parts; notes what it was asked."""

    protocol_version = "HTTP/1.1"
    asked = []

    def do_GET(self):
        self.asked.append((self.path, self.headers["X-Mark"]))
        self.send_response(503 if len(self.asked) % 5 == 0 else 200)
        self.send_header("Content-Length", "6")
        self.end_headers()
        self.wfile.write(b"abc")
        self.wfile.flush()
        self.wfile.write(b"def")

    def log_message(self, *_):
        pass


@pytest.fixture
def port():
    Answering.asked = []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def test_the_client_sends_what_it_is_told_and_counts_what_it_gets(port):
    outcome = run(Load(port, "/liste", {"Host": "x", "X-Mark": "m"}, connections=3, requests=50, seconds=20))
    assert 50 <= len(outcome.times) <= 52
    assert all(time > 0 for time in outcome.times)
    assert outcome.wrong in (10, 11)
    assert set(Answering.asked) == {("/liste", "m")}


def test_connections_are_shared_out_among_processes(monkeypatch, port):
    """Of four that the kernel gives, three to the first process: each keeps one, the others are closed."""
    owners = iter([7, 7, 7, 8])
    monkeypatch.setattr(traffic, "_owner", lambda connection, processes: next(owners))
    kept = traffic._open(Load(port, "/", {}, connections=2, requests=1, seconds=1, processes=(7, 8)))
    assert len(kept) == 2
    assert list(owners) == []
    for one in kept:
        one.socket.close()


def test_a_connection_is_of_the_process_that_took_it(port):
    made = traffic._connected(port)
    assert traffic._owner(made, (os.getpid(),)) == os.getpid()
    assert traffic._owner(made, ()) == 0
    made.socket.close()


def test_the_client_ends_in_time(port):
    assert run(Load(port, "/", {"Host": "x"}, connections=1, requests=10**9, seconds=0.2)).seconds < 5
