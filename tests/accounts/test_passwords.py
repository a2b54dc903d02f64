"""Hashes, and which new passwords are good enough."""

import threading
import time
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher, Type, extract_parameters
from hypothesis import given
from hypothesis import strategies as st
from zxcvbn.frequency_lists import FREQUENCY_LISTS  # type: ignore[import-untyped]

from shared.accounts import password_rules, passwords
from shared.platform.config import settings
from tests.accounts.sign_ins import no_turns

GOOD = "a kettle sings at noon"
# OWASP's Password Storage Cheat Sheet: any of these costs an attacker the same. Memory in KiB, passes.
OWASP_MINIMUM = [(47_104, 1), (19_456, 2), (12_288, 3), (9_216, 4), (7_168, 5)]


def refusal(password: str, *, second_factor: bool = False, name: str = "Demo Person", mail: str = "dp@shop.example"):
    with pytest.raises(passwords.WeakPassword) as refused:
        passwords.check_new(password, user_mail=mail, user_name=name, has_two_factor=second_factor)
    return refused.value


def accept(password: str, *, second_factor: bool = False, name: str = "Demo Person", mail: str = "dp@shop.example"):
    passwords.check_new(password, user_mail=mail, user_name=name, has_two_factor=second_factor)


pytestmark = pytest.mark.usefixtures("_configured")


def test_hashes_are_argon2id_at_or_above_owasps_minimum():
    phc = passwords.hash_password(GOOD)
    used = extract_parameters(phc)

    assert used.type is Type.ID
    assert any(used.memory_cost >= memory and used.time_cost >= passes for memory, passes in OWASP_MINIMUM)
    assert (used.parallelism >= 1, used.salt_len >= 16, used.hash_len >= 32) == (True, True, True)
    assert len(phc) <= 100  # VARCHAR(100) of the design document


def test_the_same_password_has_another_hash_each_time():
    assert passwords.hash_password(GOOD) != passwords.hash_password(GOOD)


@pytest.mark.parametrize("phc", [None, "", "!", "$argon2id$v=19$broken", "$2b$12$" + "a" * 53])
def test_what_is_no_hash_matches_no_password(phc: str | None):
    assert not passwords.matches("", phc)
    assert not passwords.matches("!", phc)
    assert not passwords.matches("nobody has this password", phc)


@pytest.mark.parametrize("sent", [GOOD + " ", " " + GOOD, GOOD.upper(), GOOD[:-1], GOOD + "\n", "a" + GOOD])
def test_nothing_but_the_password_itself_matches(sent: str):
    assert not passwords.matches(sent, passwords.hash_password(GOOD))


def test_it_does_not_matter_how_a_keyboard_composes_a_letter():
    composed, taken_apart = (unicodedata.normalize(form, "crème brûlée à midi") for form in ("NFC", "NFD"))
    assert composed != taken_apart

    assert passwords.matches(taken_apart, passwords.hash_password(composed))
    assert passwords.matches(composed, passwords.hash_password(taken_apart))


@given(st.text(min_size=1, max_size=128))
def test_any_text_can_be_a_password(password: str):
    phc = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(unicodedata.normalize("NFC", password))

    assert passwords.matches(password, phc)
    assert not passwords.matches(password + "x", phc)


def test_a_hash_of_lower_parameters_has_to_be_made_anew():
    lower = PasswordHasher(time_cost=1, memory_cost=passwords.MEMORY_KIB, parallelism=1).hash(GOOD)

    assert passwords.needs_rehash(lower)
    assert not passwords.needs_rehash(passwords.hash_password(GOOD))


class Slow:
    """Stands in for the hasher and counts how many are at work."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._at_work = 0
        self.most = 0

    def hash(self, password: str) -> str:
        with self._lock:
            self._at_work += 1
            self.most = max(self.most, self._at_work)
        time.sleep(self._seconds)
        with self._lock:
            self._at_work -= 1
        return password


def test_no_more_are_hashed_at_once_than_leave_half_the_cores_free(monkeypatch: pytest.MonkeyPatch):
    slow = Slow(0.01)
    monkeypatch.setattr(passwords, "_hasher", lambda: slow)

    with ThreadPoolExecutor(20) as pool:
        made = list(pool.map(passwords.hash_password, [GOOD] * 20))

    assert len(made) == 20
    assert slow.most == passwords.AT_ONCE


def test_so_few_wait_that_a_thread_is_left_for_everybody_else(monkeypatch: pytest.MonkeyPatch):
    threads = 8
    many = settings().model_copy(update={"python_threadpool_thread_count": threads})
    slow = Slow(0.3)
    monkeypatch.setattr(passwords, "settings", lambda: many)
    monkeypatch.setattr(passwords, "_hasher", lambda: slow)
    passwords._line.cache_clear()

    def attempt(_: int) -> bool:
        try:
            passwords.hash_password(GOOD)
        except passwords.Busy:
            return False
        return True

    with ThreadPoolExecutor(20) as pool:
        served = list(pool.map(attempt, range(20)))
    passwords._line.cache_clear()

    assert served.count(True) == threads * 3 // 4


def test_who_waits_too_long_for_a_turn_is_told_to_come_back():
    with no_turns(), pytest.raises(passwords.Busy) as busy:
        passwords.matches(GOOD, None)

    assert (busy.value.status, busy.value.code) == (503, "busy")
    assert int(busy.value.headers()["Retry-After"]) > 0
    assert not passwords.matches(GOOD, None)  # turns are free again


@pytest.mark.parametrize(("second_factor", "shortest"), [(False, 15), (True, 8)])
def test_a_password_one_character_too_short_is_refused(*, second_factor: bool, shortest: int):
    enough = "vk3 Zq8-fM1 wR7"[:shortest]

    accept(enough, second_factor=second_factor)
    refused = refusal(enough[:-1], second_factor=second_factor)

    assert (refused.status, refused.code) == (422, "weak_password")
    assert refused.errors == [{"pointer": "/password", "message": f"must have at least {shortest} characters"}]


def test_the_refusal_points_at_the_field_it_is_about():
    with pytest.raises(passwords.WeakPassword) as refused:
        passwords.check_new(
            "short", user_mail="a@b.example", user_name="A", has_two_factor=True, pointer="/new_password"
        )

    assert refused.value.errors[0]["pointer"] == "/new_password"


def test_128_characters_are_the_most():
    longest = "".join(chr(0x4E00 + number * 7) for number in range(128))

    accept(longest)
    assert refusal(longest + "x").errors[0]["message"] == "may have at most 128 characters"


def test_characters_are_counted_as_people_see_them():
    decomposed = unicodedata.normalize("NFD", "éàüöñç") + "xkqzvbw"  # 13 as people count, 19 as sent

    refusal(decomposed)


@pytest.mark.parametrize(
    "password",
    ["ключ лежит под ковриком", "私の犬は毎朝七時に散歩へ行きます", "🦊 over the 🌉 at night", " " + GOOD + " "],
)
def test_blanks_and_any_script_are_welcome(password: str):
    accept(password)


@pytest.mark.parametrize(
    "password",
    [
        "nothing but small letters here",
        "73291 84460 57713",
        "NO SMALL LETTERS ARE HERE",
        "correct horse battery staple",
    ],
)
def test_no_kind_of_character_is_demanded(password: str):
    accept(password)


COMMON = [
    "password12345678",
    "PasswordPassword",
    "123456789012345",
    "987654321098765",
    "abcdefghijklmno",
    "qwertyuiopasdfghj",
    "1qaz2wsx3edc4rfv",
    "aaaaaaaaaaaaaaa",
    "abcabcabcabcabcabc",
    "               ",
    "iloveyouiloveyouil",
    "adminpassword123",
    "sunshinedragons",
]


@pytest.mark.parametrize("password", COMMON)
def test_what_anybody_would_try_first_is_refused(password: str):
    assert refusal(password).errors[0]["message"] == "is one of the first that anybody would try"


def test_every_password_of_the_shipped_list_is_refused_in_any_case():
    known = [word for word in FREQUENCY_LISTS["passwords"] if len(word) >= passwords.SHORTEST_WITH_SECOND_FACTOR]
    assert len(known) > 3_000  # ASVS 6.2.4: those of the top 3,000 that are long enough to be chosen here

    for word in known:
        refusal(word, second_factor=True)
        refusal(word.upper(), second_factor=True)


@given(st.text(alphabet="bcdfghjkmnpqrstvwxz23456789", min_size=24, max_size=24))
def test_random_passwords_are_accepted_unless_they_repeat(password: str):
    if password_rules.is_common(password):
        assert len(set(password)) < 14  # 24 random characters that are no word are made of few
    else:
        accept(password)


@pytest.mark.parametrize(
    "password",
    [
        "sings Wilhelmina at noon",
        "sings vandermeer at noon",
        "sings WILHELMINA VAN DER MEER",
        "sings wilhelmina.vandermeer at",
        "kettle42-7 sings at noon",
        "my kettle427@shop.example",
        "KETTLE42 7 sings at noon",
        "Influencer Marketing at noon",
        "InfluencerMarketing2026!",
    ],
)
def test_what_tells_of_its_owner_or_of_the_system_is_refused(password: str):
    refused = refusal(password, name="Wilhelmina van der Vandermeer", mail="kettle42.7@shop.example")

    assert refused.errors[0]["message"] == "contains your name, your mail address or the name of this system"


def test_parts_of_a_name_that_turn_up_by_chance_do_not_count():
    accept("the kettle of an old boat sings", name="Bo An Old", mail="bo@shop.example")


def test_a_password_that_is_refused_is_not_repeated_in_the_answer():
    refused = refusal("password12345678")

    assert "password12345678" not in f"{refused.detail}{refused.errors}{refused.data}{refused}"
