"""The largest file of a Carif-Oref, on the command line: read piece by piece; beyond the limit, not read at all."""

import json
import os
import re
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from kairos.foundation import clock
from kairos.foundation.imports import runs
from kairos.identity.organisations.models import Establishment, Organisation
from kairos.offer.catalogue import settings
from kairos.offer.catalogue.models import TrainingSession
from kairos.operations import cli
from tests.support import catalogue, lheo, plugin

SIRET, NOBODY = "73282932000074", "99900121700010"
MEGA = int(os.environ.get("KAIROS_LHEO_MB", "3"))
"""Of the file: 300, the largest one, by hand."""
MOST_MEMORY = 220
"""Megabytes of the process, whatever the size of the file: half of it is there before the first line."""
PROGRAM = """
import pathlib, sys
from kairos.operations import cli
code = cli.main(sys.argv[1:])
print(pathlib.Path("/proc/self/status").read_text(), file=sys.stderr)
sys.exit(code)
"""
"""Says itself what it took: what the system counts of a child begins with the memory of who started it."""


@pytest.fixture
def member(people):
    own = people.organisation_b
    Organisation.objects.using("owner").filter(pk=own.pk).update(siren=SIRET[:9], member_since=clock.today())
    Establishment(organisation=own, siret=SIRET, **catalogue.PLACE).save(using="owner")


def test_a_large_offer_is_read_piece_by_piece(member, real_db, tmp_path, capsys):
    """Half of its sessions go to nobody, as in a national file."""
    file = tmp_path / "offre.xml"
    count = lheo.write(file, MEGA * 1_000_000, [SIRET, NOBODY], clock.today() + timedelta(days=30))
    for expected in ("new", "unchanged"):
        code, told, peak, seconds = _imported(real_db, file)
        assert (code, told[expected], told["refused"]) == (1, count // 2, count - count // 2)
        assert peak < MOST_MEMORY
        if "KAIROS_LHEO_MB" in os.environ:
            with capsys.disabled():
                size = file.stat().st_size / 1e6
                print(f"{size:.0f} MB, {count} sessions, {expected}: {seconds:.0f} s, {peak} MB at most")
    assert TrainingSession.objects.using("owner").filter(state="published").count() == count // 2


def _imported(database: str, file: Path) -> tuple[int, dict, int, float]:
    """How it ended, what it told, megabytes at most of its process, seconds."""
    command = [sys.executable, "-c", PROGRAM, "catalogue", "import", str(file), "--publish", "--json"]
    environment, began = os.environ | plugin.environment(database), time.perf_counter()
    done = subprocess.run(command, env=environment, cwd=plugin.ROOT, capture_output=True, text=True, check=False)
    peak = int(re.search(r"VmHWM:\s+(\d+) kB", done.stderr)[1]) // 1024
    return done.returncode, json.loads(done.stdout), peak, time.perf_counter() - began


def test_beyond_the_limit_it_is_refused_without_being_read(real_db, tmp_path, capsys, monkeypatch):
    file, most = tmp_path / "offre.xml", settings.CARIF_LARGEST.first * 1_000_000
    with file.open("wb") as sparse:
        sparse.truncate(most + 1)
    monkeypatch.setattr(runs, "_copied", None)
    assert cli.main(["catalogue", "import", str(file)]) == 2
    assert "Ce fichier pèse 300,1 Mo. Le maximum est 300 Mo." in capsys.readouterr().err
