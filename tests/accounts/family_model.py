"""What a family of refresh tokens should do, in a page of arithmetic: the measure the real one is held against."""

from dataclasses import dataclass, field
from datetime import timedelta

GRACE = timedelta(seconds=30)
IDLE, LIFETIME = timedelta(hours=8), timedelta(hours=24)
LATELY = timedelta(minutes=15)

INVALID, REUSED = "refresh_token_invalid", "refresh_token_reused"


@dataclass
class Family:
    """Tokens are numbered as they came; all but the last are used. Times count from the beginning of the run."""

    opened: timedelta
    uses: list[timedelta] = field(default_factory=list)  # when token 0, 1, 2… was used
    end_reason: str | None = None
    alarms: int = 0
    tokens_kept: bool = True

    @property
    def latest(self) -> int:
        return len(self.uses)

    @property
    def last_used(self) -> timedelta:
        return self.uses[-1] if self.uses else self.opened

    def is_over(self, now: timedelta) -> bool:
        return self.end_reason is not None or now >= self.opened + LIFETIME

    def is_idle(self, now: timedelta) -> bool:
        return now >= self.last_used + IDLE

    def refresh(self, token: int, now: timedelta) -> int | str:
        """Return the number of the token that is given out, or the code of the refusal."""
        if self.is_over(now):
            return INVALID
        if token == self.latest:
            if self.is_idle(now):
                return INVALID
            self.uses.append(now)
            return self.latest
        if token == self.latest - 1 and now < self.uses[token] + GRACE:
            return self.latest
        self.end_reason = "refresh token reused"
        self.alarms += 1
        return REUSED

    def end(self, reason: str) -> None:
        self.end_reason = self.end_reason or reason

    def log_out(self) -> None:
        if self.tokens_kept:
            self.end("signed out")

    def clean_up(self, now: timedelta) -> None:
        if (self.is_over(now) or self.is_idle(now)) and self.last_used < now - LATELY:
            self.end("expired")
        if self.is_over(now):
            self.tokens_kept = False
