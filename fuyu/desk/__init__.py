"""The use cases: each thing a person wants becomes one action on a store."""

from fuyu.desk.desk import Desk
from fuyu.desk.values import Card, NewLead, Standing, TouchMade

__all__ = ["Card", "Desk", "NewLead", "Standing", "TouchMade"]
