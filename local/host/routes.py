"""Route templates as ASP.NET Core reads them: `orders/{id:int}/{part?}`, `files/{*path}`, `{name}.{ext:length(3)}`."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from urllib.parse import unquote
from uuid import UUID

INT_BITS = 32
PARAMETER = re.compile(
    r"\{(?P<all>\*{0,2})(?P<name>\w+)(?P<constraints>(?::\w+(?:\((?:[^()]|\([^()]*\))*\))?)*)(?P<optional>\??)\}"
)
CONSTRAINT = re.compile(r":(?P<name>\w+)(?:\((?P<argument>(?:[^()]|\([^()]*\))*)\))?")

type Check = Callable[[str], object]  # a truthy answer lets the value pass


class BadTemplateError(ValueError):
    pass


@dataclass(frozen=True)
class Route:
    """A template ready for matching. `shape` is equal for templates that match the same paths."""

    template: str
    pattern: re.Pattern[str]
    checks: tuple[tuple[str, Check], ...]
    shape: str

    @cached_property
    def first(self) -> str | None:
        """Return the first segment in lower case, None when it has a parameter."""
        segment = self.template.partition("/")[0].lower()
        return None if "{" in segment else segment

    def match(self, path: str) -> dict[str, str] | None:
        """The route's values for a decoded path; None when it is another's."""
        found = self.pattern.fullmatch(path.strip("/"))
        if not found:
            return None
        values = {name: value for name, value in found.groupdict().items() if value}
        if all(check(values[name]) for name, check in self.checks if name in values):
            return values
        return None


def decode_path(raw: str) -> str:
    """Percent-decoded, except for the slash, which stays as it came."""
    return "%2F".join(unquote(piece) for piece in re.split("%2F", raw, flags=re.IGNORECASE))


def compile_route(template: str) -> Route:
    template = template.strip("/")
    pattern, shape, checks = "", "", []
    for position, segment in enumerate(template.split("/") if template else []):
        part, segment_shape, found = _segment(segment, template)
        checks += found
        slash = "/" if position else ""
        optional = segment.endswith("?}") and segment.startswith("{")
        pattern += f"(?:{slash}{part})?" if optional or segment.startswith("{*") else slash + part
        shape += slash + segment_shape
    return Route(template, re.compile(pattern, re.IGNORECASE), tuple(checks), shape)


def _segment(segment: str, template: str) -> tuple[str, str, list[tuple[str, Check]]]:
    """One part between slashes: its pattern, its shape and the checks of its parameters."""
    pattern, shape, checks, end = "", "", [], 0
    for parameter in PARAMETER.finditer(segment):
        literal = _literal(segment[end : parameter.start()], template)
        name, constraints = parameter["name"], parameter["constraints"]
        content = ".*" if parameter["all"] else "[^/]+?"
        dot = r"\." if parameter["optional"] and literal.endswith(".") else ""
        if dot:  # in "{name}.{extension?}" the dot goes with the extension
            pattern += re.escape(literal[:-1]) + rf"(?:{dot}(?P<{name}>[^/.]+))?"
        else:
            pattern += re.escape(literal) + f"(?P<{name}>{content})"
        shape += f"{literal.lower()}{{{parameter['all'] and '*'}{constraints}{parameter['optional']}}}"
        checks += [
            (name, _check(found["name"], found["argument"], template)) for found in CONSTRAINT.finditer(constraints)
        ]
        end = parameter.end()
    rest = _literal(segment[end:], template)
    return pattern + re.escape(rest), shape + rest.lower(), checks


def _literal(text: str, template: str) -> str:
    if "{" in text or "}" in text:
        raise BadTemplateError(f"the route {template!r} is not understood at {text!r}")
    return text


def _check(name: str, argument: str | None, template: str) -> Check:
    simple: dict[str, Check] = {"int": partial(_is_int, bits=INT_BITS), "long": partial(_is_int, bits=64)}
    simple |= {"guid": _is_guid, "alpha": re.compile("[a-z]*", re.IGNORECASE).fullmatch, "bool": _is_bool}
    if argument is None and name in simple:
        return simple[name]
    if argument is not None and name == "regex":
        return re.compile(argument.replace("{{", "{").replace("}}", "}"), re.IGNORECASE).search
    if argument is not None and name in NUMERIC:
        return partial(NUMERIC[name], [int(number) for number in argument.split(",")])
    raise BadTemplateError(f"the route {template!r} has an unknown constraint {name!r}")


def _is_int(value: str, bits: int) -> bool:
    return bool(re.fullmatch(r"[+-]?[0-9]+", value)) and -(2 ** (bits - 1)) <= int(value) < 2 ** (bits - 1)


def _is_bool(value: str) -> bool:
    return value.lower() in {"true", "false"}


def _is_guid(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True


def _in_range(limits: list[int], value: str) -> bool:
    low, high = limits
    return _is_int(value, 64) and low <= int(value) <= high


NUMERIC: dict[str, Callable[[list[int], str], bool]] = {
    "length": lambda limits, value: limits[0] <= len(value) <= limits[-1],
    "minlength": lambda limits, value: len(value) >= limits[0],
    "maxlength": lambda limits, value: len(value) <= limits[0],
    "min": lambda limits, value: _is_int(value, 64) and int(value) >= limits[0],
    "max": lambda limits, value: _is_int(value, 64) and int(value) <= limits[0],
    "range": _in_range,
}
