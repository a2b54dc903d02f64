"""Text in the characters that every bank takes (EPC217-08): bare Latin letters, digits and / - ? : ( ) . , ' +."""

import re
import unicodedata

# What canonical decomposition leaves whole.
WHOLE = str.maketrans(
    {
        "ß": "ss",
        "ẞ": "SS",
        "æ": "ae",
        "Æ": "AE",
        "œ": "oe",
        "Œ": "OE",
        "ø": "o",
        "Ø": "O",
        "đ": "d",
        "Đ": "D",
        "ð": "d",
        "Ð": "D",
        "ł": "l",
        "Ł": "L",
        "þ": "th",
        "Þ": "TH",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{EN DASH}": "-",
        "\N{EM DASH}": "-",
        "&": "+",
    }
)
UNWRITABLE = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")
UNKNOWN = "."


def written(text: str, longest: int) -> str:
    """Return `text` as banks take it, at most so long; a full stop stands for what has no Latin letter.

    It neither begins nor ends with a slash, and has no two in a row: both are reserved.
    """
    bare = "".join(
        char for char in unicodedata.normalize("NFKD", text.translate(WHOLE)) if not unicodedata.combining(char)
    )
    latin = re.sub(r"/{2,}", "/", UNWRITABLE.sub(UNKNOWN, " ".join(bare.split())))
    return latin[:longest].strip("/ ")
