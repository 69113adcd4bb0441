"""Review: what people decide about records, and the account that follows from readings and decisions together."""
