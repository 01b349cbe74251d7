"""The token that requests must bring along, in a file that only its owner reads."""

from __future__ import annotations

import hmac
import os
import secrets
import stat
from pathlib import Path

from broadsheet.errors import SettingsError

_LEAST_CHARS = 16
_SCHEME = "bearer "


def load_token(path: Path) -> str:
    """The token in the file; where there is no such file, one is made, readable for its owner alone.

    Raises SettingsError where others may read or write it, and where what it holds is too short to be one.
    """
    place = path.expanduser()
    try:
        if not place.exists():
            _make(place)
        found = place.stat()
        token = place.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The token file {path} cannot be read or made: {error}.") from error
    if not stat.S_ISREG(found.st_mode) or found.st_mode & 0o077:
        raise SettingsError(f"Others may read {path}. Run: chmod 600 {path}")
    if len(token) < _LEAST_CHARS or len(token.split()) != 1:
        raise SettingsError(f"{path} holds no token: {_LEAST_CHARS} or more characters without spaces are needed.")
    return token


def _make(place: Path) -> None:
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(32) + "\n")


def is_token(header: str, token: str) -> bool:
    """Whether the value of an Authorization header bears the token.

    >>> is_token("Bearer abc", "abc"), is_token("abc", "abc")
    (True, False)
    """
    if header[: len(_SCHEME)].lower() != _SCHEME:
        return False
    return hmac.compare_digest(header[len(_SCHEME) :].strip().encode(), token.encode())
