"""What each odd file in tests/files/vcard says; what is not told of it is as in an empty card."""

from .expected_clients import CLIENTS
from .expected_facts import FACTS
from .expected_heads import HEADS
from .expected_letters import LETTERS

EXPECTED: dict[str, dict[str, object]] = LETTERS | HEADS | FACTS | CLIENTS
