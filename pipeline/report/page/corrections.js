// Corrections: what the reader says about single rows, kept in the browser, and downloaded as an overlay for `run`.
const SPAN_TABLES = ["dates", "officials", "institutions", "places", "events"];
const KEPT = `press-dossier-corrections:${location.pathname}`;
const panel = byId("panel");
let said = recall();

function recall() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) || [];
  } catch {
    return []; // a browser may refuse a page from a file any memory
  }
}

function remember() {
  try {
    localStorage.setItem(KEPT, JSON.stringify(said));
  } catch {
    // then the corrections last as long as the page
  }
  showSaid();
}

// ---------------------------------------------------------------- lines of the overlay

function evidence(row, table, found) {
  if (table === "topics") return found.topic;
  if (table === "participants") return found.name;
  return table === "documents" ? "" : surfaceOf(row, found.start_char, found.end_char).trim();
}

function lineOf(row, table, found) {
  return {
    table, doc_id: row.doc_id, id: found.event_id || "", start_char: found.start_char ?? "", end_char: found.end_char ?? "",
    text: evidence(row, table, found),
  };
}

function isSame(one, other) {
  return ["table", "doc_id", "id", "start_char", "text"].every((name) => String(one[name] ?? "") === String(other[name] ?? ""));
}

// A verdict on a row replaces the one before it; several columns of a row can be changed.
function say(line) {
  const verdicts = ["accept", "reject"];
  said = said.filter((old) => {
    if (!isSame(old, line)) return true;
    // That a document was read as a whole says nothing about its title or day.
    if (line.table === "documents") return old.action !== line.action || old.column !== line.column;
    if (line.action === "change") return old.action !== "reject" && old.action !== "accept" && old.column !== line.column;
    return verdicts.includes(line.action) ? !["accept", "reject", "change"].includes(old.action) : old.action !== line.action || old.value !== line.value;
  });
  said.push(line);
  remember();
}

function correctedLines(row, table, found) {
  const line = lineOf(row, table, found);
  const before = data.corrections.filter((c) => c.table === table && c.doc_id === row.doc_id && c.start_char === found.start_char && found.start_char !== undefined);
  return [
    ...before.map((c) => `corrected: ${c.action}${c.column ? ` ${c.column}` : ""}`),
    ...said.filter((s) => isSame(s, line)).map((s) => `to be corrected: ${s.action}${s.column ? ` ${s.column} → ${s.value}` : ""}`),
  ];
}

function markCorrected(piece, row, over) {
  const { number: place, table } = readKey(over[0]);
  if (correctedLines(row, table, rowsOf(row, table)[place]).length) piece.classList.add("corrected");
}

// ---------------------------------------------------------------- dialogs

function correctButton(label, act) {
  const button = make("button", "✎", { type: "button", className: "correct", title: label, ariaLabel: label });
  button.addEventListener("click", (clicked) => {
    clicked.preventDefault();
    act();
  });
  return button;
}

function actButton(text, act) {
  const button = make("button", text, { type: "button" });
  button.addEventListener("click", act);
  return button;
}

function openPanel(title, ...content) {
  hideTip();
  panel.replaceChildren(make("h3", title), ...content, actButton("Close", () => panel.close()));
  panel.showModal();
}

function field(name, value, choices) {
  const shown = Array.isArray(value) ? value.join("; ") : String(value ?? "");
  const label = make("label", `${name} `);
  const input = choices ? make("select") : make("input", null, { value: shown, autocomplete: "off" });
  const offered = choices && !choices.includes(shown) ? [shown, ...choices] : choices;
  if (choices) input.append(...offered.map((choice) => make("option", choice, { value: choice, selected: choice === shown })));
  Object.assign(input, { name });
  input.dataset.before = shown;
  label.append(input);
  return label;
}

function choicesOf(table, name, value) {
  return data.overlay.choices[`${table}.${name}`] || (typeof value === "boolean" ? ["true", "false"] : null);
}

function openRow(row, keys) {
  const seen = new Set();
  const parts = keys.flatMap((key) => {
    const { number: place, table } = readKey(key);
    if (seen.has(`${table}-${place}`)) return [];
    seen.add(`${table}-${place}`);
    return [rowForm(row, table, rowsOf(row, table)[place])];
  });
  openPanel(row.title || row.source, ...parts);
}

function rowForm(row, table, found) {
  const line = lineOf(row, table, found);
  const form = make("form", null, { className: "row" });
  const heading = make("h4", `${table}: ${line.text.length > 160 ? `${line.text.slice(0, 160)}…` : line.text || row.doc_id}`);
  const names = (data.overlay.editable[table] || []).filter((name) => name in found || table === "documents");
  const fields = names.map((name) => field(name, found[name], choicesOf(table, name, found[name])));
  const note = field("note", "");
  const finish = (lines) => {
    lines.forEach((one) => say({ ...line, ...one, note: note.lastChild.value }));
    panel.close();
  };
  form.addEventListener("submit", (submitted) => {
    submitted.preventDefault();
    const changed = fields.map((label) => label.lastChild).filter((input) => input.value !== input.dataset.before);
    finish(changed.map((input) => ({ action: "change", column: input.name, found: input.dataset.before, value: input.value })));
  });
  const verdicts = [actButton("Right", () => finish([{ action: "accept" }]))];
  if (table !== "documents") verdicts.push(actButton("Wrong", () => finish([{ action: "reject" }])));
  if (names.length) verdicts.push(make("button", "Save changes"));
  const buttons = make("p");
  buttons.append(...verdicts);
  form.append(heading, ...links(row, table, found), ...fields, note, buttons);
  return form;
}

// Where else the row's person, institution or event stands.
function links(row, table, found) {
  const position = number.get(row.doc_id);
  const id = { officials: "person_id", institutions: "institution_id", events: "event_id" }[table];
  if (!id) return [];
  const box = make("p", `${found[id]} `);
  const follow = (text, target) => {
    const way = link(text, target);
    way.addEventListener("click", () => panel.close());
    box.append(way, " ");
  };
  const events = rowsOf(row, "participants").filter((p) => p[id] === found[id]).map((p) => p.event_id);
  if (table === "events") follow("in the text", `text-${position}-${rowsOf(row, table).indexOf(found)}`);
  else rowsOf(row, "events").forEach((e, n) => events.includes(e.event_id) && follow(`${e.type} ${e.edtf || ""}`, `event-${position}-${n}`));
  data.documents.filter((other) => table !== "events" && other !== row && rowsOf(other, table).some((one) => one[id] === found[id]))
    .forEach((other) => follow(other.title || other.source, `doc-${number.get(other.doc_id)}`));
  return [box];
}

// ---------------------------------------------------------------- whole documents, people, institutions

function documentTools(row, text) {
  const reviewed = make("input", null, { type: "checkbox", checked: said.some((s) => s.table === "documents" && s.doc_id === row.doc_id && s.action === "accept") });
  reviewed.addEventListener("change", () => {
    const line = { ...lineOf(row, "documents", {}), action: "accept" };
    if (reviewed.checked) say(line);
    else {
      said = said.filter((old) => !(isSame(old, line) && old.action === "accept"));
      remember();
    }
  });
  const label = make("label", null);
  label.append(reviewed, " reviewed as a whole");
  const topics = rowsOf(row, "topics").flatMap((topic) => [actButton(topic.topic, () => openPanel("Topic", rowForm(row, "topics", topic))), " "]);
  return [
    "Topics: ", ...topics,
    actButton("Add what was missed", () => openAdding(row, text)), " ",
    actButton("Correct the document", () => openPanel(row.title || row.source, rowForm(row, "documents", { title: row.title, published: row.published }))), " ",
    label,
  ];
}

// The words that are selected in a text, and the code point at which they begin.
function selected(row, text) {
  const choice = window.getSelection();
  if (!choice.rangeCount || !text.contains(choice.anchorNode) || !text.contains(choice.focusNode)) return null;
  const before = document.createRange();
  before.selectNodeContents(text);
  before.setEnd(choice.getRangeAt(0).startContainer, choice.getRangeAt(0).startOffset);
  // The diamonds before events are no part of the text.
  const shown = (range) => {
    const copy = range.cloneContents();
    copy.querySelectorAll("a").forEach((anchor) => anchor.remove());
    return copy.textContent;
  };
  const words = shown(choice.getRangeAt(0));
  const start = [...shown(before)].length + ([...words].length - [...words.trimStart()].length);
  return words.trim() ? { text: words.trim(), start_char: start } : null;
}

function openAdding(row, text) {
  const words = selected(row, text);
  const tables = Object.keys(data.overlay.added).filter((table) => words || table === "topics");
  const form = make("form", null, { className: "row" });
  const which = field("table", tables[0], tables);
  const value = make("span");
  const choose = () => {
    const table = which.lastChild.value;
    const name = data.overlay.added[table];
    value.replaceChildren(field(name, choicesOf(table, name)?.[0] ?? "", choicesOf(table, name)));
  };
  which.lastChild.addEventListener("change", choose);
  choose();
  form.addEventListener("submit", (submitted) => {
    submitted.preventDefault();
    const table = which.lastChild.value;
    const input = value.querySelector("input, select");
    const at = table === "topics" ? { text: input.value } : words;
    say({ table, doc_id: row.doc_id, id: "", start_char: "", end_char: "", ...at, action: "add", column: data.overlay.added[table], value: input.value });
    panel.close();
  });
  form.append(which, value, make("button", "Add"));
  openPanel(words ? `Add: ${words.text}` : "Add a topic (for anything else, select its words in the text first)", form);
}

function openResolved(table, one) {
  const id = table === "people" ? "person_id" : "institution_id";
  const form = make("form", null, { className: "row" });
  const others = data[table].filter((other) => other !== one).sort((a, b) => a.name.localeCompare(b.name));
  const label = make("label", "is the same as ");
  const choice = make("select");
  choice.append(...others.map((other) => make("option", `${other.name} (${other[id]})`, { value: other[id] })));
  label.append(choice);
  form.append(make("p", one[id]), label, make("button", "Merge"));
  form.addEventListener("submit", (submitted) => {
    submitted.preventDefault();
    if (choice.value) say({ table, doc_id: "", id: one[id], start_char: "", end_char: "", text: one.name, action: "merge", value: choice.value });
    panel.close();
  });
  const splits = (table === "people" ? one.documents : []).map((key) =>
    actButton(`someone else in: ${documents.get(key)?.title || key}`, () => {
      say({ table, doc_id: key, id: one[id], start_char: "", end_char: "", text: one.name, action: "split", value: "" });
      panel.close();
    }),
  );
  openPanel(one.name, form, ...splits);
}

// ---------------------------------------------------------------- what was said, and the file

function showSaid() {
  byId("corrections").hidden = !said.length;
  byId("said").textContent = `${said.length} correction${said.length === 1 ? "" : "s"}`;
  byId("lines").replaceChildren(
    ...said.map((line) => {
      const item = make("li", [line.action, line.table, line.text || line.doc_id, line.column && `${line.column} → ${line.value}`].filter(Boolean).join(" · "));
      item.append(" ", actButton("Undo", () => {
        said = said.filter((other) => other !== line);
        remember();
      }));
      return item;
    }),
  );
}

// A cell that begins like a formula gets an apostrophe, which the reader of overlays takes off again.
function cell(value) {
  const text = String(value ?? "");
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function overlay() {
  const lines = [data.overlay.columns, ...said.map((line) => data.overlay.columns.map((name) => line[name]))];
  return `\ufeff${lines.map((line) => `${line.map(cell).join(",")}\r\n`).join("")}`;
}

function download() {
  const way = make("a", null, { href: URL.createObjectURL(new Blob([overlay()], { type: "text/csv" })), download: "corrections.csv" });
  way.click();
  setTimeout(() => URL.revokeObjectURL(way.href), 1000);
}

byId("download").addEventListener("click", download);
showSaid();
begin();
