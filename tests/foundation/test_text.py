import unicodedata
from datetime import datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.fr import nir as official_nir

from kairos.foundation.text import Unacceptable, clean, contains_nir, sort_key

ANY_TEXT = st.text()
STORABLE = st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cn", "Co", "Cs"])


class TestSortKey:
    @pytest.mark.parametrize(
        ("typed", "key"),
        [
            ("L’Œuvre de Saint-Étienne", "l oeuvre de saint etienne"),
            ("  École\u00a0du  Goût ", "ecole du gout"),
            ("Nguyễn Straße Łódź Øre Ðuro", "nguyen strasse lodz ore duro"),
            ("ﬁn № 5²", "fin no 52"),
            ("Langues & Cie", "langues cie"),
            ("Ελένη", "ελενη"),
            ("İstanbul Iğdır", "istanbul igdir"),
        ],
    )
    def test_examples(self, typed, key):
        assert sort_key(typed) == key

    @given(ANY_TEXT)
    @example("ΐ\u0345")
    @example("\u03d2\u0301")
    def test_stable_and_bare(self, text):
        key = sort_key(text)
        assert sort_key(key) == key
        assert not any(unicodedata.category(c)[0] in "MCP" for c in key)
        assert key == key.strip()
        assert "  " not in key

    @given(ANY_TEXT)
    def test_the_same_for_every_spelling_of_a_mark(self, text):
        assert sort_key(unicodedata.normalize("NFC", text)) == sort_key(unicodedata.normalize("NFD", text))

    @given(st.text(st.characters(max_codepoint=0x17F, categories=["L", "Nd", "Zs"])), st.text(max_size=5))
    def test_what_begins_a_name_begins_its_key(self, beginning, more):
        assert sort_key(f"{beginning} {more}").startswith(sort_key(beginning))

    @given(ANY_TEXT)
    def test_never_holds_what_the_database_refuses(self, text):
        sort_key(text + "\ud800\x00").encode()


class TestClean:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("  Inès\u00a0", "Inès"),
            ("E\u0301cole", "École"),
            ("\ufeffLe\u200b Go\u00adff\u2060", "Le Goff"),
            ("12\tquai", "12 quai"),
            ("a\u200db", "ab"),
            ("می\u200cخواهم", "می\u200cخواهم"),
            ("👩\u200d🏫", "👩\u200d🏫"),
            ("\u3164", ""),
            ("L’été\u202f!", "L’été\u202f!"),
        ],
    )
    def test_one_line(self, typed, kept):
        assert clean(typed, 50) == kept

    def test_several_lines(self):
        assert clean(" un \r\n\r\n deux\rtrois\u2028 ", 50, multiline=True) == "un\n\ndeux\ntrois"

    @pytest.mark.parametrize(
        ("typed", "reason"),
        [
            ("a\x00b", "U+0000"),
            ("a\x1b[31m", "U+001B"),
            ("a\uffff", "U+FFFF"),
            ("\ud83d seul", "abîmé"),
            ("facture\u202efdp.exe", "sens d’écriture"),
            ("a\u2066b", "sens d’écriture"),
            ("un\ndeux", "une seule ligne"),
            ("x" * 1201, "1\u202f201 caractères. Le maximum est 1\u202f200."),
        ],
    )
    def test_refused_with_the_reason(self, typed, reason):
        with pytest.raises(Unacceptable) as refusal:
            clean(typed, 1200)
        assert reason in refusal.value.reason

    def test_the_length_is_that_of_the_result(self):
        assert clean("   e\u0301\u0301  ", 2) == "é\u0301"

    @given(ANY_TEXT, st.booleans())
    def test_cleaning_twice_changes_nothing_and_always_encodes(self, text, multiline):
        try:
            once = clean(text, 10_000, multiline=multiline)
        except Unacceptable as refusal:
            assert refusal.reason.endswith(".")  # noqa: PT017
            return
        assert clean(once, 10_000, multiline=multiline) == once
        assert once.encode().decode() == once
        assert unicodedata.is_normalized("NFC", once)

    @given(st.text(STORABLE.filter(lambda c: c not in "\u2028\u2029\u3164\uffa0\u2800\u115f\u1160\u17b4\u17b5")))
    def test_visible_text_of_any_script_is_kept_as_it_is(self, text):
        assert clean(text, 10_000) == unicodedata.normalize("NFC", text).strip()


@st.composite
def nirs(draw, *, key=True):
    """The figures of a plausible number, by boxes."""
    boxes = [
        draw(st.sampled_from("12")),
        f"{draw(st.integers(0, 99)):02}",
        f"{draw(st.sampled_from([*range(1, 13), 20])):02}",
        draw(st.sampled_from([f"{n:02}" for n in range(1, 96)] + ["97", "99", "2A", "2B", "2a"])),
        f"{draw(st.integers(1, 990)):03}",
        f"{draw(st.integers(1, 999)):03}",
    ]
    if key:
        boxes.append(official_nir.calc_check_digits("".join(boxes).upper() + "00"))
    return boxes


GAPS = st.sampled_from(["", " ", ".", "-", "\u00a0", "\u202f", "\u2009", " - ", "–", "\u200b"])
PROSE = st.text(st.characters(categories=["Lu", "Ll", "Zs", "Po"], exclude_characters="/\u00b7"), max_size=20)


@st.composite
def sirets(draw):
    start = f"{draw(st.integers(0, 9_999_999)):08}"
    siren = start + luhn.calc_check_digit(start)
    siret = siren + "".join(draw(st.lists(st.sampled_from("0123456789"), min_size=4, max_size=4)))
    return siret + luhn.calc_check_digit(siret)


def cut(number, sizes, gap):
    parts, at = [], 0
    for size in sizes:
        parts.append(number[at : at + size])
        at += size
    return gap.join(parts)


class TestSocialSecurityNumber:
    @given(nirs(), GAPS, PROSE, PROSE)
    def test_found_with_its_key(self, boxes, gap, before, after):
        assert contains_nir(f"{before}{gap.join(boxes)}{after}")

    @given(nirs(key=False), GAPS, PROSE, PROSE)
    def test_found_without_its_key(self, boxes, gap, before, after):
        assert contains_nir(f"{before}{gap.join(boxes)}{after}")

    @given(nirs(), st.lists(st.integers(1, 5), min_size=15), GAPS)
    def test_found_with_its_key_however_it_is_cut(self, boxes, sizes, gap):
        assert contains_nir(cut("".join(boxes), sizes, gap))

    @given(nirs(), st.integers(1, 96))
    def test_a_wrong_key_is_another_number(self, boxes, shift):
        boxes[-1] = f"{(int(boxes[-1]) - 1 + shift) % 97 + 1:02}"
        assert not contains_nir("".join(boxes))

    @pytest.mark.parametrize(
        "text",
        [
            "１８５０５７８００６０８４ ９１",
            "NIR185057800608491",
            "née en 1985, 1 85 05 78 006 084 / 91.",
            "tél. 01 99 00 12 12 1 85 05 78 006 084 91",
            "N° sécu : 2.95.10.99.126.111.93",
            "253072B07300470",
            "7 85 05 78 006 084 82",
        ],
    )
    def test_found(self, text):
        assert contains_nir(text)

    @given(sirets(), st.sampled_from([(14,), (3, 3, 3, 5), (9, 5), (3, 3, 3, 2, 3)]), GAPS, PROSE)
    @example("12345678900015", (3, 3, 3, 5), " ", "")
    def test_a_siret_is_left_alone(self, siret, sizes, gap, around):
        assert not contains_nir(f"{around}{cut(siret, sizes, gap)}{around}")

    @given(st.integers(10**10, 10**11 - 1), st.sampled_from([(11,), (2, 2, 5, 2)]), GAPS)
    def test_an_activity_number_is_left_alone(self, nda, sizes, gap):
        assert not contains_nir(cut(str(nda), sizes, gap))

    @given(st.lists(st.from_regex(r"0[1-9]( [0-9]{2}){4}|\+33 [1-9]( [0-9]{2}){4}", fullmatch=True), max_size=4))
    def test_telephone_numbers_are_left_alone(self, numbers):
        assert not contains_nir(" ".join(numbers))

    @given(
        st.datetimes(min_value=datetime(1900, 1, 1)),
        st.sampled_from(["%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d %H:%M:%S", "%Y%m%d%H%M%S", "%d %m %Y"]),
    )
    def test_dates_are_left_alone(self, moment, form):
        assert not contains_nir(f"du {moment.strftime(form)} au {moment.strftime(form)}")

    @pytest.mark.parametrize(
        "text",
        [
            "999 842 117 00014 01 99 00 45 10",
            "FR76 3000 6000 0112 3456 7890 189",
            "1732274700000",
            "",
            "185147800608441",  # a right key, but month 14
            "1 85 13 78 006 084",
            "1 85 05 00 006 084",
            "1" * 5000,
        ],
    )
    def test_left_alone(self, text):
        assert not contains_nir(text)
