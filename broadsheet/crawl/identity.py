"""Who asks: the User-Agent of every request, with a contact that the people of a site can write to."""

from __future__ import annotations

import re

from broadsheet import __version__
from broadsheet.crawl.robots import ROBOT
from broadsheet.errors import SettingsError
from broadsheet.settings import Settings

_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]+@[A-Za-z0-9.-]+\.[A-Za-z0-9-]+")
_PAGE = re.compile(r"https?://[!-~]+")


def make_user_agent(settings: Settings, *, is_loopback: bool = False) -> str:
    """The User-Agent of our requests. is_loopback: this machine alone is asked, which needs no contact.

    Raises SettingsError where no contact is set, or one that nobody could use.
    """
    if is_loopback and not settings.contact:
        return f"{ROBOT}/{__version__}"
    return f"{ROBOT}/{__version__} (+{check_contact(settings)})"


def check_contact(settings: Settings) -> str:
    """The contact. Raises SettingsError where it is none."""
    contact = settings.contact
    if not contact:
        raise SettingsError(
            "No contact is set, and nothing is fetched without one: the people of a site must be able to reach whoever "
            "asks for its pages. Set BROADSHEET_CONTACT to a mail address or to a web page about you, such as "
            "BROADSHEET_CONTACT=desk@newsroom.example."
        )
    if not _MAIL.fullmatch(contact) and not _PAGE.fullmatch(contact):
        raise SettingsError(
            f"BROADSHEET_CONTACT is {contact!r}. Write a mail address such as desk@newsroom.example, or the address of "
            "a web page about you that begins with https://."
        )
    return contact
