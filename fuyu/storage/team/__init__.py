"""What a book keeps where it is shared with a team, below the actions of its person.

`shared` is what it shares: which team it is, what waits for it, what it has. The `outbox` has an entry for each action
that the team lacks, written in the action's own line; the action is kept with its documents before and after it until
then. `taking` writes what the team has below what waits; `loading` writes it as the file of a book that has nothing.
`comparing` is for a server that was brought back from a backup. `numbering` gives ids that no other copy gives.
"""
