"""What those see of a customer who may not see personal data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.sales import masking


@pytest.mark.parametrize(
    ("clear", "masked"),
    [
        ("Demo customer", "D. c."),
        ("  Demo  customer 017 ", "D. c. 0."),
        ("Demo", "D."),
        ("", ""),
    ],
)
def test_a_name_becomes_its_initials(clear, masked):
    assert masking.name(clear) == masked


@pytest.mark.parametrize(
    ("clear", "masked"),
    [
        ("anna@shop.example", "a***@s***.example"),
        ("a@mail.shop.co.example", "a***@m***.example"),
        ('"a@b"@shop.example', '"***@s***.example'),
        ("anna@localhost", "a***@***.***"),
        ("", "***@***.***"),
    ],
)
def test_a_mail_address_keeps_first_letters_and_the_last_domain(clear, masked):
    assert masking.mail(clear) == masked


@pytest.mark.parametrize(
    ("clear", "masked"),
    [("+49 30 123456", "***56"), ("1234", "***34"), ("123", "***"), ("no number", "***"), ("", "***")],
)
def test_a_phone_number_keeps_two_digits(clear, masked):
    assert masking.phone(clear) == masked


def test_an_address_says_nothing():
    assert (masking.whole("Street 1, Town"), masking.whole(""), masking.whole(None)) == ("***", "", None)


@given(st.text(min_size=1, max_size=50), st.from_regex(r"[a-z]{2,20}@[a-z]{2,20}\.example", fullmatch=True))
def test_no_more_than_a_letter_of_a_word_comes_through(name, mail):
    assert all(len(word) == 2 for word in masking.name(name).split())
    assert mail.partition("@")[0] not in masking.mail(mail)
    assert len(masking.mail(mail)) == len("a***@s***.example")
