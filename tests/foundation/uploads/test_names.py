"""What a hostile name becomes."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kairos.foundation.uploads.names import LONGEST, shown

ENDINGS = st.sampled_from(["pdf", "png", "jpg"])


@pytest.mark.parametrize(
    ("raw", "ending", "expected"),
    [
        ("certificat.pdf", "pdf", "certificat.pdf"),
        ("Certificat Qualiopi — 2026.PDF", "pdf", "Certificat Qualiopi — 2026.pdf"),
        ("photo.JPEG", "jpg", "photo.jpg"),
        ("facture.pdf.exe", "pdf", "facture.pdf.exe.pdf"),
        ("certificat.pdf", "jpg", "certificat.pdf.jpg"),
        (r"C:\fakepath\Certificat.pdf", "pdf", "Certificat.pdf"),
        ("../../etc/passwd", "pdf", "passwd.pdf"),
        ("..", "pdf", "document.pdf"),
        (".pdf", "pdf", "document.pdf"),
        (".htaccess", "png", "htaccess.png"),
        ("", "pdf", "document.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "pdf", "a Set-Cookie x=1.pdf"),
        ("gpj.\u202efdp.exe", "pdf", "gpj. fdp.exe.pdf"),
        ("a\0b.pdf", "pdf", "a b.pdf"),
        ("e\u0301cole.pdf", "pdf", "école.pdf"),
        ("証明書.pdf", "pdf", "証明書.pdf"),
        ("x" * 500 + ".pdf", "pdf", "x" * (LONGEST - 4) + ".pdf"),
        ('"><script>.pdf', "pdf", "script.pdf"),
    ],
)
def test_a_name_is_cleaned(raw, ending, expected):
    assert shown(raw, ending) == expected


@given(st.text(), ENDINGS)
@example("\ud800.pdf", "pdf")
@example(". . .pdf. .pdf", "pdf")
def test_whatever_is_sent(raw, ending):
    name = shown(raw, ending)
    assert 4 < len(name) <= LONGEST
    assert name.endswith(f".{ending}")
    assert name.isprintable()
    assert not name.startswith((".", " "))
    assert not set(name) & set('/\\<>:"|?*\r\n\0')
    assert shown(name, ending) == name
    name.encode()
