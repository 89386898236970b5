// Sends what a person does, and puts the parts of the page that come back in their places.
// `transport(action)` is given by the file or by the server's page; it resolves to HTML.
"use strict";

const page = document.getElementById("page");
const words = JSON.parse(page.dataset.words);
let queue = Promise.resolve();

/** What a control says, as an action has it. */
function collect(host) {
  const action = {};
  for (const [key, value] of Object.entries(host.dataset)) action[key] = value;
  const group = host.closest("[data-fields]") || host;
  for (const each of group.querySelectorAll("[name]")) {
    if (each.type === "checkbox") {
      action[each.name] = [action[each.name], each.checked && each.value].filter(Boolean).join(",");
    } else {
      action[each.name] = each.value;
    }
  }
  delete action.fields;
  return action;
}

/** One action after another, so that none overtakes the one before it. */
function send(action) {
  page.setAttribute("aria-busy", "true");
  queue = queue.then(() => transport(action)).then(show).catch(tell);
  const mine = queue;
  return queue.finally(() => mine === queue && page.removeAttribute("aria-busy"));
}

function tell(error) {
  console.error(error);
  const notice = document.getElementById("notice");
  notice.hidden = false;
  notice.className = "warning";
  notice.textContent = words.failed;
}

/** What stands in a control is what its HTML says, so that both can be compared. */
function settle(control) {
  if (control.tagName === "SELECT") {
    for (const each of control.options) each.toggleAttribute("selected", each.selected);
  } else if (control.type === "checkbox") {
    control.toggleAttribute("checked", control.checked);
  } else if (control.type !== "file") {
    control.setAttribute("value", control.value);
  }
}

function show(html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  for (const each of made.content.querySelectorAll("[data-then]")) {
    send({ ...each.dataset, do: each.dataset.then });
  }
  const kept = new Set(["foot"]);
  for (const fresh of [...made.content.children]) {
    kept.add(fresh.id);
    const old = document.getElementById(fresh.id);
    if (old && "keep" in fresh.dataset) continue;
    if (old && old.parentNode === page) morph(old, fresh);
    else page.append(fresh);
  }
  for (const each of [...page.children]) if (!kept.has(each.id)) each.remove();
  const head = document.getElementById("top");
  document.documentElement.lang = head.dataset.lang;
  document.documentElement.classList.toggle("big", head.dataset.big === "yes");
  save(document.getElementById("download"));
  if (document.getElementById("sheet")) window.print();
  const question = document.querySelector(".question [name]");
  if (question && document.activeElement === document.body) question.focus();
}

/** Puts `fresh` in the place of `old`, but keeps what a person is typing in, and what is open. */
function morph(old, fresh) {
  if (fresh.tagName === "DETAILS" && fresh.id === old.id && fresh.id && !fresh.open) {
    fresh.open = old.open;
  }
  if (old.isEqualNode(fresh)) return;
  const alike = old.tagName === fresh.tagName && old.id === fresh.id;
  if (!alike || (!old.firstElementChild && !fresh.firstElementChild && old !== document.activeElement)) {
    old.replaceWith(fresh);
    return;
  }
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of [...fresh.attributes]) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  if (old === document.activeElement && old.matches("input, select")) return;
  if (old.tagName === "SELECT" && old.id !== fresh.id) return;
  children(old, fresh);
}

/** The children by their ids, or else by their places; what goes is taken out first, so that what
 *  stays need not be moved, which would lose the focus. */
function children(old, fresh) {
  const wanted = new Set([...fresh.children].map((each) => each.id).filter(Boolean));
  for (const each of [...old.children]) if (each.id && !wanted.has(each.id)) each.remove();
  const named = new Map([...old.children].filter((each) => each.id).map((each) => [each.id, each]));
  let cursor = old.firstChild;
  for (const each of [...fresh.childNodes]) {
    const here = cursor && !cursor.id && cursor.nodeName === each.nodeName ? cursor : null;
    const there = each.id ? named.get(each.id) : here;
    if (!there) {
      old.insertBefore(each, cursor);
      continue;
    }
    if (there === cursor) cursor = cursor.nextSibling;
    else old.insertBefore(there, cursor);
    if (there.nodeType === Node.ELEMENT_NODE) morph(there, each);
    else if (there.data !== each.data) there.data = each.data;
  }
  while (cursor) {
    const next = cursor.nextSibling;
    cursor.remove();
    cursor = next;
  }
}

function save(text) {
  if (!text) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text.value], { type: "text/plain" }));
  link.download = text.dataset.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  text.remove();
}

// --- what a person does ---

document.addEventListener("change", async (event) => {
  const control = event.target;
  if (control.id === "file") {
    const [file] = control.files;
    if (file) send({ do: "open", text: await file.text() });
    control.value = "";
    return;
  }
  settle(control);
  const host = control.closest("[data-do]");
  if (host) send(collect(host));
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-do]");
  if (button) send(collect(button));
  const curve = event.target.closest("svg[data-do]");
  if (curve) {
    const box = curve.getBoundingClientRect();
    const { left, right, width } = curve.dataset;
    const x = ((event.clientX - box.left) / box.width) * Number(width);
    const share = (x - Number(left)) / (Number(right) - Number(left));
    send({ do: "point", share: Math.min(Math.max(share, 0), 1).toFixed(6) });
  }
});

/** Enter goes to the same column of the next row, as in a table; in an interview it answers. */
document.addEventListener("keydown", (event) => {
  const control = event.target;
  if (event.key !== "Enter" || !control.matches("input:not([type=checkbox]), select")) return;
  const cell = control.closest("td, .line");
  if (!cell) return;
  const row = cell.closest("tr") || cell;
  const column = [...row.children].indexOf(cell);
  for (let next = row.nextElementSibling; next; next = next.nextElementSibling) {
    const found = (cell === row ? next : next.children[column])?.querySelector("input, select");
    if (found) {
      event.preventDefault();
      found.focus();
      if (found.select) found.select();
      return;
    }
  }
});

window.addEventListener("beforeunload", (event) => {
  if (document.getElementById("b-undo-undo")) event.preventDefault();
});
