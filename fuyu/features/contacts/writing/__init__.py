"""People out: for other programs, and for paper.

Leads as a spreadsheet or vCards (`out`), one person's records (`person`), into new `files`; and the day on paper
(`day_sheet`).
"""
