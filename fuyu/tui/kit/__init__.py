"""What screens and panes are made of, and what knows nothing of leads.

`day`, what a key of a feature is given; `completing`, a path as far as it is known.
"""
