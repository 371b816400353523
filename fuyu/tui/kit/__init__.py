"""What screens and panes are made of, and what knows nothing of leads."""
