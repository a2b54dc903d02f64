"""What makes the number of an account right. Pure.

IBAN: ISO 13616-1, its check digits by ISO/IEC 7064 (MOD 97-10); lengths from SWIFT's IBAN registry, release 100.
BIC: ISO 9362.
"""

import re

IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
BIC = re.compile(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
SHOWN = 4

# Lengths by country.
LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BI": 27, "BR": 29,
    "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DJ": 27, "DK": 18, "DO": 28, "EE": 20, "EG": 29,
    "ES": 24, "FI": 18, "FK": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28,
    "HN": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20,
    "LB": 28, "LC": 32, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19,
    "MN": 20, "MR": 27, "MT": 31, "MU": 30, "NI": 28, "NL": 18, "NO": 15, "OM": 23, "PK": 24, "PL": 28, "PS": 29,
    "PT": 25, "QA": 29, "RO": 24, "RS": 22, "RU": 33, "SA": 24, "SC": 31, "SD": 18, "SE": 24, "SI": 19, "SK": 24,
    "SM": 27, "SO": 23, "ST": 25, "SV": 28, "TL": 23, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20,
    "YE": 30,
}  # fmt: skip


def iban(written: str) -> str:
    """Return an IBAN in its electronic form, without spaces and in capitals.

    Raises:
        ValueError: it is none; the message never quotes it.
    """
    number = "".join(written.split()).upper()
    if not IBAN.fullmatch(number):
        raise ValueError("is not written as an IBAN: two letters, two check digits, then letters and digits")
    length = LENGTHS.get(number[:2])
    if length is None:
        raise ValueError("begins with the code of no country that has IBANs")
    if len(number) != length:
        raise ValueError(f"must have {length} characters in this country")
    # ISO 7064 gives 02 to 98; 00, 01 and 99 would pass the division as well.
    if remainder(number) != 1 or not 2 <= int(number[2:4]) <= 98:  # noqa: PLR2004 - as said
        raise ValueError("has wrong check digits: something is mistyped")
    return number


def remainder(number: str) -> int:
    """Return what is left of an IBAN modulo 97: the first four characters last, letters as 10 to 35."""
    return int("".join(str(int(char, 36)) for char in number[4:] + number[:4])) % 97


def bic(written: str) -> str:
    """Return a BIC in capitals.

    Raises:
        ValueError: it is none.
    """
    code = written.strip().upper()
    if not BIC.fullmatch(code):
        raise ValueError("is not a BIC of 8 or 11 characters")
    return code


def last_four(number: str) -> str:
    """Return what is shown of a number: its last four characters, half of a shorter one."""
    shown = "".join(char for char in number if char.isalnum())
    return shown[-min(SHOWN, len(shown) // 2) :]
