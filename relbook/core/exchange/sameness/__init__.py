"""Who is one person: names and signs alike, duplicates found, people made one."""
