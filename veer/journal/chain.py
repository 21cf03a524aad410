"""How a digest is made. Pure: the same entry gives the same digest on any machine, for anybody who checks.

digest = H(previous, header, H(salt, payload)). Every H is SHA-256 over parts that carry their own length, so that no
two different lists of parts read the same.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

START = "0" * 64


def digest(*parts: bytes | str) -> str:
    """SHA-256 over the parts, each with its length before it."""
    whole = hashlib.sha256()
    for part in parts:
        raw = part.encode() if isinstance(part, str) else bytes(part)
        whole.update(len(raw).to_bytes(8, "big"))
        whole.update(raw)
    return whole.hexdigest()


def canonical(value: Any) -> str:
    """One text for one value: sorted keys, no spaces, UTF-8. Dates and UUIDs become strings."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)


def payload_digest(salt: bytes, body: str) -> str:
    return digest(salt, body)


def entry_digest(entry: Any) -> str:
    """The digest of an entry from its own fields; `payload_digest` stands in for the payload, which may be erased."""
    header: Mapping[str, Any] = {
        "chain": str(entry.chain),
        "position": entry.position,
        "act": entry.act,
        "actor": [entry.actor_kind, str(entry.actor_id)],
        "subject": [entry.subject_kind, str(entry.subject_id)],
        "led_to": entry.led_to,
        "at": instant(entry.at),
        "key": entry.request_key,
    }
    return digest(entry.previous, canonical(header), entry.payload_digest)


def heads_digest(heads: Iterable[tuple[str, int, str]]) -> str:
    """The digest of all heads, in order of their chain."""
    whole = hashlib.sha256()
    for chain, length, end in heads:
        whole.update(f"{chain} {length} {end}\n".encode())
    return whole.hexdigest()


def seal_digest(number: int, at: datetime, count: int, heads: str, previous: str) -> str:
    return digest(previous, str(number), instant(at), str(count), heads)


def instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
