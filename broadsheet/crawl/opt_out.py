"""Whether a page says no to the training of AI models, as its site, response and page put it.

Belongs here: what follows from usage preferences for one page. Nothing is decided by it in a poll: what robots.txt lets
us have is fetched, and the answer is written beside it, as `captures.ai_training_opt_out`, for exports to go by.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from broadsheet.crawl.preferences import Preference, load_ai_crawlers
from broadsheet.crawl.robots import ROBOT
from broadsheet.crawl.robots_text import matches, path_of, score_agent

# What speaks of training: text and data mining is the wider right that European law gives it by.
_TRAINING = frozenset({"train-ai", "tdm"})


def find_opt_out(url: str, preferences: Iterable[Preference]) -> bool | None:
    """True where the page at `url` says no to training, False where it says yes and never no, None where it is silent.

    Of one carrier the longest path that matches counts; of several carriers a no counts more than a yes (AIPREF,
    attach draft: the most restrictive). What is said to crawlers that stand for training alone counts too.
    """
    path = path_of(url)
    fitting = [
        preference
        for preference in preferences
        if preference.category in _TRAINING and _counts(preference) and matches(preference.path, path)
    ]
    answers = set()
    for _, group in groupby(sorted(fitting, key=_find_speaker), key=_find_speaker):
        said = list(group)
        longest = max(len(preference.path) for preference in said)
        closest = {preference.preference for preference in said if len(preference.path) == longest}
        answers.add(_weigh(said[0].carrier, closest))
    return True if "disallow" in answers else False if "allow" in answers else None


def _weigh(carrier: str, answers: set[str]) -> str:
    """The answer of one carrier whose rules are equally near: a rule of robots.txt that lets in wins, else a no."""
    if carrier == "robots_agent_group":
        # That a crawler of AI may come is not a word about training: only shutting it out is one.
        return "disallow" if answers == {"disallow"} else "silent"
    return "disallow" if "disallow" in answers else "allow" if "allow" in answers else "silent"


def _counts(preference: Preference) -> bool:
    agent = preference.agent
    return agent is None or agent in load_ai_crawlers().trains or score_agent(agent, ROBOT) > 1


def _find_speaker(preference: Preference) -> tuple[str, str, str]:
    return preference.carrier, preference.category, preference.agent or ""
