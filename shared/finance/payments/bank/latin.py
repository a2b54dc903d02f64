"""Text in the characters that every bank takes (EPC217-08): bare Latin letters, digits and / - ? : ( ) . , ' +.

Letters of the scripts of SEPA's countries are written as the same document says, what else there is as a full stop.
"""

import re
import unicodedata

LETTERS = """
    ß ss, æ ae, œ oe, ø o, đ d, ð d, ł l, þ th, ı i, ħ h, ŋ n, ŧ t,
    α a, β v, γ g, δ d, ε e, ζ z, η i, θ th, ι i, κ k, λ l, μ m, ν n, ξ x, ο o, π p, ρ r, σ s, ς s, τ t, υ y, φ f, χ ch,
    ψ ps, ω o,
    а a, б b, в v, г g, д d, е e, ж zh, з z, и i, й y, к k, л l, м m, н n, о o, п p, р r, с s, т t, у u, ф f, х h, ц ts,
    ч ch, ш sh, щ sht, ъ a, ь y, ю yu, я ya, ы y, э e, і i, є e
"""  # noqa: RUF001 - these are the letters meant
PAIRS = [pair.split() for pair in LETTERS.split(",")]
SIGNS = {"\N{RIGHT SINGLE QUOTATION MARK}": "'", "\N{EN DASH}": "-", "\N{EM DASH}": "-", "&": "+"}
WRITTEN = str.maketrans(
    SIGNS
    | {letter.upper(): latin.capitalize() for letter, latin in PAIRS if len(letter.upper()) == 1}
    | {"ẞ": "SS"}
    | dict(PAIRS)
)
UNWRITABLE = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")
UNKNOWN = "."


def written(text: str, longest: int) -> str:
    """Return `text` as banks take it, at most so long and never empty.

    It neither begins nor ends with a slash, and has no two in a row: both are reserved.
    """
    parts = unicodedata.normalize("NFKD", text.translate(WRITTEN))  # a letter with an accent becomes two
    bare = "".join(char for char in parts if not unicodedata.combining(char)).translate(WRITTEN)
    latin = re.sub(r"/{2,}", "/", UNWRITABLE.sub(UNKNOWN, " ".join(bare.split())))
    return latin[:longest].strip("/ ") or UNKNOWN
