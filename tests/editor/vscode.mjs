// Runs the extension for VS Code beside a stand-in for it: opens a file, asks, prints what came.
import Module from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [extension, command, file, spoilt] = process.argv.slice(2);
const events = {}, providers = {}, told = new Map();
let waiting = null;
class Place { constructor(...parts) { [this.start, this.end] = [{ line: parts[0], character: parts[1] }, { line: parts[2], character: parts[3] }]; } }
const uri = (text) => ({ toString: () => text, scheme: text.split(":")[0] });
const register = (name) => (_, provider) => { providers[name] = provider; return { dispose() {} }; };
const on = (name) => (step) => { events[name] = step; return { dispose() {} }; };
const problems = [];
const vscode = {
  Range: Place, Uri: { parse: uri }, env: { language: "zh-cn" },
  Diagnostic: class { constructor(range, message, severity) { Object.assign(this, { range, message, severity }); } },
  Hover: class { constructor(text, range) { Object.assign(this, { text, range }); } },
  MarkdownString: class { constructor(value) { this.value = value; } },
  Location: class { constructor(at, range) { Object.assign(this, { uri: at.toString(), range }); } },
  CompletionItem: class { constructor(label, kind) { Object.assign(this, { label, kind }); } },
  CompletionItemKind: { Field: 4, Constant: 20, Variable: 5, Class: 6, EnumMember: 19, Function: 2, Keyword: 13 },
  CodeAction: class { constructor(title) { this.title = title; } }, CodeActionKind: { QuickFix: "quickfix" },
  WorkspaceEdit: class { constructor() { this.edits = []; } replace(at, range, text) { this.edits.push([at.toString(), range, text]); } },
  window: { showErrorMessage: (text) => problems.push(text) },
  workspace: {
    getConfiguration: () => ({ get: (key, otherwise) => (key === "command" ? command : otherwise) }), textDocuments: [],
    onDidOpenTextDocument: on("open"), onDidChangeTextDocument: on("change"),
    onDidSaveTextDocument: on("save"), onDidCloseTextDocument: on("close"),
  },
  languages: {
    createDiagnosticCollection: () => ({ set: (at, list) => { told.set(at.toString(), list); if (waiting) waiting(list); }, dispose() {} }),
    registerHoverProvider: register("hover"), registerDefinitionProvider: register("definition"),
    registerCompletionItemProvider: register("completion"), registerCodeActionsProvider: register("fixes"),
  },
};
const load = Module._load;
Module._load = (name, ...more) => (name === "vscode" ? vscode : load(name, ...more));
const require = Module.createRequire(import.meta.url);
const context = { subscriptions: [] };
await require(extension).activate(context);

let text = readFileSync(file, "utf8"), version = 1;
const name = pathToFileURL(file).toString();
const document = { uri: uri(name), languageId: "toml", get version() { return version; }, getText: () => text };
const published = () => new Promise((resolve) => { waiting = (list) => { if (told.has(name)) resolve(list); }; });
const next = async (step) => { const made = published(); step(); await made; return told.get(name); };
const first = await next(() => events.open(document));
const word = text.indexOf("标准");
const at = { line: text.slice(0, word).split("\n").length - 1, character: word - text.lastIndexOf("\n", word) - 1 };
const hover = await providers.hover.provideHover(document, at);
const definition = await providers.definition.provideDefinition(document, at);
text = readFileSync(spoilt, "utf8"); version += 1;
const second = (await next(() => events.change({ document }))).filter((each) => each.severity === 0);
const fixes = await providers.fixes.provideCodeActions(document, second[0].range);
const completion = await providers.completion.provideCompletionItems(document, second[0].range.start);
process.stdout.write(JSON.stringify({
  first: first.filter((each) => each.severity === 0), hover: hover && hover.text.value, definition, second, problems,
  fixes: fixes.map((each) => [each.title, each.edit.edits]), completion: completion.length,
}));
for (const each of context.subscriptions) each.dispose();
