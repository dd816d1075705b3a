"""The key of a locked book."""

import hashlib
import os
import unicodedata
from dataclasses import dataclass
from typing import Any, Self

ROUNDS = 256_000  # SQLCipher 4's own number, for its other programs to open the book too
SALT = 16  # bytes, which the file begins with


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """What opens a locked book: 32 bytes that its passphrase and its salt give.

    Making it takes half a second, so it is made once and handed along. It shows itself to nobody:
    no text of it says what it is.
    """

    secret: bytes
    salt: bytes

    @classmethod
    def derive(cls, passphrase: str, salt: bytes) -> Self:
        """The key that `passphrase` gives with `salt`: PBKDF2-HMAC-SHA512, as SQLCipher makes it."""
        typed = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
        return cls(hashlib.pbkdf2_hmac("sha512", typed, salt, ROUNDS, 32), salt)

    @classmethod
    def make(cls, passphrase: str) -> Self:
        """A new key for a file that is yet to be written, with a salt of its own."""
        return cls.derive(passphrase, os.urandom(SALT))

    def give(self, connection: Any) -> None:
        """Let `connection`, a new one, open what this key is for.

        From then on what the process has in memory is not to be written down if it crashes.
        """
        _leave_no_core()
        connection.execute("PRAGMA cipher_log_level=NONE")  # it would write to standard error
        connection.execute(f'PRAGMA key="{self.literal}"')

    @property
    def literal(self) -> str:
        """What SQLCipher takes for a key that is derived already, and its salt."""
        return f"x'{self.secret.hex()}{self.salt.hex()}'"

    def __repr__(self) -> str:
        return "Key(…)"

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("a key is not for keeping")


def _leave_no_core() -> None:
    """Let the system keep no image of this process: a core file would tell of the book, and its key.

    Windows keeps none by itself.
    """
    try:
        import resource
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    if soft:
        resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
