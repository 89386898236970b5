// Prints the places that the search of a site finds: node site_search.mjs SITE WORDS.
// Runs the script that a browser runs as a worker, with what it needs of a browser.
import fs from "node:fs";
import path from "node:path";
import vm from "node:vm";

const [site, words] = process.argv.slice(2);
const folder = path.join(site, "assets", "javascripts", "workers");
const script = fs.readdirSync(folder).find((name) => /^search\..*\.js$/.test(name));
const listeners = [];
const said = [];
const worker = {
  console,
  location: { href: script },
  addEventListener: (_, listener) => listeners.push(listener),
  postMessage: (message) => said.push(message),
  importScripts: (...names) => names.forEach((name) => run(path.resolve(folder, name))),
};
worker.self = worker;
vm.createContext(worker);
const run = (file) => vm.runInContext(fs.readFileSync(file, "utf8"), worker);
const send = (type, data) => Promise.all(listeners.map((listener) => listener({ data: { type, data } })));

run(path.join(folder, script));
const index = JSON.parse(fs.readFileSync(path.join(site, "search", "search_index.json"), "utf8"));
await send(0, { ...index, options: {} });
await send(2, words);
const { items } = said.find((message) => message.type === 3).data;
console.log(JSON.stringify(items.flat().map((item) => item.location)));
