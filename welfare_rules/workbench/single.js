// The page as a file of its own: the interpreter runs in a worker that is made of the file.
"use strict";

const waiting = new Map();
let count = 0;

const worker = (() => {
  const text = (id) => document.getElementById(id).textContent;
  const source = new Blob([text("boot")], { type: "text/javascript" });
  const made = new Worker(URL.createObjectURL(source));
  made.onmessage = ({ data }) => {
    if (data.ready) {
      document.getElementById("foot").removeAttribute("data-loading");
      document.documentElement.dataset.ready = "yes";
      return;
    }
    const found = waiting.get(data.number);
    waiting.delete(data.number);
    if (!found) tell(new Error(data.failed));
    else if (data.failed) found.reject(new Error(data.failed));
    else found.resolve(data.html);
  };
  made.postMessage({ carried: JSON.parse(text("carried")) });
  return made;
})();

function transport(action) {
  count += 1;
  const number = count;
  return new Promise((resolve, reject) => {
    waiting.set(number, { resolve, reject });
    worker.postMessage({ number, action: JSON.stringify(action) });
  });
}
