"""Features: the tests of each are in its folder."""
