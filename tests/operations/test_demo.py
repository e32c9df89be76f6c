"""The supervisor of the demonstration refuses what cannot work, and forgets only what it made."""

import fcntl
import socket

import pytest

from kairos.operations import demo
from kairos.operations.errors import CannotRun


@pytest.mark.parametrize(("host", "family"), [("127.0.0.1", socket.AF_INET), ("::1", socket.AF_INET6)])
def test_a_taken_port_is_refused_before_anything_starts(tmp_path, host, family):
    if family == socket.AF_INET6 and not socket.has_dualstack_ipv6():
        pytest.skip("this machine has no IPv6")
    with socket.create_server((host, 0), family=family) as other:
        port = other.getsockname()[1]
        with pytest.raises(CannotRun, match=rf"port {port} est déjà pris.*PORT={port + 1}"):
            demo.open_demonstration(tmp_path, port)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_use_is_refused(tmp_path):
    with (tmp_path / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(CannotRun, match="déjà ouverte"), demo._alone_in(tmp_path):
            pass


def test_starting_afresh_removes_what_a_demonstration_made_and_nothing_else(tmp_path):
    (tmp_path / "media" / "a").mkdir(parents=True)
    (tmp_path / "accounts.json").write_text("[]")
    (tmp_path / "thèse.odt").write_text("dix ans de travail")
    demo._forget(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thèse.odt"]


def test_the_secret_is_drawn_once_and_for_its_owner_alone(tmp_path):
    path = tmp_path / "secret-key"
    first = demo._secret_key(path)
    assert len(first) >= 64
    assert demo._secret_key(path) == first
    assert path.stat().st_mode & 0o777 == 0o600
