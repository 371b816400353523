"""Pure rules on frozen values: no I/O, no clock, no framework."""
