// Runs in a worker of the file: makes an interpreter of what the file carries, and answers with it.
// Nothing is fetched: whatever the interpreter asks for is taken out of the file itself.
"use strict";

const files = new Map();

async function unpacked(text) {
  const bytes = Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const kinds = { wasm: "application/wasm", mjs: "text/javascript", json: "application/json" };

function answered(address) {
  const name = String(address.url || address).split("/").pop();
  const found = files.get(name);
  if (!found) return Promise.reject(new TypeError(`not in this file: ${name}`));
  const type = kinds[name.split(".").pop()] || "application/octet-stream";
  return Promise.resolve(new Response(found, { headers: { "Content-Type": type } }));
}

function module(name) {
  const source = new Blob([files.get(name)], { type: "text/javascript" });
  return import(URL.createObjectURL(source));
}

async function boot(carried) {
  await Promise.all(
    Object.entries(carried).map(async ([name, text]) => files.set(name, await unpacked(text))),
  );
  self.fetch = answered;
  const { loadPyodide } = await module("pyodide.mjs");
  const { default: createPyodideModule } = await module("pyodide.asm.mjs");
  const python = await loadPyodide({
    createPyodideModule,
    lockFileContents: new TextDecoder().decode(files.get("pyodide-lock.json")),
    indexURL: "https://nowhere.invalid/",
  });
  for (const [name, data] of files) {
    if (name.endsWith(".whl")) python.unpackArchive(data, "wheel");
  }
  python.unpackArchive(files.get("library.zip"), "zip", { extractDir: "/library" });
  files.clear();
  return python.runPython(
    "import sys; sys.path.insert(0, '/library')\n" +
      "from welfare_rules.workbench.carried import opened\nopened()",
  );
}

let acting;
self.onmessage = async ({ data }) => {
  try {
    if (data.carried) {
      acting = boot(data.carried);
      await acting;
      self.postMessage({ ready: true });
    } else {
      self.postMessage({ number: data.number, html: (await acting)(data.action) });
    }
  } catch (error) {
    self.postMessage({ number: data.number, failed: String(error) });
  }
};
