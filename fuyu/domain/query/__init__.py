"""Queries: words and operators, like `tag:expo hot due:week`, read in one place and asked of leads.

`values` are what a query comes to, `compared` reads what stands behind an operator, `operators` is the table of them,
`reading` takes a line apart, `completing` says what can follow it. The store keeps what each operator looks at in
columns (`Operator.of`), so that a query reads no documents.
"""

from fuyu.domain.query.completing import Completion, completed
from fuyu.domain.query.operators import OPERATORS, SHOWN
from fuyu.domain.query.reading import read_query
from fuyu.domain.query.values import Operator, Query, Surroundings, Term, takes_all

__all__ = [
    "OPERATORS",
    "SHOWN",
    "Completion",
    "Operator",
    "Query",
    "Surroundings",
    "Term",
    "completed",
    "read_query",
    "takes_all",
]
