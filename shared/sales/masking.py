"""What is shown of a customer to those who may not see personal data. Pure."""

HIDDEN = "***"


def name(clear: str) -> str:
    """Return the initials: "Demo customer" becomes "D. c."."""
    return " ".join(f"{word[0]}." for word in clear.split())


def mail(clear: str) -> str:
    """Return first letters and the top-level domain: "anna@shop.example" becomes "a***@s***.example"."""
    local, _, domain = clear.rpartition("@")
    labels, _, top = domain.rpartition(".")
    return f"{local[:1]}{HIDDEN}@{labels[:1]}{HIDDEN}.{top if labels else HIDDEN}"


def phone(clear: str) -> str:
    """Return the last two digits; none of a number so short that they would be most of it."""
    digits = [sign for sign in clear if sign.isdigit()]
    return HIDDEN + "".join(digits[-2:] if len(digits) > 3 else [])  # noqa: PLR2004 - two of at least four


def whole(clear: str | None) -> str | None:
    """Return nothing of it but whether there is something."""
    return HIDDEN if clear else clear
