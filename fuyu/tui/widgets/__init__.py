"""Widgets that know nothing of leads.

`lines` and `row_list` paint, `roles` says in which colours, `pressable` lines are clicked; `frame` draws the rule or
the frame of a pane, `over` that of what lies above the day, `keys_row` the keys at its foot; `line_input` and
`note_editor` take what is typed, with the keys of Textual's that are left to them (`own_keys`); what has
the keys and looks the same with them is styled once (`focusing`).
"""
