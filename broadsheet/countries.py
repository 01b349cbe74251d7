"""Country codes, and the country that a web address belongs to by its top-level domain.

Belongs here: what the codes are. Which country an article is from is decided in extract and derive.
"""

from __future__ import annotations

import re

# ISO 3166-1 alpha-2.
_CODES = frozenset(
    """AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
    GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO
    JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR
    MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO
    RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV
    TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW""".split()
)
# Top-level domains of countries that are sold to anyone, so that they say nothing of a place.
_SOLD = frozenset("ac ag ai am bz cc cd co cx dj fm gd gg gl im io la ly me ms mu nu pw sc sh sr st su tk to tv vc vg ws".split())
_OTHER_NAMES = {"uk": "GB", "gov": "US", "mil": "US", "edu": "US"}
_HOST = re.compile(r"^https?://(?:[^/?#@]*@)?(?P<host>[^/?#:]+)", re.IGNORECASE)


def is_country(code: str) -> bool:
    """Whether letters are the code of a country."""
    return code in _CODES


def find_domain_country(url: str | None) -> str | None:
    """The country of a web address by its top-level domain; None for those that anyone may have.

    >>> find_domain_country("https://www.example.com.au/news"), find_domain_country("https://example.io/")
    ('AU', None)
    """
    match = _HOST.match(url or "")
    last = match["host"].rstrip(".").rpartition(".")[2].lower() if match else ""
    if last in _SOLD:
        return None
    code = _OTHER_NAMES.get(last, last.upper())
    return code if code in _CODES else None
