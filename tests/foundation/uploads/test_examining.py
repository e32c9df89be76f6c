"""What a file is, from its bytes alone; what is refused, and with which sentence."""

import io

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf.generic import DictionaryObject, NameObject

from kairos.foundation import documents
from kairos.foundation.actor import system
from kairos.foundation.isolation import scope
from kairos.foundation.uploads import examining, pdf
from kairos.foundation.uploads.examining import Document, Refused, examine
from kairos.foundation.uploads.models import Upload
from kairos.foundation.uploads.settings import MEGA
from tests.identity.memberships.test_documents import IDENTIFIER
from tests.support import papers

Type, Remark = Upload.Type, Upload.Remark
WHOLE = {Type.PDF: papers.pdf(), Type.PNG: papers.png(), Type.JPEG: papers.jpeg()}
OBJECT = b"<< /S /JavaScript /JS (app.alert) >>"


def taken(content: bytes, name: str = "a.pdf") -> Document:
    return examining.examine_content(name, io.BytesIO(content), megapixels=60)


def refusal(content: bytes, name: str = "a.pdf") -> str:
    with pytest.raises(Refused) as refused:
        taken(content, name)
    return refused.value.reason


@pytest.mark.parametrize("media_type", WHOLE)
@pytest.mark.parametrize("name", ["certificat.pdf", "photo.PNG", "page.html", "x.exe", ""])
def test_the_type_is_that_of_the_bytes(media_type, name):
    document = taken(WHOLE[media_type], name)
    assert document.media_type == media_type
    assert document.name.endswith(f".{examining.ENDINGS[media_type]}")
    assert document.remarks == ()


@pytest.mark.parametrize("media_type", WHOLE)
@given(data=st.data())
def test_a_cut_file_is_refused(media_type, data):
    content = WHOLE[media_type]
    kept = data.draw(st.integers(0, len(content.rstrip()) - 1))
    assert "joignez" in refusal(content[:kept]) or "Kairos prend" in refusal(content[:kept])


@pytest.mark.parametrize("media_type", WHOLE)
def test_a_file_that_hides_an_archive_is_refused(media_type):
    refusal(WHOLE[media_type] + papers.archive())


def test_an_archive_within_a_pdf_that_ends_well_is_refused():
    inside = papers.pdf(b"<< /Length 10 >>\nstream\n" + papers.archive() + b"\nendstream")
    assert "en cache un autre" in refusal(inside)


@pytest.mark.parametrize("media_type", [Type.PNG, Type.JPEG])
def test_a_picture_followed_by_a_page_is_refused(media_type):
    assert "autre chose" in refusal(WHOLE[media_type] + b"<html><script>alert(1)</script>")


@given(st.binary(max_size=200))
def test_bytes_of_nothing_known_are_refused(content):
    assert refusal(b"\x01" + content)


@given(st.sampled_from(list(WHOLE)), st.binary(max_size=300))
def test_a_signature_alone_is_not_enough(media_type, rest):
    refusal(WHOLE[media_type][:8] + rest)


@given(st.data())
def test_a_changed_byte_of_a_png_is_seen(data):
    content = bytearray(WHOLE[Type.PNG])
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    refusal(bytes(content))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "vide"),
        (papers.archive(), "Enregistrez-le en PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9, "Enregistrez-le en PDF"),
        (b"\0\0\0\x18ftypheic" + bytes(99), "HEIC"),
        (b"GIF89a" + bytes(99), "GIF"),
        (b"MZ" + bytes(99), "programme"),
        (b"<!doctype html><script>", "ni un PDF"),
        (b"<svg onload=alert(1)>", "ni un PDF"),
        (b"junk before %PDF-1.7\n" + WHOLE[Type.PDF], "ni un PDF"),
    ],
)
def test_what_it_is_instead_is_said(content, says):
    assert says in refusal(content)


def test_a_heavy_file_is_refused_by_its_weight(db):
    file = papers.sent(papers.pdf())
    with scope(system("tests")):
        assert examine(file).media_type == Type.PDF
        file.size = 10 * MEGA + 1
        with pytest.raises(Refused, match=r"pèse 10,1 Mo. Le maximum est 10 Mo"):
            examine(file)


@pytest.mark.parametrize("make", [papers.png, papers.jpeg])
def test_a_picture_of_too_many_pixels_is_refused_without_being_drawn(make):
    assert "maximum est 60" in refusal(make(60_000, 1_001))
    assert taken(make(60_000, 1_000))


@pytest.mark.parametrize("make", [papers.png, papers.jpeg])
def test_a_picture_without_surface_is_refused(make):
    refusal(make(0, 5))


@pytest.mark.parametrize("after", [b"\0" * 40, b""])
def test_zeros_after_a_jpeg_are_let_through(after):
    assert taken(papers.jpeg() + after)


def test_a_social_security_number_in_the_name_is_refused():
    assert "sécurité sociale" in refusal(WHOLE[Type.PDF], "attestation 1 85 05 78 006 084 91.pdf")


class TestPdf:
    @pytest.mark.parametrize(
        ("made", "says"),
        [
            (b"<< /S /JavaScript /JS (x) >>", "JavaScript"),
            (b"<< /S /Java#53cript /JS (x) >>", "JavaScript"),
            (b"<< /S /#4aava#53crip#74 >>", "JavaScript"),
            (b"<< /S /Launch /F (cmd.exe) >>", "lance un programme"),
            (b"<< /Names << /EmbeddedFiles 9 0 R >> >>", "un autre fichier"),
            (b"<< /Type /EmbeddedFile >>", "un autre fichier"),
            (b"<< /Subtype /RichMedia >>", "animé"),
            (b"<< /AcroForm << /XFA [1 2] >> >>", "XFA"),
        ],
    )
    @pytest.mark.parametrize("pack", [lambda made: made, papers.object_stream])
    def test_what_is_active_is_refused(self, made, says, pack):
        assert says in refusal(papers.pdf(pack(made)))

    def test_an_object_stream_under_an_escaped_name_is_looked_into(self):
        assert "JavaScript" in refusal(papers.pdf(papers.object_stream(OBJECT, b"/Obj#53tm")))

    def test_everything_found_is_said_at_once(self):
        said = refusal(papers.pdf(OBJECT, b"<< /S /Launch >>"))
        assert "JavaScript) et une commande" in said

    @pytest.mark.parametrize("made", [b"(JavaScript expliqu\\351)", b"<< /Title (Launch) >>", b"<< /XFAbc 1 >>"])
    def test_a_word_is_not_a_name(self, made):
        assert taken(papers.pdf(made)).remarks == ()

    def test_a_protected_file_is_taken_and_said_to_be(self):
        protected = papers.pdf(papers.object_stream(b""), trailer=b"/Encrypt 4 0 R")
        assert taken(protected).remarks == (Remark.PROTECTED,)

    def test_an_object_stream_that_cannot_be_read_is_said(self):
        spoiled = papers.object_stream(b"abc").replace(b"\nstream\n", b"\nstream\n!!")
        assert taken(papers.pdf(spoiled)).remarks == (Remark.UNEXAMINED,)

    def test_a_bomb_is_not_inflated_whole(self, monkeypatch):
        monkeypatch.setattr(pdf, "MOST_INFLATED", 1000)
        one, many = papers.object_stream(bytes(5000)), [papers.object_stream(bytes(900))] * 3
        for bomb in (papers.pdf(one), papers.pdf(*many)):
            assert taken(bomb).remarks == (Remark.UNEXAMINED,)
            assert sum(len(part or b"") for part in pdf._object_streams(bomb)) == 1000

    def test_ten_million_bytes_made_to_be_slow_stay_within_bounds(self):
        """Counted in streams looked into, not in time."""
        spoiled = b"%PDF-1.7\n" + b"/ObjStm stream\n" * 600_000 + b"startxref\n0\n%%EOF"
        looked = list(pdf._object_streams(spoiled))
        assert len(looked) == pdf.MOST_STREAMS + 1

    @pytest.mark.parametrize("name", ["/JavaScript", "/Launch", "/EmbeddedFile"])
    def test_what_a_real_writer_writes(self, name):
        writer = pypdf.PdfWriter()
        writer.add_blank_page(200, 200)
        assert taken(written(writer)).media_type == Type.PDF
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject({NameObject("/S"): NameObject(name)})
        refusal(written(writer))

    def test_our_own_papers_are_taken(self):
        from kairos.identity.memberships.documents import IDENTIFIER_LETTER

        assert taken(documents.render(IDENTIFIER_LETTER, IDENTIFIER)).remarks == ()


def written(writer) -> bytes:
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()
