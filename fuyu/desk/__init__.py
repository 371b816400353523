"""The use cases: each thing a person wants becomes one action on a store."""

from fuyu.desk.desk import PRESETS, Card, Desk, NewLead, TouchMade
from fuyu.desk.quick_add import new_lead

__all__ = ["PRESETS", "Card", "Desk", "NewLead", "TouchMade", "new_lead"]
