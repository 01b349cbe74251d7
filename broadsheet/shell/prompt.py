"""The prompt of `broadsheet sql`, and statements that come in by a pipe.

Belongs here: reading lines. What a statement gives belongs in broadsheet.shell.query, what a command does in
broadsheet.shell.commands.
"""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Iterable
from pathlib import Path

import duckdb
from prompt_toolkit import PromptSession
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.filters import Condition
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.lexers import PygmentsLexer
from rich.console import Console
from rich.text import Text

from broadsheet.errors import BroadsheetError
from broadsheet.settings import Settings
from broadsheet.shell.commands import PromptState, run_command
from broadsheet.shell.completion import SqlCompleter
from broadsheet.shell.options import SqlOptions
from broadsheet.shell.query import run_statements
from broadsheet.shell.session import Session
from broadsheet.shell.visible import make_visible

_PROMPT, _CONTINUED = "broadsheet> ", "       ...> "
HISTORY_FILE = ".broadsheet_sql_history"


def run_prompt(settings: Settings, options: SqlOptions | None = None) -> None:
    """Read statements and commands until the end of standard input, in one session.

    At a terminal errors do not end the session; from a pipe the first one does, and is raised.
    """
    options = options or SqlOptions()
    with contextlib.closing(Session(settings, options)) as session:
        state = PromptState(session, settings, options, Console())
        if sys.stdin.isatty():
            _converse(state)
        else:
            state.is_timed = False
            read_lines(state, sys.stdin)


def read_lines(state: PromptState, lines: Iterable[str]) -> None:
    """Run the statements and commands of a text line by line; a statement goes on until a `;` ends it."""
    pending = ""
    for line in lines:
        if not pending.strip() and line.startswith("."):
            run_command(state, line)
            if state.is_finished:
                return
            continue
        pending += line
        if is_complete(pending):
            _run(state, pending)
            pending = ""
    if pending.strip():
        _run(state, pending)


def is_complete(text: str) -> bool:
    """True where the text ends with a `;` that is not part of a string, a name or a comment.

    >>> is_complete("select 1;"), is_complete("select ';"), is_complete("select 1 -- why;")
    (True, False, False)
    """
    stripped = text.rstrip()
    if not stripped.endswith(";"):
        return False
    # A word after it tells whether the end stands in a string or a comment: then no token begins there.
    end = len(stripped.encode())
    try:
        return any(place == end for place, _ in duckdb.tokenize(stripped + "z"))
    except duckdb.Error:
        return False


def _converse(state: PromptState) -> None:
    prompt: PromptSession[str] = PromptSession(
        history=_open_history(),
        completer=SqlCompleter(state.session),
        complete_while_typing=False,
        auto_suggest=AutoSuggestFromHistory(),
        lexer=PygmentsLexer.from_filename("query.sql"),
        multiline=True,
        key_bindings=_bind_enter(),
        prompt_continuation=_CONTINUED,
    )
    state.console.print(
        f"Reading {state.session.file.name}. Try: from speakers;  .tables  .schema claims  .help",
        markup=False, highlight=False, soft_wrap=True,
    )  # fmt: skip
    while not state.is_finished:
        try:
            text = prompt.prompt(_PROMPT)
        except KeyboardInterrupt:
            continue
        except EOFError:
            break
        # The line editor puts back the handler it found, which whoever started us may have set to ignore Ctrl-C.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        answer(state, text)


def answer(state: PromptState, text: str) -> None:
    """Run what was entered and print what came of it, errors too; Ctrl-C stops a query and keeps the session."""
    if not text.strip(" ;\n"):
        return
    _follow_release(state)
    try:
        if text.lstrip().startswith("."):
            run_command(state, text)
        else:
            _run(state, text)
    except KeyboardInterrupt:
        state.console.print("Stopped; the session goes on.", style="yellow")
    except BroadsheetError as error:
        state.console.print(Text(make_visible(str(error), keep="\n"), style="red"))


def _run(state: PromptState, text: str) -> None:
    output, state.next_output = state.next_output, None
    run_statements(state.session, state.settings, text, state.options, output, state.console, state.is_timed)


def _follow_release(state: PromptState) -> None:
    """Go over to a newer release where nothing is lost by it, else say that it is there."""
    newer = state.session.find_newer_release()
    if newer is None:
        return
    if state.session.has_state:
        note = f"A newer release is in place, {newer.name}; .reopen reads it, without your temporary tables."
    else:
        state.session.reopen()
        note = f"Now reading a newer release, {newer.name}."
    state.console.print(note, style="yellow", markup=False, highlight=False, soft_wrap=True)


def _open_history() -> History:
    """The history of this user, which only they can read; none that stays where their home cannot be written."""
    path = Path.home() / HISTORY_FILE
    try:
        path.touch(mode=0o600)
    except OSError:
        return InMemoryHistory()
    return FileHistory(path)


def _bind_enter() -> KeyBindings:
    """Enter runs a finished statement or a command, and begins a new line otherwise."""
    bindings = KeyBindings()

    @Condition
    def is_finished() -> bool:
        from prompt_toolkit.application import get_app

        text = get_app().current_buffer.text
        return not text.strip() or text.lstrip().startswith(".") or is_complete(text)

    @bindings.add("enter", filter=is_finished)
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.validate_and_handle()

    return bindings
