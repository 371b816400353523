"""Panes: one part of the day each; they do not know each other.

One part of the day each; they do not know each other. All of them on a `board`, which shares the rows out. To look
at: `leads`, `lists` (two of them, the lead chosen in either, and who is `marked`), `coming`, `card`, `call`, `notes`,
`morning`, `status`. Questions, each a `prompt` (`asked` knows which is open): `log` (`log_said`, what was said so
far, `log_lines`, how that is read, and `promises_left`, what becomes of promises, are parts of it), `snooze`
(`parts`, which of several things is moved, is a part of it; and the `decision` at the third), `owe`, `add`, `export`,
`choice`, `confirm`, `forget` (a yes in letters), `jump`; `day_prompt` (what asks for a day), `date_entry`, `field` (a
caption, its input, and the error under it) and `labelled` are parts of them.
"""
