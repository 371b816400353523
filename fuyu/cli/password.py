"""A password as a program or the keyring says it: none is in a file of ours."""

import subprocess
from collections.abc import Sequence

from fuyu.domain.text import clean_line
from fuyu.errors import UsageError

_PATIENCE = 120.0
"""Seconds: the program may ask the person to unlock something."""


def password(table: str, user: str, command: Sequence[str]) -> str:
    """Return the password; empty where there is no user to log in.

    Args:
        table: the table of config.toml that asks for it, which also names the extra with the keyring.
        user: who logs in.
        command: a program and its arguments, whose first line is the password; where it is empty, the keyring is
            asked for the service `fuyu-TABLE`.

    Raises:
        UsageError: neither tells.
    """
    if command:
        return _answer(table, command)
    if not user:
        return ""
    try:
        import keyring  # noqa: PLC0415 - an extra, for those who need it
        from keyring.errors import KeyringError  # noqa: PLC0415 - the same
    except ImportError:
        from fuyu.extras import how_to_add  # noqa: PLC0415 - only who lacks it

        keyring_words = f"set {table}.password_command in config.toml, or have a keyring: {how_to_add(table)}"
        raise UsageError(f"the password of {table} is not known: {keyring_words}") from None
    service = f"fuyu-{table}"
    try:
        found = keyring.get_password(service, user)
    except KeyringError as error:
        raise UsageError(f"the keyring does not answer: {type(error).__name__}; or set password_command") from None
    if found is None:
        raise UsageError(
            f"the keyring knows no password: keyring set {service} {clean_line(user)}; or set password_command"
        )
    return found


def _answer(table: str, command: Sequence[str]) -> str:
    """Return the first line that a program prints."""
    name = clean_line(command[0])
    try:
        done = subprocess.run(  # noqa: S603 - the person's own program, without a shell
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=False, text=True, timeout=_PATIENCE
        )
    except subprocess.TimeoutExpired:
        raise UsageError(f"{table}.password_command: {name} does not end") from None
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"{table}.password_command: {name} cannot be run") from None
    if done.returncode or not done.stdout.strip():
        raise UsageError(f"{table}.password_command: {name} gives no password")
    return done.stdout.split("\n", 1)[0]
