"""Numbers of accounts: IBANs by country, length and check digits; BICs; what is shown of a number."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.finance.payout_accounts.rules import LENGTHS, bic, iban, last_four

# One of each country: the examples published in SWIFT's IBAN registry.
REGISTRY = """
    AD1200012030200359100100 AE070331234567890123456 AL47212110090000000235698741 AT611904300234573201
    AZ21NABZ00000000137010001944 BA391290079401028494 BE68539007547034 BG80BNBG96611020345678
    BH67BMAG00001299123456 BR1800360305000010009795493C1 BY13NBRB3600900000002Z00AB00 CH9300762011623852957
    CR05015202001026284066 CY17002001280000001200527600 CZ6508000000192000145399 DE89370400440532013000
    DK5000400440116243 DO28BAGR00000001212453611324 EE382200221020145685 EG380019000500000000263180002
    ES9121000418450200051332 FI2112345600000785 FO6264600001631634 FR1420041010050500013M02606
    GB29NWBK60161331926819 GE29NB0000000101904917 GI75NWBK000000007099453 GL8964710001000206
    GR1601101250000000012300695 GT82TRAJ01020000001210029690 HR1210010051863000160 HU42117730161111101800000000
    IE29AIBK93115212345678 IL620108000000099999999 IQ98NBIQ850123456789012 IS140159260076545510730339
    IT60X0542811101000000123456 JO94CBJO0010000000000131000302 KW81CBKU0000000000001234560101
    KZ86125KZT5004100100 LB62099900000001001901229114 LC55HEMM000100010012001200023015 LI21088100002324013AA
    LT121000011101001000 LU280019400644750000 LV80BANK0000435195001 MC5811222000010123456789030
    MD24AG000225100013104168 ME25505000012345678951 MK07250120000058984 MR1300020001010000123456753
    MT84MALT011000012345MTLCAST001S MU17BOMM0101101030300200000MUR NL91ABNA0417164300 NO9386011117947
    PK36SCBL0000001123456702 PL61109010140000071219812874 PS92PALS000000000400123456702
    PT50000201231234567890154 QA58DOHB00001234567890ABCDEFG RO49AAAA1B31007593840000 RS35260005601001611379
    SA0380000000608010167519 SC18SSCB11010000000000001497USD SE4550000000058398257466 SI56263300012039086
    SK3112000000198742637541 SM86U0322509800000000270100 ST23000100010051845310146 SV62CENR00000000000000700025
    TL380080012345678910157 TN5910006035183598478831 TR330006100519786457841326 UA213223130000026007233566001
    VA59001123000012345678 VG96VPVG0000012345678901 XK051212012345678906
"""
PUBLISHED = REGISTRY.split()


@pytest.mark.parametrize("number", PUBLISHED)
def test_published_examples_are_right(number: str):
    spaced = " ".join(number[start : start + 4] for start in range(0, len(number), 4))

    assert iban(spaced.lower()) == number
    with pytest.raises(ValueError, match="must have"):
        iban(f"{number}0" if len(number) < 33 else number[:-1])


@given(st.sampled_from(PUBLISHED), st.data())
def test_one_mistyped_or_two_swapped_digits_are_found(number: str, data: st.DataObject):
    """MOD 97-10 finds every single wrong digit and every swap of neighbours that differ."""
    pairs = [place for place in range(5, len(number)) if number[place - 1 : place + 1].isdigit()]
    place = data.draw(st.sampled_from(pairs))
    mistyped = number[:place] + data.draw(st.sampled_from(string.digits)) + number[place + 1 :]
    swapped = number[: place - 1] + number[place] + number[place - 1] + number[place + 1 :]

    for wrong in {mistyped, swapped} - {number}:
        with pytest.raises(ValueError, match="check digits"):
            iban(wrong)


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("ZZ89370400440532013000", "no country"),
        ("DE89", "not written"),
        ("DE8937040044053201300!", "not written"),
        ("DE8937040044053201300٣", "not written"),  # a digit, but not of ASCII
        ("DE88370400440532013000", "check digits"),
        # What the division alone would let pass: the right digits are 98, 97 and 02.
        ("NO0186010000029", "check digits"),
        ("NO0086010000047", "check digits"),
        ("NO9986010000011", "check digits"),
    ],
)
def test_what_is_wrong_is_said_and_the_number_is_not_quoted(number: str, why: str):
    with pytest.raises(ValueError, match=why) as refused:
        iban(number)

    assert number not in str(refused.value)


def test_every_country_has_a_length_that_the_standard_allows():
    assert len(LENGTHS) == 89
    assert {length for length in LENGTHS.values() if not 15 <= length <= 34} == set()
    assert {number[:2] for number in PUBLISHED} <= LENGTHS.keys()


@pytest.mark.parametrize("code", ["COBADEFF", "cobadeffxxx", "1ABCDE1A"])
def test_bics_have_8_or_11_characters(code: str):
    assert bic(f" {code} ") == code.upper()


@pytest.mark.parametrize("code", ["COBADEF", "COBADEFFX", "COBADEFFXXXX", "COBA1EFF", "COBADEF!"])
def test_other_codes_are_no_bics(code: str):
    with pytest.raises(ValueError, match="BIC"):
        bic(code)


@pytest.mark.parametrize(
    ("number", "shown"),
    [("DE89370400440532013000", "3000"), ("12-34-56 7890", "7890"), ("123456", "456"), ("1-2", "2")],
)
def test_at_most_half_of_a_number_is_shown(number: str, shown: str):
    assert last_four(number) == shown
