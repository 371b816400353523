"""Screens: compositions of panes, and nothing else."""
