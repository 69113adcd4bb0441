"""Our own annotated reports: from the quoted text that a person writes to records with verified characters."""
