"""What people type: made clean, made comparable, and searched for the number nobody may give us."""

import re
import unicodedata

from stdnum.fr import nir

#: Letters that carry a stroke or are fused: Unicode gives them no decomposition.
_UNDECOMPOSED = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŧ": "t", "þ": "th", "ı": "i"}
)
_JOINERS = "\u200c\u200d"
#: Characters that show nothing: soft hyphen, zero-width space, marks of direction, fillers, tags…
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2060-\u2064\u206a-\u206f"
    "\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
    # Joiners shape Persian, Indic and emoji sequences; beside a Latin letter they only hide.
    f"|(?<![^\\x00-\u024f])[{_JOINERS}]|[{_JOINERS}](?![^\\x00-\u024f])"
)
_BIDI_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")


class Unacceptable(ValueError):
    """A text that cannot be kept. `reason` is a French sentence to show beside its field."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


def sort_key(text: str) -> str:
    """The form under which a name is ordered (`COLLATE "C"`), paged by key and searched by prefix.

    Lower-case letters and figures without marks, ligatures opened, everything that is neither letter,
    figure nor symbol turned into single spaces: « L’Œuvre de Saint-Étienne » → `l oeuvre de saint etienne`.
    Applied twice it changes nothing. Meant for names and labels, not for e-mail addresses.
    """
    folded = text.casefold().translate(_UNDECOMPOSED)
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", folded).casefold())
    return " ".join(folded.translate(_UNDECOMPOSED).translate(_KEPT).split())


class _Kept(dict[int, str]):
    """What becomes of each character, found once for those in use."""

    def __missing__(self, code: int) -> str:
        kept = _kept(chr(code))
        if len(self) < 4096:
            self[code] = kept
        return kept


_KEPT = _Kept()


def _kept(character: str) -> str:
    match unicodedata.category(character)[0]:
        case "L" | "N" | "S":
            return character
        case "M" | "C" if not character.isspace():
            return ""
        case _:
            return " "


def clean(text: str, max_length: int, *, multiline: bool = False) -> str:
    """The text as it is stored: NFC, trimmed, line ends as `\\n`, tabs as spaces, nothing invisible.

    `max_length` counts characters of the result, as a PostgreSQL varchar does. Raises `Unacceptable` for
    a lone surrogate, a control character (NUL included), a change of writing direction, several lines
    where one is expected, or a text too long. Nothing is ever cut in silence.
    """
    text = text.strip() if text.isascii() and text.isprintable() else _cleaned(text)
    if not multiline and "\n" in text:
        raise Unacceptable("Écrivez ce texte sur une seule ligne.")
    if len(text) > max_length:
        found, most = _thousands(len(text)), _thousands(max_length)
        raise Unacceptable(f"Ce texte compte {found} caractères. Le maximum est {most}.")
    return text


def _cleaned(text: str) -> str:
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    _refuse_unstorable(text)
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return "\n".join(line.strip() for line in text.split("\n")).strip()


def _refuse_unstorable(text: str) -> None:
    if _SURROGATES.search(text):
        raise Unacceptable("Ce texte contient un caractère abîmé. Tapez-le au lieu de le coller.")
    if control := _CONTROLS.search(text):
        code = f"U+{ord(control[0]):04X}"
        raise Unacceptable(f"Ce texte contient un caractère de commande ({code}). Retapez-le au lieu de le coller.")
    if _BIDI_OVERRIDES.search(text):
        raise Unacceptable(
            "Ce texte contient un caractère invisible qui change le sens d’écriture. Retapez-le au lieu de le coller."
        )


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")


#: The sentence to show when `contains_nir` answers yes.
NIR_REFUSED = (
    "Ce texte semble contenir un numéro de sécurité sociale. Kairos n’a pas le droit de le recevoir\u00a0: effacez-le."
)

_GAP = r"[\s._\u00b7\u2010-\u2015-]{0,3}"
#: Sex (3, 4, 7 and 8 while waiting for a number), year, month (20 and above: unknown), department, commune,
#: order. Source: INSEE, répertoire national d’identification des personnes physiques.
_SEX, _YEAR, _MONTH = "[1-478]", "[0-9]{2}", "(?:0[1-9]|1[0-2]|[23][0-9]|4[0-2]|[5-9][0-9])"
_DEPARTMENT, _NOT_ZERO = "(?:0[1-9]|[1-9][0-9]|2[ab])", "(?!000)[0-9]{3}"
_REST = (_DEPARTMENT, _NOT_ZERO, _NOT_ZERO)
_SHAPE = re.compile("".join((_SEX, _YEAR, _MONTH, *_REST)) + "[0-9]{2}")
#: Without its key, only a final sex code and a real month (or 20) make the number plausible.
_WITHOUT_KEY = re.compile(
    rf"(?<![0-9]){_GAP.join(('[12]', _YEAR, '(?:0[1-9]|1[0-2]|20)', *_REST))}(?!{_GAP}[0-9])(?!/[0-9])"
)
#: With its key, gaps where the printed form has its boxes; figures may stand on both sides of a gap.
_IN_BOXES = re.compile(rf"(?<![0-9])(?=({_GAP.join((_SEX, _YEAR, _MONTH, *_REST))}{_GAP}/?{_GAP}[0-9]{{2}})(?![0-9]))")
#: With its key, cut anywhere (« 1850 5780 0608 436 »), when no other figure stands beside it.
_CUT_ANYWHERE = re.compile(
    rf"(?<![0-9])(?<![0-9][\s.-])({_SEX}(?:{_GAP}[0-9]){{5}}{_GAP}[0-9ab](?:{_GAP}[0-9]){{8}})(?!{_GAP}[0-9])"
)


def contains_nir(text: str) -> bool:
    """Whether a French social security number (NIR) stands somewhere in the text.

    Fifteen characters count when their key is right, thirteen when nothing follows and sex, month and
    department are plausible; Corsica's 2A and 2B, spaces, dots and dashes are understood. SIRET, NDA,
    telephone numbers and dates are left alone. Only bodies named by décret n° 2019-341 may process it.
    """
    text = _ascii_figures(text)
    if _WITHOUT_KEY.search(text):
        return True
    return any(_is_nir(found[1]) for form in (_IN_BOXES, _CUT_ANYWHERE) for found in form.finditer(text))


def _ascii_figures(text: str) -> str:
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).lower()
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def _is_nir(candidate: str) -> bool:
    number = re.sub("[^0-9ab]", "", candidate)
    return bool(_SHAPE.fullmatch(number)) and nir.is_valid(number)
