// The dossier's behaviour. What comes from texts is only ever put on the page with textContent.
async function unpack(id) {
  const bytes = Uint8Array.from(atob(document.getElementById(id).textContent), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
}

const [data, world] = await Promise.all([unpack("data"), unpack("world")]);
const byId = (id) => document.getElementById(id);
const documents = new Map(data.documents.map((row) => [row.doc_id, row]));
const number = new Map(data.documents.map((row, position) => [row.doc_id, position]));
const TABLES = { event: "events", place: "places", institution: "institutions", role: "officials", official: "officials", date: "dates" };

// Rows travel as lists; they are made objects when they are first asked for.
function rowsOf(row, table) {
  row.made ??= {};
  row.made[table] ??= (row.rows[table] || []).map((cells) =>
    Object.fromEntries(data.columns[table].map((column, place) => [column, cells[place]])),
  );
  return row.made[table];
}

function column(row, table, name) {
  return spread(rowsOf(row, table).map((found) => found[name]));
}

function make(tag, text, properties) {
  const element = document.createElement(tag);
  if (text !== undefined && text !== null) element.textContent = text;
  return Object.assign(element, properties);
}

function link(text, target) {
  return make("a", text, { href: `#${target}` });
}

function spread(values) {
  return [...new Set(values.filter((value) => value !== undefined && value !== null && value !== ""))].sort((a, b) =>
    String(a).localeCompare(String(b)),
  );
}

// ---------------------------------------------------------------- filters

const FILTERS = {
  language: (row) => [row.language],
  place: (row) => column(row, "places", "name"),
  person: (row) => column(row, "officials", "name"),
  institution: (row) => column(row, "institutions", "name"),
  topic: (row) => column(row, "topics", "topic"),
  year: (row) => [row.year],
  type: (row) => column(row, "events", "type"),
};

function fillFilters() {
  for (const [name, values] of Object.entries(FILTERS)) {
    const options = spread(data.documents.flatMap(values)).map((value) => make("option", value, { value }));
    byId(name).replaceChildren(make("option", "all", { value: "" }), ...options);
  }
}

function chosen() {
  const words = byId("search").value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return data.documents.filter((row) => {
    const fits = Object.entries(FILTERS).every(([name, values]) => {
      const wanted = byId(name).value;
      return !wanted || values(row).some((value) => String(value) === wanted);
    });
    if (!fits || !words.length) return fits;
    row.searched ??= [row.title, row.text, row.doc_id, ...FILTERS.person(row), ...FILTERS.place(row), ...FILTERS.institution(row)]
      .join(" ").toLocaleLowerCase();
    return words.every((word) => row.searched.includes(word));
  });
}

// ---------------------------------------------------------------- tables

function fillTable(id, rows) {
  byId(id).tBodies[0].replaceChildren(
    ...rows.map((cells) => {
      const row = make("tr");
      cells.forEach((cell) => {
        const box = make("td");
        if (typeof cell === "number") box.className = "number";
        box.append(...(Array.isArray(cell) ? cell : [cell ?? ""]));
        row.append(box);
      });
      return row;
    }),
  );
}

function sourceLinks(keys) {
  const known = keys.filter((key) => documents.has(key));
  return known.flatMap((key, n) => [n ? " · " : "", link(documents.get(key).title || key, `doc-${number.get(key)}`)]);
}

function showVisits(visits) {
  const rows = [...visits].sort((a, b) => String(a.edtf || "~").localeCompare(String(b.edtf || "~")));
  fillTable(
    "visits",
    rows.map((v) => [v.edtf || "unknown", v.host_place || "unknown", v.guest_places.join(", "), v.status, sourceLinks(v.sources)]),
  );
}

function showAgreements(shown) {
  const rows = data.agreements.filter((agreement) => agreement.sources.some((key) => shown.has(key)));
  rows.sort((a, b) => String(a.edtf || "~").localeCompare(String(b.edtf || "~")));
  fillTable(
    "agreements",
    rows.map((a) => [a.edtf || "unknown", a.partner_places.join(", "), a.host_place || "unknown", a.status, sourceLinks(a.sources)]),
  );
}

function showPeople(shown) {
  const rows = data.people.filter((person) => person.documents.some((key) => shown.has(key)));
  rows.sort((a, b) => b.n_documents - a.n_documents || a.name.localeCompare(b.name));
  fillTable(
    "people",
    rows.flatMap((person) =>
      person.offices.map((office, position) => [
        position ? "" : [person.name, " ", correctButton(`correct ${person.name}`, () => openResolved("people", person))],
        office.role_text ? `${office.role_text} (${office.role})` : office.role,
        [office.organisation, office.place].filter(Boolean).join(", "),
        office.first || "",
        office.last || "",
        position ? "" : sourceLinks(person.documents),
      ]),
    ),
  );
}

function showOrganisations(rows) {
  const shown = new Set(rows.flatMap((row) => column(row, "institutions", "institution_id")));
  const found = data.organisations.filter((o) => shown.has(o.institution_id));
  found.sort((a, b) => b.n_documents - a.n_documents || a.name.localeCompare(b.name));
  fillTable(
    "organisations",
    found.map((o) => [
      [o.name, " ", correctButton(`correct ${o.name}`, () => openResolved("organisations", o))],
      o.acronym, o.type, o.place, o.n_documents,
    ]),
  );
}

function crossTable(id, rowNames, columnNames, count) {
  const head = make("tr");
  head.append(make("td"), ...columnNames.map((name) => make("th", name, { scope: "col" })));
  byId(id).tHead.replaceChildren(head);
  const most = Math.max(1, ...rowNames.flatMap((r) => columnNames.map((c) => count(r, c))));
  const body = rowNames.map((name) => {
    const row = make("tr");
    row.append(make("th", name, { scope: "row" }));
    columnNames.forEach((column) => {
      const value = count(name, column);
      const cell = make("td", value || "", { className: "number" });
      if (value) cell.style.background = `rgb(80 130 230 / ${0.15 + 0.5 * (value / most)})`;
      row.append(cell);
    });
    return row;
  });
  byId(id).tBodies[0].replaceChildren(...body);
}

function showMatrix(visits) {
  const counts = new Map();
  visits.forEach((v) => v.guest_places.forEach((guest) => {
    const key = `${guest}\u0000${v.host_place || "unknown"}`;
    counts.set(key, (counts.get(key) || 0) + 1);
  }));
  const pairs = [...counts.keys()].map((key) => key.split("\u0000"));
  crossTable("matrix", spread(pairs.map((p) => p[0])), spread(pairs.map((p) => p[1])), (g, h) => counts.get(`${g}\u0000${h}`) || 0);
}

function showTopics(rows) {
  const counts = new Map();
  rows.forEach((row) => FILTERS.topic(row).forEach((topic) => {
    const key = `${topic}\u0000${row.year ?? "unknown"}`;
    counts.set(key, (counts.get(key) || 0) + 1);
  }));
  const years = spread(rows.map((row) => String(row.year ?? "unknown")));
  crossTable("topics", spread(rows.flatMap(FILTERS.topic)), years, (t, y) => counts.get(`${t}\u0000${y}`) || 0);
}

// ---------------------------------------------------------------- charts

const DARK = window.matchMedia("(prefers-color-scheme: dark)");

function options() {
  const [ink, line] = ["--ink", "--line"].map((name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim());
  const axis = { labelColor: ink, titleColor: ink, domainColor: line, tickColor: line, gridColor: line };
  const config = { background: "transparent", axis, view: { stroke: line } };
  return { actions: false, renderer: "svg", config, tooltip: { theme: DARK.matches ? "dark" : "light" } };
}

function label(visit) {
  return `${visit.guest_places.join(", ") || "guests"} → ${visit.host_place || "unknown"}`;
}

function drawTimeline(visits) {
  const values = visits
    .filter((v) => v.start)
    .map((v) => ({ start: v.start, end: v.end || v.start, label: label(v), host: v.host_place || "unknown", edtf: v.edtf }));
  const spec = {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    width: "container",
    height: { step: 22 },
    data: { values },
    params: [{ name: "zoom", select: { type: "interval", encodings: ["x"] }, bind: "scales" }],
    mark: { type: "tick", thickness: 8, size: 14, clip: true },
    encoding: {
      x: { field: "start", type: "temporal", title: null, scale: { padding: 14 } },
      y: { field: "host", type: "nominal", title: null },
      tooltip: [{ field: "label", title: "visit" }, { field: "edtf", title: "when" }],
    },
  };
  window.vegaEmbed("#timeline", spec, options());
}

function drawMap(visits) {
  const at = (name) => data.coordinates[name];
  const trips = visits.flatMap((v) => v.guest_places.map((guest) => ({ visit: v, from: at(guest), to: at(v.host_place) })));
  const lines = trips
    .filter((trip) => trip.from && trip.to)
    .map((trip) => ({ x: trip.from[0], y: trip.from[1], x2: trip.to[0], y2: trip.to[1], label: label(trip.visit) }));
  const names = spread(visits.flatMap((v) => [...v.guest_places, v.host_place])).filter((name) => at(name));
  const points = names.map((name) => ({ name, x: at(name)[0], y: at(name)[1] }));
  const ends = points.length ? points : [{ x: -10, y: 35 }, { x: 40, y: 62 }];
  const corners = { type: "MultiPoint", coordinates: ends.map((p) => [p.x, p.y]) };
  const around = ends.flatMap((p) => [[p.x - 3, p.y - 2], [p.x + 3, p.y + 2]]);
  const spec = {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    width: "container",
    height: 380,
    projection: { type: "mercator", fit: { type: "Feature", geometry: { ...corners, coordinates: around } } },
    layer: [
      { data: { values: world, format: { type: "topojson", feature: "countries" } }, mark: { type: "geoshape", fill: DARK.matches ? "#2b3037" : "#e8eaed", stroke: DARK.matches ? "#15181c" : "#fff", clip: true } },
      { data: { values: lines }, mark: { type: "rule", color: "#3b6fd4", opacity: 0.6, clip: true }, encoding: { longitude: { field: "x" }, latitude: { field: "y" }, longitude2: { field: "x2" }, latitude2: { field: "y2" }, tooltip: { field: "label" } } },
      { data: { values: points }, mark: { type: "circle", color: "#b3261e", size: 50, clip: true }, encoding: { longitude: { field: "x", type: "quantitative" }, latitude: { field: "y", type: "quantitative" }, tooltip: { field: "name" } } },
    ],
  };
  window.vegaEmbed("#map", spec, options());
}

// ---------------------------------------------------------------- documents

// Offsets count code points, JavaScript strings count UTF-16 units.
function toUnits(text) {
  const units = [0];
  for (const character of text) units.push(units[units.length - 1] + character.length);
  return units;
}

function unitsOf(row) {
  row.units ??= toUnits(row.text);
  return row.units;
}

function surfaceOf(row, start, end) {
  const units = unitsOf(row);
  return row.text.slice(units[start], units[end]);
}

function readKey(key) {
  const [kind, number] = key.split("-");
  return { kind, number: Number(number), table: TABLES[kind] };
}

// Every finding has its id at its first piece, and every piece tells all findings that cover it.
function markText(row, position) {
  const box = make("p", null, { className: "text", lang: row.language || "" });
  const begun = new Set();
  let at = 0;
  const plain = (start, end) => start < end && box.append(make("span", surfaceOf(row, start, end), { className: "plain" }));
  row.pieces.forEach(([start, end, ...over]) => {
    plain(at, start);
    at = end;
    const top = readKey(over[0]).kind;
    const piece = make(top === "event" ? "span" : "mark", surfaceOf(row, start, end), { className: top });
    piece.dataset.over = over.join(" ");
    piece.dataset.start = start;
    if (top !== "event") {
      Object.assign(piece, { tabIndex: 0, role: "button", ariaHasPopup: "dialog" });
      markCorrected(piece, row, over);
    }
    if (over.some((key) => key.startsWith("event-"))) piece.classList.add("told");
    over.filter((key) => !begun.has(key)).forEach((key) => {
      begun.add(key);
      const { kind, number: place } = readKey(key);
      box.append(make("a", kind === "event" ? "◆" : null, anchorOf(row, position, kind, place)));
    });
    box.append(piece);
  });
  plain(at, unitsOf(row).length - 1);
  return box;
}

// Before an event's sentence stands a link to its entry; before other findings an empty place to be led to.
function anchorOf(row, position, kind, place) {
  if (kind !== "event") return { id: `${kind}-${position}-${place}`, className: "anchor" };
  const { type } = rowsOf(row, "events")[place];
  return { id: `text-${position}-${place}`, href: `#event-${position}-${place}`, title: type, ariaLabel: `to the event: ${type}` };
}

function eventItem(row, event, position, place) {
  const item = make("li", null, { id: `event-${position}-${place}` });
  item.dataset.over = `event-${place}`;
  const when = event.edtf || "time unknown";
  const where = [event.guest_places.join(", "), event.host_place].filter(Boolean).join(" → ");
  item.append(make("strong", event.type), ` (${event.status}${event.main ? ", main" : ""}), ${when}${where ? `, ${where}` : ""} `);
  const people = rowsOf(row, "participants").filter((p) => p.event_id === event.event_id);
  people.forEach((p, n) => item.append(n ? ", " : "with ", participantLink(row, p, position), p.lead ? " (lead)" : ""));
  item.append(" ", link("in the text", `text-${position}-${place}`), " ", make("code", event.event_id), " ");
  item.append(correctButton(`correct ${event.type} ${when}`, () => openRow(row, [`event-${place}`])));
  return item;
}

// To the first mention of whoever took part.
function participantLink(row, participant, position) {
  const [kind, table, id] = participant.kind === "official" ? ["official", "officials", "person_id"] : ["institution", "institutions", "institution_id"];
  const place = rowsOf(row, table).findIndex((found) => found[id] === participant[id]);
  return place < 0 ? participant.name : link(participant.name, `${kind}-${position}-${place}`);
}

function openCard(card, row, position) {
  if (card.dataset.open) return;
  card.dataset.open = "yes";
  const events = make("ul");
  events.append(...rowsOf(row, "events").map((event, place) => eventItem(row, event, position, place)));
  const text = markText(row, position);
  const tools = make("p", null, { className: "tools" });
  tools.append(...documentTools(row, text));
  card.append(events, text, tools);
  card.addEventListener("click", (clicked) => openPiece(row, clicked));
  card.addEventListener("keydown", (pressed) => ["Enter", " "].includes(pressed.key) && openPiece(row, pressed));
  for (const kind of ["mouseover", "focusin"]) card.addEventListener(kind, (moved) => point(card, row, moved.target));
}

function openPiece(row, happened) {
  const piece = happened.target.closest?.("mark[data-over]");
  if (!piece) return;
  happened.preventDefault();
  openRow(row, piece.dataset.over.split(" "));
}

// ---------------------------------------------------------------- pointing

const tip = byId("tip");

function told(row, key) {
  const { kind, number: place, table } = readKey(key);
  const found = rowsOf(row, table)[place];
  const shown = kind === "role" ? { role: found.role, of: found.name } : found;
  const lines = Object.entries(shown).filter(([name, value]) => !/_char$/.test(name) && value !== null && value !== "" && String(value) !== "");
  return [kind, ...lines.map(([name, value]) => `${name}: ${Array.isArray(value) ? value.join(", ") : value}`), ...correctedLines(row, table, found)];
}

// What the pointer or the focus is on is told, and lit up together with the events and people that belong to it.
function point(card, row, target) {
  const over = target.closest?.("[data-over]");
  card.querySelectorAll(".lit").forEach((lit) => lit.classList.remove("lit"));
  tip.hidden = true;
  if (!over) return;
  const keys = over.dataset.over.split(" ");
  const wanted = new Set([...keys, ...keys.flatMap((key) => related(row, key))]);
  card.querySelectorAll("[data-over]").forEach((piece) => {
    if (piece.dataset.over.split(" ").some((key) => wanted.has(key) && (piece.tagName !== "SPAN" || key.startsWith("event-")))) piece.classList.add("lit");
  });
  if (over.tagName === "MARK") showTip(over, keys.filter((key) => !key.startsWith("event-") || keys.length === 1).flatMap((key, n) => [...(n ? [""] : []), ...told(row, key)]));
}

function related(row, key) {
  const { kind, number: place, table } = readKey(key);
  const found = rowsOf(row, table)[place];
  const [id, of] = kind === "institution" ? ["institution_id", "institutions"] : ["person_id", "officials"];
  if (kind === "event") {
    const part = rowsOf(row, "participants").filter((p) => p.event_id === found.event_id);
    const keys = (name, its, list) => rowsOf(row, list).flatMap((one, n) => (part.some((p) => p[its] && p[its] === one[its]) ? [`${name}-${n}`] : []));
    return [...keys("official", "person_id", "officials"), ...keys("institution", "institution_id", "institutions")];
  }
  if (!found[id]) return [];
  const events = new Set(rowsOf(row, "participants").filter((p) => p[id] === found[id]).map((p) => p.event_id));
  const same = rowsOf(row, of).flatMap((one, n) => (one[id] === found[id] ? [`${kind === "role" ? "official" : kind}-${n}`] : []));
  return [...same, ...rowsOf(row, "events").flatMap((event, n) => (events.has(event.event_id) ? [`event-${n}`] : []))];
}

function showTip(element, lines) {
  tip.textContent = lines.join("\n");
  tip.hidden = false;
  const box = element.getBoundingClientRect();
  const below = box.bottom + 6 + tip.offsetHeight < window.innerHeight;
  tip.style.left = `${Math.max(4, Math.min(box.left, window.innerWidth - tip.offsetWidth - 4))}px`;
  tip.style.top = `${below ? box.bottom + 6 : Math.max(4, box.top - tip.offsetHeight - 6)}px`;
  element.setAttribute("aria-describedby", "tip");
}

function hideTip() {
  tip.hidden = true;
}

// Cards that are open stay open when the filters change.
const opened = new Set();

function makeCard(row) {
  const position = number.get(row.doc_id);
  const card = make("details", null, { id: `doc-${position}` });
  const summary = make("summary");
  const told = [row.language, row.published, FILTERS.topic(row).join(", "), row.source].filter(Boolean).join(" · ");
  summary.append(make("strong", row.title || row.source), " ", make("small", told));
  card.append(summary);
  card.addEventListener("toggle", () => {
    opened[card.open ? "add" : "delete"](position);
    if (card.open) openCard(card, row, position);
  });
  card.open = opened.has(position);
  return card;
}

// A link into a closed card opens it first; a link to a document that the filters hide clears them.
function openTarget() {
  const [, position] = location.hash.match(/^#(?:doc|text|event|official|institution|role|place|date)-(\d+)/) || [];
  if (!data.documents[position]) return;
  const card = byId(`doc-${position}`);
  if (!card) {
    byId("filters").reset(); // which shows everything a moment later
    setTimeout(openTarget);
    return;
  }
  card.open = true;
  openCard(card, data.documents[position], Number(position));
  byId(location.hash.slice(1))?.scrollIntoView({ block: "center" });
}

// ---------------------------------------------------------------- all together

function show() {
  const rows = chosen();
  const shown = new Set(rows.map((row) => row.doc_id));
  const visits = data.visits.filter((visit) => visit.sources.some((key) => shown.has(key)));
  byId("figures").textContent =
    `${rows.length} of ${data.documents.length} documents, ${visits.length} visits, ` +
    `${rows.reduce((sum, row) => sum + rowsOf(row, "events").length, 0)} events, ${data.people.length} people, ` +
    `${data.organisations.length} institutions, ${data.problems} problems`;
  showVisits(visits);
  showMatrix(visits);
  showAgreements(shown);
  showPeople(shown);
  showOrganisations(rows);
  showTopics(rows);
  drawTimeline(visits);
  drawMap(visits);
  byId("cards").replaceChildren(...rows.map(makeCard));
}

function begin() {
  fillFilters();
  show();
  openTarget();
  byId("filters").addEventListener("input", show);
  byId("filters").addEventListener("reset", () => setTimeout(show));
  byId("filters").addEventListener("submit", (submitted) => submitted.preventDefault());
  window.addEventListener("hashchange", openTarget);
  window.addEventListener("scroll", hideTip, { passive: true });
  document.addEventListener("keydown", (pressed) => {
    if (pressed.key === "Escape") hideTip();
    if (pressed.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(pressed.target.tagName)) {
      pressed.preventDefault();
      byId("search").focus();
    }
  });
  DARK.addEventListener("change", show);
  // On paper every chosen document is open.
  window.addEventListener("beforeprint", () =>
    document.querySelectorAll("#cards > details").forEach((card) => {
      const position = Number(card.id.slice(4));
      card.open = true;
      openCard(card, data.documents[position], position);
    }),
  );
}
