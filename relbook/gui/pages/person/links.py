"""Where a value leads outside Relbook; only to kinds of place that are known to be harmless."""

import re
import unicodedata
from urllib.parse import quote, unquote

from PySide6.QtCore import QUrl

SCHEMES = frozenset({"http", "https", "mailto", "tel", "geo"})


def _built(address: str) -> QUrl | None:
    url = QUrl(address, QUrl.ParsingMode.StrictMode)
    if not url.isValid() or url.scheme().lower() not in SCHEMES:
        return None
    if url.scheme().lower() in ("http", "https") and not url.host():
        return None
    return url


def _web(value: str) -> QUrl | None:
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", value, re.IGNORECASE)
    if scheme and scheme[1].lower() in SCHEMES:
        return _built(quote(value, safe=":/?#[]@!$&'()*+,;=%~-._"))
    if re.fullmatch(r"[^\s/:?#@]+\.[^\s/:?#@.]{2,}(:\d+)?([/?#]\S*)?", value):
        return _built("https://" + quote(value, safe=":/?#[]@!$&'()*+,;=%~-._"))
    return None


def link(kind: str, value: str) -> QUrl | None:
    """What opens a contact value: `kind` is mail, phone, web, chat, social or address.

    None where it leads nowhere, or to a kind of place that is not ours to open.
    """
    value = value.strip()
    if kind == "mail":
        mail = value.removeprefix("mailto:")
        return _built("mailto:" + quote(mail, safe="@+.")) if "@" in mail else None
    if kind == "phone":
        number = re.sub(r"[^\d+*#]", "", value.split(";", maxsplit=1)[0])
        return _built("tel:" + quote(number, safe="+*")) if re.search(r"\d", number) else None
    if kind == "address":
        return _built("geo:0,0?q=" + quote(value, safe=""))
    return _web(value)


def leads_elsewhere(value: str, url: QUrl) -> str:
    """Where `url` leads, if that is not what anyone reads in `value`; else empty.

    So it is where signs turn about, vanish or look like others, a name stands before the host, a word
    among the digits, or more follows a mail address than is shown.
    """
    shown = value.strip()
    there = url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
    if any(unicodedata.category(sign) in ("Cf", "Cc", "Co", "Cn") for sign in shown):
        return there
    scheme, _, rest = there.partition(":")
    if scheme == "geo":
        return ""
    if scheme == "tel":
        return there if any(sign.isalpha() for sign in shown.split(";")[0]) else ""
    if scheme == "mailto":
        return "" if unquote(rest) == shown.removeprefix("mailto:") and shown.isascii() else there
    host = url.host(QUrl.ComponentFormattingOption.FullyEncoded)
    # A host in other letters than its language's looks like another: only its encoded name is sure.
    plain = host.isascii() and not re.search(r"(^|\.)xn--", host) and not url.userInfo()
    return "" if plain and host in shown.lower() else there
