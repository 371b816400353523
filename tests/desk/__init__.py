"""The use cases, over every store."""
