"""What each operating system does in its own way, as `machine`: `unix`, or `windows` where that is missing.

Nothing else asks for locks, reads at a place in a file, or knows signals: both modules have the same names.
"""

try:
    from fuyu.system import unix as machine
except ImportError:  # there is no fcntl
    from fuyu.system import windows as machine  # type: ignore[no-redef] # it has the same names

__all__ = ["machine"]
