"""Bytes on disk: whole, private, kept while somebody names them, removed after."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connections

from kairos.foundation import clock, media
from kairos.foundation.actor import system
from kairos.foundation.isolation import scope
from kairos.foundation.jobs.tasks import failing_sweeps
from kairos.foundation.uploads import orphans, storing
from kairos.foundation.uploads.examining import examine
from kairos.foundation.uploads.models import Upload
from kairos.foundation.uploads.storing import SHELF
from kairos.identity.quality import requests
from kairos.identity.quality.lifecycle import Request
from tests.support import papers
from tests.support import quality as stories


@pytest.fixture(autouse=True)
def shelf(request, settings, tmp_path):
    if "real_db" in request.fixturenames:
        request.getfixturevalue("real_db")  # it has a folder of its own, which this one replaces
    settings.KAIROS_MEDIA = tmp_path / "media"
    return settings.KAIROS_MEDIA


def files(shelf) -> list[Path]:
    return [path for path in shelf.rglob("*") if path.is_file()]


def aged(path: Path, days: int = 2) -> Path:
    before = (clock.outside() - timedelta(days=days)).timestamp()
    os.utime(path, (before, before))
    return path


def apart(function):
    """In a connection of its own."""
    try:
        return function()
    finally:
        connections.close_all()


def sweep_all() -> int:
    """Every drawer, as 256 minutes of the worker do."""
    with scope(system("uploads.orphans")):
        return sum(orphans.remove_from(drawer) for drawer in range(256))


class TestMedia:
    def test_a_file_is_written_once_and_only_for_us(self, shelf):
        sha256 = media.keep(b"one", SHELF)
        [path] = files(shelf)
        assert path == shelf / SHELF / sha256[:2] / sha256
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        written = path.stat().st_ino
        assert media.keep(b"one", SHELF) == sha256
        assert path.stat().st_ino == written
        assert media.read(sha256, SHELF) == b"one"
        assert media.read(sha256) is None, "shelves are apart"

    def test_a_write_that_fails_leaves_nothing(self, shelf, monkeypatch):
        def full(descriptor):
            raise OSError("disk full")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="disk full"):
            media.keep(b"one", SHELF)
        assert files(shelf) == []

    def test_what_is_being_written_is_not_taken_for_a_file(self, shelf):
        sha256 = media.keep(b"one", SHELF)
        (shelf / SHELF / sha256[:2] / "tmpabc").write_bytes(b"half")
        assert [path.name for path in media.drawer(int(sha256[:2], 16), SHELF)] == [sha256]


class TestOrphans:
    def test_what_a_row_names_stays(self, people, shelf):
        stories.filled(people.owner_a)
        [path] = map(aged, files(shelf))
        assert sweep_all() == 0
        assert path.exists()

    def test_what_no_row_names_goes_after_a_day(self, people, shelf):
        path = shelf / SHELF / "ab" / ("ab" * 32)
        media.keep(b"x", SHELF)
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(b"left by an act that failed")
        assert sweep_all() == 0, "a backup may still want it"
        for one in files(shelf):
            aged(one)
        assert sweep_all() == 2
        assert files(shelf) == []

    def test_what_is_taken_back_waits_a_day_too(self, people, shelf):
        draft = stories.drafted(people.owner_a)
        document = stories.join(draft, people.owner_a)
        aged(files(shelf)[0])
        stories.do(Request.detach, draft, people.owner_a, document=document.pk)
        assert sweep_all() == 0
        aged(files(shelf)[0])
        assert sweep_all() == 1

    def test_the_same_bytes_of_another_organisation_stay(self, people, shelf):
        stories.join(stories.drafted(people.owner_b), people.owner_b)
        draft = stories.drafted(people.owner_a)
        document = stories.join(draft, people.owner_a)
        assert len(files(shelf)) == 1
        stories.do(Request.detach, draft, people.owner_a, document=document.pk)
        aged(files(shelf)[0])
        assert sweep_all() == 0

    def test_bytes_about_to_be_named_are_left(self, people, shelf):
        """The row is written but not seen yet: its transaction has not ended."""
        draft = stories.drafted(people.owner_a)
        with scope(people.owner_a.actor) as who, ThreadPoolExecutor(1) as worker:
            requests.attach(draft, who, examine(papers.sent(papers.pdf())), "certificate")
            aged(files(shelf)[0])
            assert worker.submit(apart, sweep_all).result() == 0
        assert sweep_all() == 0
        assert len(files(shelf)) == 1

    def test_each_minute_looks_into_another_drawer(self, people, shelf):
        media.keep(b"one", SHELF)
        aged(files(shelf)[0])
        start = clock.now()
        for minute in range(256):
            with scope(system("uploads.orphans")):
                orphans.sweep_drawer(start + timedelta(minutes=minute))
        assert files(shelf) == []

    def test_the_worker_sweeps(self, people):
        assert failing_sweeps() == []


def test_bytes_that_are_lost_are_said_to_be(people, shelf):
    stories.filled(people.owner_a)
    with scope(people.owner_a.actor):
        upload = Upload.objects.get()
    for path in files(shelf):
        path.unlink()
    with pytest.raises(storing.Lost):
        storing.read(upload)
