"""People as files outside know them: cards (vCard) in and out."""
