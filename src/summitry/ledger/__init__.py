"""From records to what stands: records of many articles that tell of the same thing become one item with all its evidence."""
