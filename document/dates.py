"""Takes a date; gives it in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

# The month's name comes from here and not from the machine's locale: same source, same bytes.
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day(date: dt.date) -> str:
    """A date in full: "1 June 2025"."""
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"
