"""Where a value leads outside Relbook; only to kinds of place that are known to be harmless."""

import re
from urllib.parse import quote

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
