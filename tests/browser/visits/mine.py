"""The person's own pages and messages."""

from tests.browser.visits import Visit

OWN = ("profile", "consents", "access", "sessions", "export", "waiting")
VISITS = [
    Visit("pages/me/me", "worker"),
    Visit("pages/messages/messages", "worker"),
    *(Visit(f"mine/{name}/{name}", "worker") for name in OWN),
    Visit("mine/security/security", "officer"),
]
