"""Cards that are none of a person: companies, service numbers, and those without a name."""

from relbook.core.exchange.person import CardPerson
from relbook.core.facts import match_key
from relbook.core.names import fold
from relbook.core.words import say

_SERVICES = frozenset(
    """taxi voicemail mailbox mobilbox emergency ambulance police polizei policia feuerwehr notruf
    directory information operator hotline helpline support service kundenservice kundendienst
    auskunft balance guthaben topup reception switchboard zentrale doctor's pharmacy apotheke
    weather speaking""".split()
)
_SHORT = 6  # digits that a service number has at most


def not_a_person(card: CardPerson) -> str:
    """In words why a card is none of a person; "" for one that is, or may be."""
    if card.kind in ("org", "location", "application", "device", "thing"):
        return say("Its card says that it is not a person.")
    if not card.name:
        return say("It has no name.")
    if card.parts.family or card.days or card.of_kind("mail"):
        return ""
    phones = card.of_kind("phone")
    words = {word.strip(".,!:") for word in fold(card.name).split()}
    if phones and words & _SERVICES and len(words) <= 3:
        return say("Its name is that of a service.")
    if phones and all(len(match_key("phone", one.value)) < _SHORT for one in phones):
        return say("It has only a short number, as services have.")
    return ""
