"""Tests of hooks and of commands of one's own."""
