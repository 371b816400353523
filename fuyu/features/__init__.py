"""Capabilities, one folder each: `rules`, `service`, `command`, `screen` and `settings`, as far as it needs them.

The `__init__` of each declares what it adds (`fuyu.registry`) and imports nothing of it. No feature imports another.
"""
