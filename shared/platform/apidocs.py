"""The API's description as served: the generated document, and a page made from it without foreign assets."""

import json
import re
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from shared.platform.contract import Raw
from shared.platform.security_headers import page_policy

DOCUMENT = Path(__file__).with_name("openapi.json")

STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}
h1,h2{line-height:1.2} h2{margin-top:2.5rem;border-bottom:1px solid #d0d7de}
details{border:1px solid #d0d7de;border-radius:6px;margin:.5rem 0;padding:.5rem .75rem}
summary{cursor:pointer} code,pre{font-family:ui-monospace,monospace;font-size:.9em}
pre{overflow:auto;background:#f6f8fa;padding:.75rem;border-radius:6px}
.method{display:inline-block;min-width:4.5rem;font-weight:700;color:#0a5a8a}
.who{color:#57606a;font-size:.9em} table{border-collapse:collapse;width:100%} th,td{text-align:left;padding:.2rem .5rem;
border-bottom:1px solid #eaeef2;vertical-align:top}
@media(prefers-color-scheme:dark){body{background:#0d1117;color:#e6edf3}pre{background:#161b22}.method{color:#6cb6ff}
details,h2{border-color:#30363d}.who{color:#9198a1}}
"""


@cache
def _content() -> bytes:
    return DOCUMENT.read_bytes()


def document() -> Raw:
    return Raw(_content(), "application/json")


@cache
def page() -> Raw:
    api = json.loads(_content())
    sections: dict[str, list[str]] = {}
    for path, methods in api["paths"].items():
        for method, operation in methods.items():
            sections.setdefault(operation["tags"][0], []).append(_operation(path, method, operation))
    body = "".join(f"<h2>{escape(tag)}</h2>{''.join(operations)}" for tag, operations in sorted(sections.items()))
    schemas = "".join(_schema(name, schema) for name, schema in sorted(api["components"]["schemas"].items()))
    refusals = "".join(_refusal(code, about) for code, about in api["x-problems"].items())
    title = escape(api["info"]["title"])
    html = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style><h1>{title}</h1>'
        '<p>Machine-readable: <a href="/api/openapi.json">openapi.json</a>. Errors are '
        "<code>application/problem+json</code> with a stable <code>code</code>.</p>"
        f"{body}<h2>Refusals</h2><table><tr><th>Code<th>Status<th>Meaning{refusals}</table>"
        f"<h2>Schemas</h2>{schemas}</html>"
    )
    return Raw(html.encode(), "text/html", content_security_policy=page_policy(STYLE))


def _operation(path: str, method: str, operation: dict[str, Any]) -> str:
    rows = "".join(_parameter(parameter) for parameter in operation["parameters"])
    table = f"<table><tr><th>Parameter<th>In<th>Type{rows}</table>" if rows else ""
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    answers = "".join(_answer(status, response) for status, response in operation["responses"].items())
    return (
        f'<details id="{escape(operation["operationId"])}"><summary><span class="method">{method.upper()}</span>'
        f"<code>{escape(path)}</code> {escape(operation['summary'])} "
        f'<span class="who">{escape(operation["x-permission"])}</span></summary>'
        f"<p>{escape(operation.get('description', ''))}</p>{table}"
        f"{f'<p>Body: {_type(body)}</p>' if body else ''}"
        f"<table><tr><th>Status<th>Meaning<th>Type{answers}</table></details>"
    )


def _parameter(parameter: dict[str, Any]) -> str:
    required = " (required)" if parameter["required"] else ""
    about = escape(parameter.get("description", ""))
    return (
        f"<tr><td><code>{escape(parameter['name'])}</code>{required}<br>{about}"
        f"<td>{parameter['in']}<td>{_type(parameter['schema'])}"
    )


def _answer(status: str, response: dict[str, Any]) -> str:
    content: dict[str, Any] = next(iter(response.get("content", {}).values()), {})
    return f"<tr><td>{status}<td>{escape(response['description'])}<td>{_type(content.get('schema'))}"


def _type(schema: dict[str, Any] | None) -> str:
    if not schema:
        return ""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f'<a href="#{escape(name)}">{escape(name)}</a>'
    if "anyOf" in schema:
        return " or ".join(_type(choice) for choice in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(f"<code>{escape(str(value))}</code>" for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items'))}"
    return escape(" ".join(str(schema[key]) for key in ("type", "format") if key in schema) or "any")


def _refusal(code: str, about: dict[str, Any]) -> str:
    """Return the row that the `type` of a problem leads to."""
    statuses = " or ".join(map(str, about["status"]))
    meaning = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(about["meaning"]))
    return f'<tr id="{code}"><td><code>{code}</code><td>{statuses}<td>{meaning}'


def _schema(name: str, schema: dict[str, Any]) -> str:
    anchor, shape = escape(name), escape(json.dumps(schema, indent=2))
    return f'<details id="{anchor}"><summary><code>{anchor}</code></summary><pre>{shape}</pre></details>'
