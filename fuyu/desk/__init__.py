"""The use cases: each thing a person wants becomes one action on a store."""

from fuyu.desk.desk import PRESETS, Card, Desk, NewLead, TouchMade

__all__ = ["PRESETS", "Card", "Desk", "NewLead", "TouchMade"]
