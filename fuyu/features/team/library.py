"""The library that talks with a team's server: an extra, of which only a team is told."""

from fuyu.errors import UsageError


def need_library() -> None:
    """Raise a `UsageError` with what adds the library where it is not here."""
    try:
        import psycopg  # noqa: F401, PLC0415 - only whether it is here
    except ImportError as error:
        from fuyu.extras import how_to_add  # noqa: PLC0415 - only who lacks it

        raise UsageError(f"a team needs the library psycopg: {how_to_add('team')}") from error
