// Starts `welfare-rules lsp` and carries its words to VS Code, with nothing but what VS Code brings.
"use strict";
const vscode = require("vscode");
const { spawn } = require("child_process");

const POLICY = /welfare-policy\//;
const KINDS = ["", "Text", "Method", "Function", "Constructor", "Field", "Variable", "Class", "Interface", "Module",
  "Property", "Unit", "Value", "Enum", "Keyword", "Snippet", "Color", "File", "Reference", "Folder", "EnumMember", "Constant"];

/** Messages of JSON-RPC over the streams of a child process. */
class Server {
  constructor(command, args, told, ended) {
    this.child = spawn(command, args, { windowsHide: true });
    this.waiting = new Map();
    this.last = 0;
    this.read = Buffer.alloc(0);
    this.told = told;
    this.child.on("error", ended);
    this.child.on("exit", () => { this.child = null; this.settle(); });
    this.child.stdin.on("error", () => {});
    this.child.stderr.resume();
    this.child.stdout.on("data", (data) => this.take(data));
  }

  take(data) {
    this.read = Buffer.concat([this.read, data]);
    for (;;) {
      const end = this.read.indexOf("\r\n\r\n");
      if (end < 0) return;
      const size = Number(/content-length: *(\d+)/i.exec(this.read.toString("ascii", 0, end))[1]);
      if (this.read.length < end + 4 + size) return;
      const message = JSON.parse(this.read.toString("utf8", end + 4, end + 4 + size));
      this.read = this.read.subarray(end + 4 + size);
      if (message.method) this.told(message.method, message.params);
      else if (this.waiting.has(message.id)) {
        this.waiting.get(message.id)(message.result === undefined ? null : message.result);
        this.waiting.delete(message.id);
      }
    }
  }

  send(message) {
    if (this.child === null) return;
    const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
    this.child.stdin.write(Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]));
  }

  tell(method, params) { this.send({ method, params }); }

  ask(method, params) {
    if (this.child === null) return Promise.resolve(null);
    const id = ++this.last;
    return new Promise((resolve) => { this.waiting.set(id, resolve); this.send({ id, method, params }); });
  }

  /** Nobody waits for a server that has gone. */
  settle() {
    for (const resolve of this.waiting.values()) resolve(null);
    this.waiting.clear();
  }
}

const range = (each) => new vscode.Range(each.start.line, each.start.character, each.end.line, each.end.character);
const place = (document, position) => ({
  textDocument: { uri: document.uri.toString() }, position: { line: position.line, character: position.character },
});

async function activate(context) {
  const set = vscode.workspace.getConfiguration("welfareRules");
  const command = set.get("command", "welfare-rules");
  const found = vscode.languages.createDiagnosticCollection("welfare-rules");
  const open = new Set();

  const told = (method, params) => {
    if (method !== "textDocument/publishDiagnostics") return;
    found.set(vscode.Uri.parse(params.uri), params.diagnostics.map((each) => {
      const made = new vscode.Diagnostic(range(each.range), each.message, each.severity - 1);
      made.code = each.code;
      made.source = each.source;
      return made;
    }));
  };
  const server = new Server(command, ["lsp"], told, () => vscode.window.showErrorMessage(
    `welfare-rules：启动不了“${command}”，请在设置 welfareRules.command 里写完整路径。(cannot be started)`));
  const language = set.get("lang", "zh");
  await server.ask("initialize", {
    processId: process.pid, rootUri: null, locale: vscode.env.language, initializationOptions: { lang: language }, capabilities: {},
  });
  server.tell("initialized", {});

  const follow = (document) => {
    const uri = document.uri.toString();
    if (document.languageId !== "toml" || document.uri.scheme !== "file" || open.has(uri) || !POLICY.test(document.getText())) return;
    open.add(uri);
    server.tell("textDocument/didOpen", {
      textDocument: { uri, languageId: "toml", version: document.version, text: document.getText() },
    });
  };
  const followed = (document) => open.has(document.uri.toString());
  const on = (event, step) => context.subscriptions.push(event(step));
  on(vscode.workspace.onDidOpenTextDocument, follow);
  on(vscode.workspace.onDidChangeTextDocument, ({ document }) => {
    if (!followed(document)) return follow(document);
    server.tell("textDocument/didChange", {
      textDocument: { uri: document.uri.toString(), version: document.version }, contentChanges: [{ text: document.getText() }],
    });
  });
  on(vscode.workspace.onDidSaveTextDocument, (document) => {
    if (followed(document)) server.tell("textDocument/didSave", { textDocument: { uri: document.uri.toString() } });
  });
  on(vscode.workspace.onDidCloseTextDocument, (document) => {
    if (open.delete(document.uri.toString())) {
      server.tell("textDocument/didClose", { textDocument: { uri: document.uri.toString() } });
    }
  });
  vscode.workspace.textDocuments.forEach(follow);

  const toml = { language: "toml", scheme: "file" };
  context.subscriptions.push(
    found,
    vscode.languages.registerHoverProvider(toml, {
      async provideHover(document, position) {
        const made = followed(document) && await server.ask("textDocument/hover", place(document, position));
        return made ? new vscode.Hover(new vscode.MarkdownString(made.contents.value), range(made.range)) : undefined;
      },
    }),
    vscode.languages.registerDefinitionProvider(toml, {
      async provideDefinition(document, position) {
        const made = followed(document) ? await server.ask("textDocument/definition", place(document, position)) : [];
        return (made || []).map((each) => new vscode.Location(vscode.Uri.parse(each.uri), range(each.range)));
      },
    }),
    vscode.languages.registerCompletionItemProvider(toml, {
      async provideCompletionItems(document, position) {
        const made = followed(document) && await server.ask("textDocument/completion", place(document, position));
        return ((made && made.items) || []).map((each) => {
          const item = new vscode.CompletionItem(
            { label: each.label, description: each.labelDetails.description }, vscode.CompletionItemKind[KINDS[each.kind]]);
          item.detail = each.detail;
          item.filterText = each.filterText;
          item.sortText = each.sortText;
          item.insertText = each.textEdit.newText;
          item.range = range(each.textEdit.range);
          return item;
        });
      },
    }, '"', "[", ".", "(", " "),
    vscode.languages.registerCodeActionsProvider(toml, {
      async provideCodeActions(document, at) {
        const given = {
          textDocument: { uri: document.uri.toString() },
          range: { start: { line: at.start.line, character: at.start.character }, end: { line: at.end.line, character: at.end.character } },
          context: { diagnostics: [] },
        };
        const made = followed(document) ? await server.ask("textDocument/codeAction", given) : [];
        return (made || []).map((each) => {
          const action = new vscode.CodeAction(each.title, vscode.CodeActionKind.QuickFix);
          action.edit = new vscode.WorkspaceEdit();
          for (const [uri, edits] of Object.entries(each.edit.changes)) {
            for (const edit of edits) action.edit.replace(vscode.Uri.parse(uri), range(edit.range), edit.newText);
          }
          return action;
        });
      },
    }, { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] }),
    { dispose: () => { server.ask("shutdown", null).then(() => server.tell("exit", null)); } },
  );
}

module.exports = { activate, deactivate() {} };
