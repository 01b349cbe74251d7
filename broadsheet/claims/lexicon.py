"""Cue words as look-up tables, read once from `lang/<language>/*.toml`.

Belongs here: which word forms are cues and what they mean. How a cue finds its source and content belongs to `syntax`
and `word_order`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from broadsheet.word_lists import has_word_list, load_word_list

_VOWELS = "aeiou"
# Verbs whose stress is not on the last syllable, or that end in two vowels + consonant, do not double it.
_NOT_DOUBLED = (
    "en",
    "er",
    "it",
    "et",
    "or",
    "on",
    "al",
    "om",
    "ow",
    "aw",
    "ew",
    "ay",
    "oy",
    "ey",
    "el",
    "ix",
    "ax",
    "ur",
    "us",
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue in one sense. frames: the kinds of content it takes (see cues.toml)."""

    lemma: str
    kind: str
    stance: str
    frames: frozenset[str]


@dataclass(frozen=True, slots=True)
class CueVerb:
    """A verb with all its senses, the main sense first."""

    lemma: str
    senses: tuple[Cue, ...]
    prepositions: frozenset[str]
    particles: frozenset[str]

    def with_particle(self, particle: str) -> CueVerb:
        """The verb as it stands with a particle ("go on"), or, for an empty one, without any."""
        joined = f"{self.lemma} {particle}"
        multi = tuple(sense for sense in self.senses if sense.lemma == joined) if particle else ()
        single = tuple(sense for sense in self.senses if " " not in sense.lemma)
        return CueVerb(self.lemma, multi or single, self.prepositions, self.particles)

    def sense(self, *frames: str) -> Cue | None:
        """The first sense that takes one of the frames."""
        for sense in self.senses:
            if sense.frames.intersection(frames):
                return sense
        return None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of body. nouns: "the airline". names: words that show it in a name. endings: of such words."""

    nouns: frozenset[str]
    names: frozenset[str]
    endings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All cue words of a language by word form, in lower case."""

    verbs: Mapping[str, CueVerb]
    nouns: Mapping[str, Cue]
    adjectives: Mapping[str, Cue]
    phrases: tuple[tuple[tuple[str, ...], Cue], ...]
    words: Mapping[str, frozenset[str]]
    kinds: Mapping[str, Kind]
    pronouns: Mapping[str, str]
    gender: Mapping[str, str]
    first_names: Mapping[str, str]
    raising: frozenset[str]
    addressed: frozenset[str]
    quoting: frozenset[str]
    making: frozenset[str]
    speaking: frozenset[str]
    targeted: frozenset[str]
    target_prepositions: Mapping[str, frozenset[str]]
    required: Mapping[str, frozenset[str]]
    asked_with: Mapping[str, frozenset[str]]
    raw_hedges: Mapping[str, Any]


@cache
def load_lexicon(language: str = "en") -> Lexicon:
    """The tables of a language; those of English if there are none. Raises FaultError where a file is broken."""
    if not has_word_list("cues", language):
        language = "en"
    cues = _read(language, "cues.toml")
    sources = _read(language, "claim_sources.toml")
    return Lexicon(
        verbs=_make_verbs(cues),
        nouns=_make_nouns(cues["nouns"]),
        adjectives={
            lemma: Cue(lemma, group["kind"], group["stance"], frozenset(group["frames"]))
            for group in cues["adjectives"]
            for lemma in group["lemmas"]
        },
        phrases=tuple(
            (tuple(item["words"]), Cue(" ".join(item["words"]), item["kind"], item["stance"], frozenset(["that"])))
            for item in cues["phrases"]
        ),
        words=_make_words(language, sources),
        kinds={
            name: Kind(frozenset(kind["nouns"]), frozenset(kind["names"]), tuple(kind["endings"]))
            for name, kind in sources.get("kinds", {}).items()
        },
        pronouns={word: key for key, words in sources["pronouns"].items() for word in words},
        gender={word: key for key, words in sources["gender"].items() for word in words},
        first_names={
            name.lower(): key for key, names in _read(language, "first_names.toml").items() for name in names.split()
        },
        raising=frozenset(cues["raising"]["lemmas"]),
        addressed=frozenset(cues["addressed"]["lemmas"]),
        quoting=frozenset(cues.get("quoting", {}).get("lemmas", ())),
        making=_make_forms(cues, "making"),
        speaking=_make_forms(cues, "speaking"),
        targeted=frozenset(cues.get("targeted", {}).get("lemmas", ())),
        target_prepositions=_make_sets(cues.get("target_prepositions", {})),
        required=_make_sets(cues.get("required", {})),
        asked_with={lemma: frozenset(words) for lemma, words in cues["asked_with"].items()},
        raw_hedges=_read(language, "hedges.toml"),
    )


def inflect_verb(lemma: str) -> list[str]:
    """Forms of a regular verb, base first.

    >>> inflect_verb("deny"), inflect_verb("stop")
    (['deny', 'denies', 'denied', 'denying'], ['stop', 'stops', 'stopped', 'stopping'])
    """
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        return [lemma, f"{lemma[:-1]}ies", f"{lemma[:-1]}ied", f"{lemma}ing"]
    third = f"{lemma}es" if lemma.endswith(("s", "sh", "ch", "x", "z", "o")) else f"{lemma}s"
    if lemma.endswith("e"):
        ing = f"{lemma}ing" if lemma.endswith(("ee", "ye")) else f"{lemma[:-1]}ing"
        return [lemma, third, f"{lemma}d", ing]
    doubles = (
        len(lemma) > 2
        and lemma[-1] not in _VOWELS + "wxy"
        and lemma[-2] in _VOWELS
        and lemma[-3] not in _VOWELS
        and not (len(lemma) > 3 and lemma.endswith(_NOT_DOUBLED))
    )
    stem = lemma + lemma[-1] if doubles else lemma
    return [lemma, third, f"{stem}ed", f"{stem}ing"]


def _make_words(language: str, sources: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """The lists of nouns by name; `animate` joins all words for a person, with their plurals in -s."""
    words = {key: frozenset(value) for key, value in sources.items() if isinstance(value, list)}
    roles = frozenset(_read(language, "titles.toml")["roles"])
    words.setdefault("media_names", frozenset())
    persons = words.get("persons", frozenset()) | words["person_roles"] | roles
    plurals = frozenset(f"{word}s" for word in persons if not word.endswith("s"))
    words["animate"] = words["unnamed"] | persons | plurals | frozenset(sources["gender_nouns"])
    return words


def _forms_of(cues: Mapping[str, Any], lemma: str) -> list[str]:
    """All forms of a verb, base first."""
    irregular = cues["irregular"]
    return [lemma, *irregular[lemma]] if lemma in irregular else inflect_verb(lemma)


def _make_forms(cues: Mapping[str, Any], table: str) -> frozenset[str]:
    """All forms of the verbs of a table; none where the language has no such table."""
    return frozenset(form for lemma in cues.get(table, {}).get("lemmas", ()) for form in _forms_of(cues, lemma))


def _make_sets(table: Mapping[str, list[str]]) -> dict[str, frozenset[str]]:
    return {key: frozenset(words) for key, words in table.items()}


def _make_verbs(cues: Mapping[str, Any]) -> dict[str, CueVerb]:
    senses: dict[str, list[Cue]] = {}
    for group in cues["verbs"]:
        for lemma in group["lemmas"]:
            cue = Cue(lemma, group["kind"], group["stance"], frozenset(group["frames"]))
            senses.setdefault(lemma.split()[0], []).append(cue)
    for lemma in cues["prepositions"]:
        senses.setdefault(lemma, []).append(Cue(lemma, "assert", "neutral", frozenset(["prep"])))
    verbs: dict[str, CueVerb] = {}
    for lemma, found in senses.items():
        # A sense that needs a particle ("go on") applies only together with it; `CueVerb.with_particle` selects it.
        verb = CueVerb(
            lemma,
            tuple(found),
            frozenset(cues["prepositions"].get(lemma, ())),
            frozenset(cues["particles"].get(lemma, ())),
        )
        for form in _forms_of(cues, lemma):
            if form not in verbs or form == lemma:
                verbs[form] = verb
    return verbs


def _make_nouns(groups: list[Mapping[str, Any]]) -> dict[str, Cue]:
    nouns: dict[str, Cue] = {}
    for group in groups:
        for lemma in group["lemmas"]:
            cue = Cue(lemma, group["kind"], group["stance"], frozenset(["that"]))
            plural = f"{lemma[:-1]}ies" if lemma.endswith("y") and lemma[-2] not in _VOWELS else f"{lemma}s"
            plural = f"{lemma}es" if lemma.endswith(("s", "sh", "ch", "x")) else plural
            nouns.setdefault(lemma, cue)
            nouns.setdefault(plural, cue)
    return nouns


def _read(language: str, name: str) -> Mapping[str, Any]:
    return load_word_list(name.removesuffix(".toml"), language)
