"""TinyDB with a journal: changes are appended to a file beside the JSON, and compacted into it now and then."""
