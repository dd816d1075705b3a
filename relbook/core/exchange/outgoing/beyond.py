"""Who and what of a book cannot be said by cards alone, and goes out as JSON beside them.

Someone who came in a card and has nothing of all this goes out just as they came.
"""

from relbook.core.store.book import Book

_FLAGS = "tender <> 0 OR private <> 0 OR learned IS NOT NULL OR told_by_id IS NOT NULL"
_PEOPLE = (
    # Nothing to go out as.
    "SELECT id FROM person WHERE id NOT IN (SELECT person_id FROM source_card WHERE kind = 'vcard'"
    " AND blob <> '')",
    "SELECT id FROM person p WHERE met_how <> '' OR met_on IS NOT NULL OR met_where <> ''"
    " OR met_through_id IS NOT NULL OR met_through_name <> '' OR note <> '' OR closeness <> ''"
    " OR rhythm <> '' OR tender <> 0 OR me <> 0 OR state IN ('resting', 'archived', 'estranged')"
    " OR (state = 'deceased' AND NOT EXISTS (SELECT 1 FROM key_date d WHERE d.person_id = p.id"
    " AND d.kind = 'deathday' UNION SELECT 1 FROM own_field o WHERE o.person_id = p.id"
    " AND o.name = 'deathday'))",
    f"SELECT person_id FROM contact_point WHERE {_FLAGS}",
    f"SELECT person_id FROM address WHERE {_FLAGS}",
    f"SELECT person_id FROM position WHERE since IS NOT NULL OR until IS NOT NULL OR {_FLAGS}",
    f"SELECT person_id FROM key_date WHERE about <> '' OR {_FLAGS}",
    f"SELECT person_id FROM note WHERE person_id IS NOT NULL AND ({_FLAGS})",
    f"SELECT person_id FROM own_field WHERE kind <> 'text' OR {_FLAGS}",
    f"SELECT person_id FROM tagging WHERE since IS NOT NULL OR {_FLAGS}",
    "SELECT person_id FROM membership WHERE since IS NOT NULL OR until IS NOT NULL",
    "SELECT person_id FROM relation WHERE note <> '' OR since IS NOT NULL OR until IS NOT NULL"
    f" OR {_FLAGS}",
    "SELECT person_id FROM moment_person",
    "SELECT person_id FROM thread_person",
    "SELECT person_id FROM entry_person",
    "SELECT person_id FROM guest WHERE person_id IS NOT NULL",
    "SELECT person_id FROM introduction UNION SELECT other_id FROM introduction",
    "SELECT person_id FROM distinct_pair UNION SELECT other_id FROM distinct_pair",
    # Merged from several: what is known of who is gone.
    "SELECT person_id FROM source_card WHERE kind IN ('photo', 'merged')",
)
_NAMED = (
    "SELECT other_id FROM relation WHERE other_id IS NOT NULL",
    "SELECT person_id FROM relation WHERE other_id IS NOT NULL",
    "SELECT met_through_id FROM person WHERE met_through_id IS NOT NULL",
    *(
        f"SELECT told_by_id FROM {table} WHERE told_by_id IS NOT NULL"
        for table in (
            "contact_point",
            "address",
            "position",
            "key_date",
            "relation",
            "tagging",
            "ledger_entry",
            "moment",
            "thread",
            "note",
            "own_field",
            "introduction",
        )
    ),
)


def people(book: Book) -> set[int]:
    """Everyone of whom the book knows more than cards can say."""
    return {one for sql in _PEOPLE for (one,) in book.rows(sql)}


def is_shared(book: Book) -> bool:
    """Whether something that belongs to several is more than a word in someone's card."""
    return any(
        book.value(f"SELECT EXISTS ({sql})")
        for sql in (
            "SELECT 1 FROM event",
            "SELECT 1 FROM ledger_entry",
            "SELECT 1 FROM moment",
            "SELECT 1 FROM thread",
            "SELECT 1 FROM note WHERE person_id IS NULL",
            "SELECT 1 FROM interest WHERE note <> '' OR other_names <> '' OR icon <> ''"
            " OR parent_id IS NOT NULL OR id NOT IN (SELECT interest_id FROM tagging)",
        )
    )


def named_by_uid(book: Book) -> set[int]:
    """Everyone whom another row names: their card must have a UID for it."""
    return {one for sql in _NAMED for (one,) in book.rows(sql)}


def relations_in_cards(book: Book) -> set[int]:
    """The relations that came in a card of the one they are told of, by its time."""
    return {
        one
        for (one,) in book.rows(
            "SELECT r.id FROM relation r WHERE EXISTS (SELECT 1 FROM source_card s"
            " WHERE s.person_id = r.person_id AND s.kind = 'vcard' AND s.changed = r.changed)"
        )
    }
