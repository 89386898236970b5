"""The language server: what this room says of policy files, in the protocol of editors (LSP).

Needs the extra `lsp`. The whole text comes with every change; positions are in the units that the
editor asked for (UTF-16, if it says nothing), and characters beyond the first 65,536 count two.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from lsprotocol import types
from pygls import uris
from pygls.lsp.server import LanguageServer
from pygls.workspace import ServerTextPosition

from welfare_rules import __version__
from welfare_rules.basics.text import LANGUAGES, Lang
from welfare_rules.document.library import root_of
from welfare_rules.editor.catalogue import SAID
from welfare_rules.editor.completion import Candidate, completion
from welfare_rules.editor.context import dotted_at, word_at
from welfare_rules.editor.fixes import FULL_WIDTH, Fix, fixes, half_width, offset_of, span
from welfare_rules.editor.folder import Looked, look, real
from welfare_rules.editor.hover import hover
from welfare_rules.editor.things import declared, document, meant
from welfare_rules.findings import Finding, Place

WAIT = 0.2  # seconds without a key before the folder is looked at
_SOURCE = "welfare-rules"
_SEVERITY = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "notice": types.DiagnosticSeverity.Information,
}
_KINDS = {
    "fact": types.CompletionItemKind.Field,
    "figure": types.CompletionItemKind.Constant,
    "derived": types.CompletionItemKind.Variable,
    "benefit": types.CompletionItemKind.Class,
    "choice": types.CompletionItemKind.EnumMember,
    "function": types.CompletionItemKind.Function,
    "built in": types.CompletionItemKind.Constant,
    "keyword": types.CompletionItemKind.Keyword,
    "key": types.CompletionItemKind.Property,
    "document": types.CompletionItemKind.File,
}
_TRIGGERS = ('"', "[", ".", "(", " ")


class Server(LanguageServer):
    """A server that says what it cannot do to the editor's log, and shows no message box."""

    def report_server_error(self, error: Exception, source: Any) -> None:
        text = SAID.say("zh", "internal", what=type(error).__name__)
        log = types.LogMessageParams(types.MessageType.Error, text)
        self.window_log_message(log)


def server_of(lang: Lang | None = None) -> Server:
    """A language server. `lang` is the language of its words; where none is given that which the
    editor asks for, else Chinese.
    """
    server = Server(_SOURCE, __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full)
    editor = Editor(server, lang or "zh", chosen=lang is not None)
    triggers = types.CompletionOptions(trigger_characters=list(_TRIGGERS))
    kinds = types.CodeActionOptions([types.CodeActionKind.QuickFix])
    server.feature(types.INITIALIZE)(_function(editor.begin))
    for told, step in (
        (types.TEXT_DOCUMENT_DID_OPEN, editor.opened),
        (types.TEXT_DOCUMENT_DID_CHANGE, editor.changed),
        (types.TEXT_DOCUMENT_DID_SAVE, editor.changed),
        (types.TEXT_DOCUMENT_DID_CLOSE, editor.closed),
    ):
        server.feature(told)(_coroutine(step))
    server.feature(types.TEXT_DOCUMENT_HOVER)(_function(editor.hover))
    server.feature(types.TEXT_DOCUMENT_DEFINITION)(_function(editor.definition))
    server.feature(types.TEXT_DOCUMENT_COMPLETION, triggers)(_function(editor.completion))
    server.feature(types.TEXT_DOCUMENT_CODE_ACTION, kinds)(_function(editor.fixes))
    return server


def _function(step: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A method as a function, on which the server notes what it is for."""

    def function(params: Any) -> Any:
        return step(params)

    return function


def _coroutine(step: Callable[[Any], Awaitable[None]]) -> Callable[[Any], Awaitable[None]]:
    """The same of a method that waits."""

    async def coroutine(params: Any) -> None:
        await step(params)

    return coroutine


@dataclass(slots=True)
class Editor:
    """What is open in an editor, and the last look at each of its folders."""

    server: LanguageServer
    lang: Lang
    chosen: bool
    uris: dict[Path, str] = field(default_factory=dict[Path, str])  # as the editor spells them
    roots: dict[Path, Path] = field(default_factory=dict[Path, Path])
    looked: dict[Path, Looked] = field(default_factory=dict[Path, Looked])
    told: dict[Path, set[str]] = field(default_factory=dict[Path, set[str]])
    waiting: dict[Path, int] = field(default_factory=dict[Path, int])

    # --- what the editor tells ---

    def begin(self, params: types.InitializeParams) -> None:
        """Takes the language that the editor sets, or that it speaks itself."""
        options: Any = params.initialization_options
        asked = cast(dict[str, Any], options).get("lang") if isinstance(options, dict) else None
        locale = (params.locale or "").lower()[:2]
        if asked in LANGUAGES:
            self.lang = asked
        elif not self.chosen and locale:
            self.lang = "zh" if locale == "zh" else "en"

    async def opened(self, params: types.DidOpenTextDocumentParams) -> None:
        """Looks at the folder of a file that was opened."""
        file = _file(params.text_document.uri)
        if file is not None:
            self.uris[file] = params.text_document.uri
            self.roots[file] = root_of(file)
            await self._look(self.roots[file])

    async def changed(
        self, params: types.DidChangeTextDocumentParams | types.DidSaveTextDocumentParams
    ) -> None:
        """Looks at the folder of a file that was changed or saved."""
        file = _file(params.text_document.uri)
        if file in self.roots:
            await self._look(self.roots[file])

    async def closed(self, params: types.DidCloseTextDocumentParams) -> None:
        """From now on the file counts as it is on the disk."""
        file = _file(params.text_document.uri)
        if file is not None and file in self.roots:
            self.uris.pop(file)
            await self._look(self.roots.pop(file))

    async def _look(self, root: Path) -> None:
        """Looks at a folder once nothing has changed for a moment, and tells what was found.

        What changed while it was looked at is looked at anew by whoever told of the change.
        """
        turn = self.waiting[root] = self.waiting.get(root, 0) + 1
        await asyncio.sleep(WAIT)
        if self.waiting[root] != turn:
            return
        files = [each for each, other in self.roots.items() if other == root]
        texts = {each: self._text(each) for each in files}
        versions = {each: self._version(each) for each in files}
        made = await asyncio.to_thread(look, root, texts, self.looked.get(root))
        if self.waiting[root] == turn:
            self.looked[root] = made
            self._tell(made, texts, versions)

    def _tell(self, made: Looked, texts: dict[Path, str], versions: dict[Path, int | None]) -> None:
        before = self.told.get(made.root, set())
        now: set[str] = set()
        for file, found in made.findings.items():
            uri = self._uri(file)
            if not found and uri not in before and file not in texts:
                continue
            text = texts[file] if file in texts else self._text(file) if found else ""
            listed = [self._diagnostic(text, each) for each in found]
            self.server.text_document_publish_diagnostics(
                types.PublishDiagnosticsParams(uri, listed, versions.get(file))
            )
            now.add(uri)
        for uri in before - now:  # of files that are gone
            self.server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))
        self.told[made.root] = {self._uri(file) for file, found in made.findings.items() if found}

    def _diagnostic(self, text: str, found: Finding) -> types.Diagnostic:
        return types.Diagnostic(
            range=self._range(text, *span(text, found)),
            message=found.message(self.lang),
            severity=_SEVERITY[found.severity],
            code=found.code,
            source=_SOURCE,
        )

    # --- what the editor asks ---

    def hover(self, params: types.HoverParams) -> types.Hover | None:
        """What is shown of the name at a place."""
        at = self._at(params)
        if at is None:
            return None
        file, text, offset, made = at
        law = made.law(file)
        if law is None:
            return None
        today = datetime.date.today()
        found = hover(law, made.below(law.jurisdiction), text, offset, today, self.lang)
        if found is None:
            return None
        content = types.MarkupContent(types.MarkupKind.Markdown, found.text)
        return types.Hover(content, self._range(text, found.start, found.end))

    def definition(self, params: types.DefinitionParams) -> list[types.Location]:
        """Where the name at a place is laid down, in whatever layer; of a document, the file."""
        at = self._at(params)
        law = at[3].law(at[0]) if at is not None else None
        if at is None or law is None:
            return []
        _, text, offset, made = at
        paper = document(law, dotted_at(text, offset))
        word = word_at(text, offset)
        places: list[Place] = [] if paper is None else [paper]
        for name in () if word is None or places else meant(law, text[slice(*word)]):
            places += declared(law, name)
        return [
            types.Location(self._uri(file), self._range(self._text(file), *there))
            for each in dict.fromkeys(places)
            if (file := made.names.get(each.file)) is not None
            for there in [_word(self._text(file), each)]
        ]

    def completion(self, params: types.CompletionParams) -> types.CompletionList | None:
        """What may stand at a place."""
        at = self._at(params)
        law = at[3].law(at[0]) if at is not None else None
        if at is None or law is None:
            return None
        _, text, offset, _ = at
        found = completion(law, text, offset, self.lang)
        return types.CompletionList(
            is_incomplete=False,
            items=[self._item(text, each, place) for place, each in enumerate(found)],
        )

    def _item(self, text: str, each: Candidate, place: int) -> types.CompletionItem:
        return types.CompletionItem(
            label=each.text,
            kind=_KINDS[each.kind],
            label_details=types.CompletionItemLabelDetails(
                description=each.search.removeprefix(each.text).strip()[:60]
            ),
            detail=each.about,
            filter_text=each.search,
            sort_text=f"{place:05}",
            text_edit=types.TextEdit(self._range(text, each.start, each.end), each.text),
        )

    def fixes(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        """The quick fixes of what is wrong in a range."""
        file = _file(params.text_document.uri)
        made = self.looked.get(self.roots[file]) if file in self.roots else None
        if file is None or made is None:
            return []
        text, found = self._text(file), made.findings.get(file, ())
        first, last = (self._offset(text, each) for each in (params.range.start, params.range.end))
        near = [each for each in found if (at := span(text, each))[0] <= last and first <= at[1]]
        actions = [self._action(file, text, each) for each in fixes(text, near, self.lang)]
        every = half_width(text, found)
        if len(every) > 1 and any(each.diagnostics for each in actions if _full_width(each)):
            edits = [
                types.TextEdit(self._range(text, start, end), new) for start, end, new in every
            ]
            title = SAID.say(self.lang, "all_half_width")
            actions.append(self._edited(file, title, edits))
        return actions

    def _action(self, file: Path, text: str, fix: Fix) -> types.CodeAction:
        edit = types.TextEdit(self._range(text, fix.start, fix.end), fix.text)
        action = self._edited(file, fix.title, [edit])
        action.diagnostics = [self._diagnostic(text, fix.finding)]
        return action

    def _edited(self, file: Path, title: str, edits: list[types.TextEdit]) -> types.CodeAction:
        return types.CodeAction(
            title=title,
            kind=types.CodeActionKind.QuickFix,
            edit=types.WorkspaceEdit(changes={self._uri(file): edits}),
        )

    # --- texts and places ---

    def _at(
        self, params: types.HoverParams | types.DefinitionParams | types.CompletionParams
    ) -> tuple[Path, str, int, Looked] | None:
        """The file, its text, the offset, and the last look at its folder."""
        file = _file(params.text_document.uri)
        made = self.looked.get(self.roots[file]) if file in self.roots else None
        if file is None or made is None:
            return None
        text = self._text(file)
        return file, text, self._offset(text, params.position), made

    def _text(self, file: Path) -> str:
        """The text of a file as the editor has it, else as it is on the disk; with plain line ends,
        by which no column moves.
        """
        uri = self.uris.get(file)
        if uri is not None:
            return _plain(self.server.workspace.get_text_document(uri).source)
        with contextlib.suppress(OSError, UnicodeDecodeError):
            return _plain(file.read_text(encoding="utf-8"))
        return ""

    def _version(self, file: Path) -> int | None:
        uri = self.uris.get(file)
        return None if uri is None else self.server.workspace.get_text_document(uri).version

    def _uri(self, file: Path) -> str:
        return self.uris.get(file) or uris.from_fs_path(str(file)) or ""

    def _range(self, text: str, start: int, end: int) -> types.Range:
        return types.Range(self._position(text, start), self._position(text, end))

    def _position(self, text: str, offset: int) -> types.Position:
        line = text.count("\n", 0, offset)
        begun = text.rfind("\n", 0, offset) + 1
        codec = self.server.workspace.position_codec
        return types.Position(line, codec.client_num_units(text[begun:offset]))

    def _offset(self, text: str, position: types.Position) -> int:
        lines = _lines(text)
        codec = self.server.workspace.position_codec
        at: ServerTextPosition = codec.position_from_client_units(lines, position)
        return min(len(text), sum(map(len, lines[: at.line])) + at.character)


def _lines(text: str) -> Sequence[str]:
    """The lines as the protocol counts them; other signs that break lines elsewhere do not here."""
    return [f"{each}\n" for each in text.split("\n")]


def _plain(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def _word(text: str, place: Place) -> tuple[int, int]:
    start = offset_of(text, place.line, place.column)
    word = word_at(text, start)
    return (start, start) if word is None else (start, max(start, word[1]))


def _full_width(action: types.CodeAction) -> bool:
    return any(each.code in FULL_WIDTH for each in action.diagnostics or ())


def _file(uri: str) -> Path | None:
    """The file that a URI names; None for what is on no disk."""
    path = uris.to_fs_path(uri) if uri.startswith("file:") else None
    return None if path is None else real(path)
