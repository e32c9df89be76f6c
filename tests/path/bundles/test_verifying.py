"""A changed file is found, whatever was done to it; without a database."""

import io
import json
import tracemalloc
import zipfile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kairos.operations.cli import main
from kairos.path.bundles import manifest, packing, verifying
from kairos.path.bundles.packing import Part

SAID = {
    "made_at": "2026-11-28T10:00:00+00:00",
    "made_for": "Claire Moreau",
    "organisation": {"name": "Greta"},
    "session": {"number": "SE_1042"},
}
FILES = {
    "stagiaires.csv": b"Identifiant;Nom\r\n1234567A;Durand\r\n",
    "emargement/2026-09-14-matin.pdf": b"%PDF-1.7 une feuille",
    "vide.txt": b"",
    "certificats/durand-lea-0192.pdf": bytes(range(256)),
}


def packed(tmp_path, files=FILES, name="bundle.zip"):
    target = tmp_path / name
    target.unlink(missing_ok=True)
    packing.pack([Part(name, lambda one=one: one) for name, one in files.items()], SAID, target, lambda done: None)
    return target


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return packed(tmp_path_factory.mktemp("bundle")).read_bytes()


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """`written(bytes)`: where they are."""
    path = tmp_path_factory.mktemp("changed") / "bundle.zip"

    def write(content):
        path.write_bytes(content)
        return path

    return write


def faults(path, keys=frozenset()):
    return [(fault.code, fault.name) for fault in verifying.verify(path, set(keys)).faults]


def zipped(files, **info):
    """As another program would write it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", info.get("compression", zipfile.ZIP_STORED)) as archive:
        for name, content in files.items():
            archive.writestr(packing.blank(name) if "compression" not in info else name, content)
    return out.getvalue()


def members(whole):
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_what_was_written_is_whole_and_says_who_for(whole, written):
    verdict = verifying.verify(written(whole), {manifest.key()})
    assert (verdict.faults, verdict.files, verdict.known) == ([], len(FILES), True)
    assert verdict.said["made_for"] == "Claire Moreau"


def test_the_same_contents_give_the_same_bytes(whole, tmp_path):
    assert packed(tmp_path).read_bytes() == whole


@given(at=st.integers(0, 10**6), bit=st.integers(0, 7))
@example(at=0, bit=0)
@example(at=10, bit=3)
def test_any_bit_that_changed_is_found(whole, written, at, bit):
    changed = bytearray(whole)
    changed[at % len(whole)] ^= 1 << bit
    assert verifying.verify(written(bytes(changed))).faults


def test_every_byte_counts_between_the_files_too(tmp_path, written):
    """Headers, dates, table, end: of a small one, one byte in three."""
    whole, missed = packed(tmp_path, {"a": b"1"}).read_bytes(), []
    for at in range(0, len(whole), 3):
        changed = bytearray(whole)
        changed[at] ^= 0x20
        if not verifying.verify(written(bytes(changed))).faults:
            missed.append(at)
    assert missed == []


def test_a_byte_of_a_file_names_that_file(whole, written):
    for name, content in FILES.items():
        if content:
            at = whole.index(content)
            changed = bytearray(whole)
            changed[at] ^= 1
            assert ("changed", name) in faults(written(bytes(changed)))


@given(st.integers(0, 5000))
def test_a_truncated_or_longer_one_is_found(whole, written, cut):
    assert faults(written(whole[: cut % len(whole)]))
    assert faults(written(whole + b"x" * (cut % 50 + 1)))
    assert faults(written(b"x" * (cut % 50 + 1) + whole))


def test_a_missing_and_an_added_file_are_named(whole, written):
    files = members(whole)
    del files["vide.txt"]
    files["en-plus.pdf"] = b"%PDF"
    found = faults(written(zipped(files)))
    assert ("missing", "vide.txt") in found
    assert ("added", "en-plus.pdf") in found


def test_a_manifest_that_follows_the_change_lacks_its_seal(whole, written):
    files = members(whole)
    files["stagiaires.csv"] = b"Identifiant;Nom\r\n7654321B;Dupond\r\n"
    said = json.loads(files[manifest.MANIFEST])
    entries = [manifest.entry(name, content) for name, content in files.items() if not name.startswith("MANIFEST")]
    files[manifest.MANIFEST] = manifest.written(
        {k: v for k, v in said.items() if k not in ("files", "format")}, entries
    )
    assert faults(written(zipped(files))) == [("manifest", manifest.MANIFEST)]
    del files[manifest.SEAL]
    assert faults(written(zipped(files))) == [("missing", manifest.SEAL)]


def test_one_sealed_by_somebody_else_is_told_from_ours(tmp_path, settings, whole, written):
    ours = manifest.key()
    settings.SECRET_KEY = "un-tout-autre-secret-assez-long-pour-etre-accepte-9876543210"
    theirs = packed(tmp_path)
    assert faults(theirs, {ours}) == [("seal", manifest.SEAL)]
    assert verifying.verify(theirs).known is None
    settings.SECRET_KEY_FALLBACKS = ["une-clef-de-test-assez-longue-pour-etre-acceptee-0123456789"]
    assert faults(written(whole), manifest.own_keys()) == []


@pytest.mark.parametrize(
    "name", ["../dehors.txt", "/etc/passwd", "a/../../b", "C:\\x", "a\\b", "", "./a", "é.pdf", "a//b", "x" * 200]
)
def test_a_name_that_leaves_its_folder_is_refused(written, name):
    found = faults(written(zipped({"bon.txt": b"1", name: b"2"})))
    assert any(code in ("name", "truncated") for code, _ in found)


def test_bombs_are_not_inflated(written):
    found = faults(written(zipped({"zeros.bin": b"\0" * 50_000_000}, compression=zipfile.ZIP_DEFLATED)))
    assert ("compressed", "zeros.bin") in found


def test_one_that_says_a_place_twice_is_refused(written):
    """Two names for the same octets: more is announced than there is."""
    whole = bytearray(zipped({"a": b"1" * 5000, "b": b"2" * 5000}))
    second = whole.rindex(b"PK\1\2")
    whole[second + 42 : second + 46] = (0).to_bytes(4, "little")
    assert faults(written(bytes(whole)))
    twice = zipped({"a": b"1", "b": b"2"}).replace(b"b", b"a")
    assert ("twice", "a") in faults(written(twice))


@given(st.binary(max_size=200), st.booleans())
def test_whatever_is_sent_is_answered(written, content, ended):
    assert faults(written(content + (packing.END.pack(b"PK\5\6", 0, 0, 1, 1, 50, 0, 0) if ended else b"")))


def test_large_files_pass_piece_by_piece(tmp_path):
    scan = tmp_path / "scan"
    scan.write_bytes(b"s" * 12_000_000)
    target = tmp_path / "large.zip"
    tracemalloc.start()
    try:
        packing.pack([Part(f"scans/{one}.pdf", lambda: scan) for one in "abc"], SAID, target, lambda done: None)
        assert verifying.verify(target).faults == []
        assert tracemalloc.get_traced_memory()[1] < 3_000_000
    finally:
        tracemalloc.stop()


def test_the_command_says_it_in_french(whole, written, tmp_path, capsys):
    assert main(["bundle", "verify", str(written(whole))]) == 0
    assert "Dossier intact : 4 fichiers" in capsys.readouterr().out
    assert main(["bundle", "verify", str(written(whole[:-1]))]) == 1
    assert "n’est pas tel que Kairos l’a scellé" in capsys.readouterr().out
    assert main(["bundle", "verify", str(written(whole)), "--key", "0" * 64]) == 1
    assert main(["bundle", "verify", str(written(whole)), "--key", manifest.key(), "--json"]) == 0
    assert main(["bundle", "verify", str(tmp_path / "rien.zip")]) == 2
    assert main(["bundle", "verify", str(written(whole)), "--key", "abc"]) == 2
