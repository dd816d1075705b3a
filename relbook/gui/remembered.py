"""Keys of books that this computer's own keyring remembers, where it has a real one.

A keyring may ask its owner, and takes a while: everything here is for a thread of its own.
"""

import contextlib
import logging
from typing import Any

from relbook.core.store.key import Key

SERVICE = "Relbook"
_REAL = 1  # what keyring gives at least to one that it recommends
_log = logging.getLogger("relbook")


def is_possible() -> bool:
    """Whether there is a keyring that keeps a secret as one."""
    with contextlib.suppress(Exception):  # whatever a keyring of this system may raise
        return _keyring() is not None
    return False


def key_of(salt: bytes) -> Key | None:
    """The key that is kept for the book whose file begins with `salt`."""
    try:
        found = _keyring()
        secret = found and found.get_password(SERVICE, salt.hex())
        return Key(bytes.fromhex(secret), salt) if secret else None
    except Exception as why:  # noqa: BLE001  (it is locked, or the desktop does not answer)
        _log.warning("the keyring gave nothing: %s", type(why).__name__)
        return None


def keep(key: Key) -> bool:
    """Keep `key`; whether the keyring took it."""
    try:
        found = _keyring()
        if found is not None:
            found.set_password(SERVICE, key.salt.hex(), key.secret.hex())
        return found is not None
    except Exception as why:  # noqa: BLE001
        _log.warning("the keyring took nothing: %s", type(why).__name__)
        return False


def forget(salt: bytes) -> None:
    """Keep nothing any more for the book whose file begins, or began, with `salt`."""
    with contextlib.suppress(Exception):
        found = _keyring()
        if found is not None:
            found.delete_password(SERVICE, salt.hex())


def _keyring() -> Any:
    """The keyring of this computer; None where it has none, or one that keeps plain text."""
    import keyring

    found: Any = keyring.get_keyring()
    first = next(iter(getattr(found, "backends", [])), found)  # of several, which it asks first
    return found if getattr(first, "priority", 0) >= _REAL else None
