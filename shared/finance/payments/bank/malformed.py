from shared.platform.errors import Malformed


class StatementMalformed(Malformed):
    """A statement that cannot be read. Nothing of it is carried out."""

    code = "statement_malformed"


def refusal(message: str, place: str = "/content") -> StatementMalformed:
    return StatementMalformed("The statement cannot be read; nothing was changed.", [(place, message)])
