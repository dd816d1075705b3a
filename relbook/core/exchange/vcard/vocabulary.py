"""What other programs call things, and what they mean by it."""

import re

# Property names of other programs, and those that vCard 4.0 has (RFC 6350, 6474, 6715, 9554).
ALSO = {
    "X-ANNIVERSARY": "ANNIVERSARY",
    "X-EVOLUTION-ANNIVERSARY": "ANNIVERSARY",
    "X-KADDRESSBOOK-X-ANNIVERSARY": "ANNIVERSARY",
    "X-KADDRESSBOOK-ANNIVERSARY": "ANNIVERSARY",
    "X-MS-ANNIVERSARY": "ANNIVERSARY",
    "X-DEATHDATE": "DEATHDATE",
    "X-EVOLUTION-EXPERTISE": "EXPERTISE",
    "X-EVOLUTION-HOBBY": "HOBBY",
    "X-EVOLUTION-INTEREST": "INTEREST",
    "X-RELBOOK-EXPERTISE": "EXPERTISE",
    "X-RELBOOK-HOBBY": "HOBBY",
    "X-RELBOOK-INTEREST": "INTEREST",
    "X-HOBBY": "HOBBY",
    "X-MS-INTERESTS": "INTEREST",
    "X-EVOLUTION-RELATED": "RELATED",
    "X-EVOLUTION-PRONOUNS": "PRONOUNS",
    "X-RELBOOK-PRONOUNS": "PRONOUNS",
    "X-PRONOUNS": "PRONOUNS",
    "X-NICKNAME": "NICKNAME",
    "X-EPOCSECONDNAME": "NICKNAME",
    "X-EVOLUTION-BLOG-URL": "URL",
    "X-KADDRESSBOOK-BLOGFEED": "URL",
    "X-ADDRESSBOOKSERVER-KIND": "KIND",
    "X-ADDRESSBOOKSERVER-MEMBER": "MEMBER",
    "X-SOCIALPROFILE": "SOCIALPROFILE",
    "X-EVOLUTION-SOCIALPROFILE": "SOCIALPROFILE",
    "X-EVOLUTION-KIND": "KIND",
    "X-EVOLUTION-DEATHDATE": "DEATHDATE",
    "X-EVOLUTION-MEMBER": "MEMBER",
    "X-EVOLUTION-VIDEO-URL": "URL",
    "X-MS-TEL": "TEL",
    "X-ASSISTANT-TEL": "TEL",
    "X-EVOLUTION-ASSISTANT-PHONE": "TEL",
    "X-EVOLUTION-IMPP": "IMPP",
}
# What a property of one of these names is called, whatever its types.
LABELS = {
    "X-ASSISTANT-TEL": "assistant",
    "X-EVOLUTION-ASSISTANT-PHONE": "assistant",
    "X-EVOLUTION-BLOG-URL": "blog",
    "X-KADDRESSBOOK-BLOGFEED": "blog",
    "X-EVOLUTION-VIDEO-URL": "video",
}

# Groups that Google and Android put everyone in, which are no circles; without the "* " before some.
SYSTEM_GROUPS = frozenset({"mycontacts", "my contacts", "starred", "starred in android"})

CHATS = {
    "X-AIM": "AIM",
    "X-ICQ": "ICQ",
    "X-MSN": "MSN",
    "X-YAHOO": "Yahoo",
    "X-JABBER": "XMPP",
    "X-XMPP": "XMPP",
    "X-GADUGADU": "Gadu-Gadu",
    "X-GROUPWISE": "GroupWise",
    "X-SKYPE": "Skype",
    "X-SKYPE-USERNAME": "Skype",
    "X-GOOGLE-TALK": "Google Talk",
    "X-GTALK": "Google Talk",
    "X-QQ": "QQ",
    "X-MATRIX": "Matrix",
    "X-SIP": "SIP",
    "X-TELEGRAM": "Telegram",
    "X-SIGNAL": "Signal",
    "X-WHATSAPP": "WhatsApp",
    "X-THREEMA": "Threema",
    "X-WECHAT": "WeChat",
    "X-LINE": "LINE",
    "X-DISCORD": "Discord",
    "X-IRC": "IRC",
    "X-MS-IMADDRESS": "",
    "X-KADDRESSBOOK-X-IMADDRESS": "",
    "X-NETMEETING": "NetMeeting",
    "X-GOOGLETALK": "Google Talk",
    "X-TWITCH": "Twitch",
    "X-MESSAGING/AIM-ALL": "AIM",
    "X-MESSAGING/GADU-ALL": "Gadu-Gadu",
    "X-MESSAGING/GOOGLETALK-ALL": "Google Talk",
    "X-MESSAGING/GROUPWISE-ALL": "GroupWise",
    "X-MESSAGING/ICQ-ALL": "ICQ",
    "X-MESSAGING/IRC-ALL": "IRC",
    "X-MESSAGING/MSN-ALL": "MSN",
    "X-MESSAGING/SKYPE-ALL": "Skype",
    "X-MESSAGING/XMPP-ALL": "XMPP",
    "X-MESSAGING/YAHOO-ALL": "Yahoo",
}
BETWEEN_ACCOUNTS = "\ue000"  # KDE's own, in one of X-messaging
SOCIALS = {
    "X-TWITTER": "Twitter",
    "X-FACEBOOK": "Facebook",
    "X-LINKEDIN": "LinkedIn",
    "X-INSTAGRAM": "Instagram",
    "X-MASTODON": "Mastodon",
    "X-FLICKR": "Flickr",
    "X-YOUTUBE": "YouTube",
    "X-GITHUB": "GitHub",
    "X-BLUESKY": "Bluesky",
}
# The schemes of IMPP. What has none of these stays whole.
SCHEMES = {
    "xmpp": "XMPP",
    "skype": "Skype",
    "aim": "AIM",
    "icq": "ICQ",
    "msn": "MSN",
    "msnim": "MSN",
    "ymsgr": "Yahoo",
    "yahoo": "Yahoo",
    "sip": "SIP",
    "irc": "IRC",
    "matrix": "Matrix",
    "gg": "Gadu-Gadu",
    "gtalk": "Google Talk",
    "facebook": "Facebook",
    "qq": "QQ",
    "telegram": "Telegram",
    "tg": "Telegram",
    "signal": "Signal",
    "whatsapp": "WhatsApp",
    "x-apple": "",
    "im": "",
}
_SERVICES = {
    service.casefold(): service
    for service in (*CHATS.values(), *SOCIALS.values(), *SCHEMES.values())
    if service
} | {"jabber": "XMPP", "googletalk": "Google Talk", "gadugadu": "Gadu-Gadu"}
_URI = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?!//)(.*)", re.DOTALL)

# The last word of X-SPOUSE, X-EVOLUTION-SPOUSE, X-KADDRESSBOOK-X-SpousesName, X-MS-SPOUSE, …
KIN = {
    "SPOUSE": "spouse",
    "SPOUSESNAME": "spouse",
    "MANAGER": "manager",
    "MANAGERSNAME": "manager",
    "ASSISTANT": "assistant",
    "ASSISTANTSNAME": "assistant",
    "CHILD": "child",
    "CHILDREN": "child",
}
KIN_PREFIXES = (
    "X-",
    "X-EVOLUTION-",
    "X-KADDRESSBOOK-",
    "X-KADDRESSBOOK-X-",
    "X-MS-",
    "X-FUNAMBOL-",
)
# Beside one of these words of RFC 6350 a nearer one says more: "mother" of "parent,mother".
_GENERAL = frozenset("contact parent sibling child kin agent co-worker friend".split())

_SPELT = {"coworker": "co-worker", "co_worker": "co-worker", "neighbour": "neighbor"}

# What a near word implies: written beside it for those who know only RFC 6350's.
KIN_OF_FAMILY = {
    "mother": "parent",
    "father": "parent",
    "brother": "sibling",
    "sister": "sibling",
    "son": "child",
    "daughter": "child",
}

ANDROID_KIN = (
    "", "assistant", "brother", "child", "domestic-partner", "father", "friend", "manager", "mother",
    "parent", "partner", "referred-by", "relative", "sister", "spouse",
)  # fmt: skip
ANDROID_DAYS = {"1": "anniversary", "2": "other", "3": "birthday"}


def service_of(name: str) -> str:
    """The usual spelling of a service's name."""
    return _SERVICES.get(name.casefold().replace("_", " "), name)


def part_scheme(value: str) -> tuple[str, str]:
    """The service that a messaging URI is of, and the account in it; "" and the value if none."""
    match = _URI.fullmatch(value)
    if match is None or match[1].lower() not in SCHEMES:
        return "", value
    return SCHEMES[match[1].lower()], match[2]


def kin_of(types: tuple[str, ...]) -> str:
    """The word of TYPE that says most."""
    kinds = [_SPELT.get(kind, kind.replace("_", "-")) for kind in types if kind != "pref"]
    near = [kind for kind in kinds if kind not in _GENERAL]
    return (near or kinds or [""])[0]
