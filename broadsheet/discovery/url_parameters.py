"""Which parts of a query say how a reader came to a page or how it is shown, and which say what it is.

From the parameter lists of ClearURLs (LGPL list, names only) and courlan, and from the views of news sites.
"""

from __future__ import annotations

import re

from broadsheet.masking import is_secret

# Say where a reader comes from, whatever their value.
TRACKING = re.compile(
    r"(?:utm|at|mtm|pk|matomo|hsa|ns|oly|vero|wt|xtor|mc|piwik|itm|fb|cx|sc|dm|campaign)_\w+|[gy]clid|gclsrc|gad_\w+"
    r"|gbraid|wbraid|dclid|fbclid|msclkid|twclid|ttclid|li_fat_id|igshid|igsh|ocid|cmpid|icid|ito|ncid|smid|smtyp|taid"
    r"|sref|srnd|ref_?src|ref_?url|srsltid|referr?er|spm|soc_src|soc_trk|mkt_tok|_ga|_gl|_hsenc|_hsmi|hsctatracking"
    r"|s_kwcid|ef_id|xtor|rssfeed|from_rss|source_rss|src_rss|amp_js_v|amp_gsa|usqp|aoh|csi|outputtype"
    r"|__twitter_impression|__s|cmp|trkid|tblci|guccounter|guce_\w+|_x_tr_\w+|utm|at_medium|at_campaign|maca|cid_source"
    r"|traffic_source|wtmc|wtrid|wt_mc|sara_ecid|sara_ref|ecid|dgcid|xid_source|cvid|nb_share|fromsource",
    re.IGNORECASE,
)
# The same, unless the value is a number of its own: "?ref=48213" can be the article.
LOOSE_TRACKING = re.compile(r"ref|feature|partner|scm|share|trk|rss|cmp|source|src|from|s|xid|via|cid", re.IGNORECASE)
NUMBER = re.compile(r"\d{3,}")
# Of the loose ones these are tracking only with a word that says so; elsewhere they select ("?source=reuters").
SOURCE_WORDS = re.compile(
    r"rss\d?|feed|feedburner|twitter|x|facebook|fb|whatsapp|telegram|linkedin|reddit|e?mail|newsletter|push|app"
    r"|share\w*|social\w*|google\w*|bing|yahoo|msn|apple\w*|flipboard|pocket|amp|home(?:page)?|mobile|web|widget|copy"
    r"|nl|sms|threads|bluesky|mastodon|instagram|youtube|search|related|recirc\w*",
    re.IGNORECASE,
)
SOURCES = frozenset(("source", "src", "from", "via", "cid", "xid"))
# Say that the same article is shown in another form, if they have one of these values.
VIEWS: dict[str, re.Pattern[str]] = {
    name: re.compile(values, re.IGNORECASE)
    for names, values in (
        (("amp", "isamp", "mobile", "ismobile", "print", "printable", "printer", "printview", "isprint", "pf",
          "printerfriendly", "textonly"), r"|1|true|yes|y|on|pdf"),
        (("view", "output", "format", "mode", "layout", "display", "template", "tmpl", "style", "service", "type"),
         r"amp|print\w*|mobile|desktop|component_print|text-only"),
        # Not "1": where pages are counted from 0 (Drupal) it is the second.
        (("page", "pagenumber", "pg", "seite"), r"0|all|full|single"),
        (("pagewanted",), r"all|print"),
        (("singlepage", "showall", "all", "full", "onepage", "fullpage"), r"|1|true|yes"),
        (("nocache", "refresh", "reload", "noredirect", "no_redirect", "cb", "cachebuster"), r".*"),
    )
    for name in names
}  # fmt: skip
SESSION = re.compile(
    r"jsessionid|phpsessid|asp(?:session|net_session)id\w*|session_?id|sessid|cfid|cftoken|osessid|zenid", re.IGNORECASE
)
SHORT_SESSION = re.compile(r"s|sid|sess", re.IGNORECASE)
SESSION_VALUE = re.compile(r"[0-9a-fA-F]{24,64}")


def is_about_the_page(name: str, value: str) -> bool:
    """Whether a parameter can say what a page is, rather than how it is reached or shown.

    >>> is_about_the_page("id", "12"), is_about_the_page("utm_source", "x"), is_about_the_page("ref", "48213")
    (True, False, True)
    >>> is_about_the_page("page", "all"), is_about_the_page("page", "2"), is_about_the_page("view", "print")
    (False, True, False)
    >>> is_about_the_page("token", "af31"), is_about_the_page("key", "harbour")
    (False, True)
    """
    lowered = name.lower()
    if TRACKING.fullmatch(name) or _is_of_the_reader(name, value):
        return False
    if lowered in VIEWS and VIEWS[lowered].fullmatch(value):
        return False
    if lowered in SOURCES:
        return not SOURCE_WORDS.fullmatch(value)
    return (
        not LOOSE_TRACKING.fullmatch(name) or bool(NUMBER.fullmatch(value)) or (lowered == "s" and not value.isdigit())
    )


def _is_of_the_reader(name: str, value: str) -> bool:
    """Whether a parameter is a session or opens the page to one reader."""
    is_session = bool(SESSION.fullmatch(name)) or bool(SHORT_SESSION.fullmatch(name) and SESSION_VALUE.fullmatch(value))
    return is_session or is_secret(name, value)
