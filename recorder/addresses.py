"""What an address may tell: never name and password, and a query only where the person typed it."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit


def without_query(url: str) -> str:
    return url.partition("#")[0].partition("?")[0]


def without_credentials(url: str) -> str:
    """http://name:password@host/path as http://host/path."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])) if "@" in parts.netloc else url
