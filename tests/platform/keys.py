"""What tests of signing keys share."""

from datetime import datetime

from sqlalchemy import delete, insert

from shared.platform import clock, db, signing_keys
from shared.platform.models import SigningKey


def forget_all() -> None:
    with db.transaction() as session:
        session.execute(delete(SigningKey))
    signing_keys.forget()


def rotate(*, at_once: bool = False) -> dict[str, int]:
    with db.transaction() as session:
        done = signing_keys.rotate(session, at_once=at_once)
    signing_keys.forget()
    return done


def kids() -> list[str]:
    return [key["kid"] for key in signing_keys.public_keys()["keys"]]


def plant(private_key: str, kid: str = "planted", signs_from: datetime | None = None) -> None:
    with db.transaction() as session:
        row = {"kid": kid, "private_key": private_key, "signs_from": signs_from or clock.now()}
        session.execute(insert(SigningKey).values(**row))
    signing_keys.forget()
