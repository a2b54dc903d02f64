"""Headers of every answer: what a browser may do with it, which is next to nothing.

After OWASP's REST Security Cheat Sheet and Secure Headers Project, and ASVS 5.0, chapter V3.4.
"""

import base64
import hashlib

import azure.functions as func

ALLOWS_NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

# What an API's answer has no use for, were it ever shown as a document.
_UNUSED_FEATURES = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation",
    "gyroscope", "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "publickey-credentials-get",
    "screen-wake-lock", "sync-xhr", "usb", "web-share", "xr-spatial-tracking",
)  # fmt: skip

# Scripts of allowed origins read these too. Azure's own CORS has no setting for it, but lets the header through.
_READABLE = "Content-Disposition, ETag, Idempotency-Replayed, Location, Retry-After, X-Request-Id"

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": ALLOWS_NOTHING,
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _UNUSED_FEATURES),
    "Access-Control-Expose-Headers": _READABLE,
}


def protect(response: func.HttpResponse) -> None:
    """Add every header that the answer has not set itself."""
    own = {name.lower() for name, _ in response.headers}
    for name, value in HEADERS.items():
        if name.lower() not in own:
            response.headers.add(name, value)


def page_policy(style: str) -> str:
    """Return the policy of a page whose only resource is one <style> element with this content."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return ALLOWS_NOTHING.replace("default-src 'none'", f"default-src 'none'; style-src 'sha256-{digest}'")
