"""One module for each schema, in the order in which they came."""
