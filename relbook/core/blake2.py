"""BLAKE2b (RFC 7693), the very one that hashlib has.

Asking hashlib for it loads OpenSSL too, of which nothing is used here: 5 ms of every start.
"""

try:
    from _blake2 import blake2b
except ImportError:  # a Python that keeps it elsewhere
    from hashlib import blake2b

__all__ = ["blake2b"]
