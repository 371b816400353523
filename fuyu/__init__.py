"""fuyu: a keyboard-driven terminal dashboard for daily follow-up.

`answer`, what a command answers before it is printed; `extras`, how a library that is missing is added to this
fuyu; `clock`, the only one; `machine_zone`, where this machine is; `paths`, where things live; `reach`, from a
number or a page to the program that opens it; `sample`, the demo's book; `sentences`, what the evening says;
`imports`, libraries without what they need not; `disk`, files as the operating system has them; `locks`, who holds
one; `registry`, the features there are and what each adds; `background`, what goes on beside the keys; `colleagues`,
who else works with the leads; `wire`, which bounds every talk with a server; `renamed`, old names and new ones.
"""

__version__ = "0.1.0"
