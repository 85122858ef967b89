// The dossier's behaviour. What comes from texts is only ever put on the page with textContent.
const data = JSON.parse(document.getElementById("data").textContent);
const world = JSON.parse(document.getElementById("world").textContent);
const byId = (id) => document.getElementById(id);
const documents = new Map(data.documents.map((row) => [row.doc_id, row]));
const number = new Map(data.documents.map((row, position) => [row.doc_id, position]));
// What was named last lies on top where findings overlap.
const LAYERS = ["place", "institution", "role", "official", "date"];

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
  place: (row) => row.places,
  person: (row) => row.people,
  topic: (row) => row.topics,
  year: (row) => [row.year],
  type: (row) => row.events.map((event) => event.type),
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
    const text = `${row.title || ""} ${row.text} ${row.people.join(" ")} ${row.places.join(" ")}`.toLocaleLowerCase();
    return words.every((word) => text.includes(word));
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
  return keys.flatMap((key) =>
    documents.has(key) ? [link(documents.get(key).title || key, `doc-${number.get(key)}`), " "] : [],
  );
}

function showVisits(visits) {
  const rows = [...visits].sort((a, b) => String(a.edtf || "~").localeCompare(String(b.edtf || "~")));
  fillTable(
    "visits",
    rows.map((v) => [v.edtf || "unknown", v.host_place || "unknown", v.guest_places.join(", "), v.status, sourceLinks(v.sources)]),
  );
}

function showPeople(shown) {
  const rows = data.people.filter((person) => person.documents.some((key) => shown.has(key)));
  rows.sort((a, b) => b.n_documents - a.n_documents || a.name.localeCompare(b.name));
  fillTable(
    "people",
    rows.flatMap((person) =>
      person.offices.map((office, position) => [
        position ? "" : person.name,
        office.role_text ? `${office.role_text} (${office.role})` : office.role,
        [office.organisation, office.place].filter(Boolean).join(", "),
        office.first || "",
        office.last || "",
        position ? "" : sourceLinks(person.documents),
      ]),
    ),
  );
}

function showOrganisations() {
  const rows = [...data.organisations].sort((a, b) => b.n_documents - a.n_documents || a.name.localeCompare(b.name));
  fillTable("organisations", rows.map((o) => [o.name, o.acronym, o.type, o.place, o.n_documents]));
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
  rows.forEach((row) => row.topics.forEach((topic) => {
    const key = `${topic}\u0000${row.year ?? "unknown"}`;
    counts.set(key, (counts.get(key) || 0) + 1);
  }));
  const years = spread(rows.map((row) => String(row.year ?? "unknown")));
  crossTable("topics", spread(rows.flatMap((row) => row.topics)), years, (t, y) => counts.get(`${t}\u0000${y}`) || 0);
}

// ---------------------------------------------------------------- charts

const OPTIONS = { actions: false, renderer: "svg", tooltip: { theme: "custom" } };

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
  window.vegaEmbed("#timeline", spec, OPTIONS);
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
      { data: { values: world, format: { type: "topojson", feature: "countries" } }, mark: { type: "geoshape", fill: "#e8eaed", stroke: "#fff", clip: true } },
      { data: { values: lines }, mark: { type: "rule", color: "#3b6fd4", opacity: 0.6, clip: true }, encoding: { longitude: { field: "x" }, latitude: { field: "y" }, longitude2: { field: "x2" }, latitude2: { field: "y2" }, tooltip: { field: "label" } } },
      { data: { values: points }, mark: { type: "circle", color: "#b3261e", size: 50, clip: true }, encoding: { longitude: { field: "x", type: "quantitative" }, latitude: { field: "y", type: "quantitative" }, tooltip: { field: "name" } } },
    ],
  };
  window.vegaEmbed("#map", spec, OPTIONS);
}

// ---------------------------------------------------------------- documents

// Offsets count code points, JavaScript strings count UTF-16 units.
function toUnits(text) {
  const units = [0];
  for (const character of text) units.push(units[units.length - 1] + character.length);
  return units;
}

function markText(row, position) {
  const box = make("p", null, { className: "text", lang: row.language || "" });
  const units = toUnits(row.text);
  const cuts = new Set([0, units.length - 1]);
  row.spans.forEach(([start, end]) => cuts.add(start).add(end));
  row.events.forEach((event) => cuts.add(event.start_char).add(event.end_char));
  const edges = [...cuts].sort((a, b) => a - b);
  const begun = new Set();
  for (let i = 0; i + 1 < edges.length; i += 1) {
    const [start, end] = [edges[i], edges[i + 1]];
    const surface = row.text.slice(units[start], units[end]);
    const over = row.spans.filter((span) => span[0] <= start && end <= span[1]);
    over.sort((a, b) => LAYERS.indexOf(b[2]) - LAYERS.indexOf(a[2]));
    let piece = over.length ? make("mark", surface, { className: over[0][2], title: over.map((s) => s[3]).join("\n\n"), tabIndex: 0 }) : document.createTextNode(surface);
    const event = row.events.findIndex((e) => e.start_char <= start && end <= e.end_char);
    if (event >= 0) {
      const wrap = make("span", null, { className: "event" });
      if (!begun.has(event)) wrap.id = `text-${position}-${event}`;
      begun.add(event);
      wrap.append(piece);
      piece = wrap;
    }
    box.append(piece);
  }
  return box;
}

function eventItem(row, event, position, place) {
  const item = make("li", null, { id: `event-${position}-${place}` });
  const when = event.edtf || "time unknown";
  const where = [event.guest_places?.join(", "), event.host_place].filter(Boolean).join(" → ");
  item.append(make("strong", event.type), ` (${event.status}${event.main ? ", main" : ""}), ${when}${where ? `, ${where}` : ""} `);
  const people = row.participants.filter((p) => p.event_id === event.event_id);
  if (people.length) item.append(`with ${people.map((p) => p.name).join(", ")} `);
  item.append(link("in the text", `text-${position}-${place}`));
  return item;
}

function openCard(card, row, position) {
  if (card.dataset.open) return;
  card.dataset.open = "yes";
  const events = make("ul");
  events.append(...row.events.map((event, place) => eventItem(row, event, position, place)));
  const text = markText(row, position);
  row.events.forEach((event, place) => {
    const begin = text.querySelector(`#text-${position}-${place}`);
    if (begin) begin.before(make("a", "◆", { href: `#event-${position}-${place}`, title: event.type, ariaLabel: `to the event: ${event.type}` }));
  });
  card.append(events, text);
}

function makeCard(row) {
  const position = number.get(row.doc_id);
  const card = make("details", null, { id: `doc-${position}` });
  const summary = make("summary");
  const told = [row.language, row.published, row.topics.join(", "), row.source].filter(Boolean).join(" · ");
  summary.append(make("strong", row.title || row.source), " ", make("small", told));
  card.append(summary);
  card.addEventListener("toggle", () => card.open && openCard(card, row, position));
  return card;
}

function openTarget() {
  const target = /^#doc-\d+$/.test(location.hash) && byId(location.hash.slice(1));
  if (target) target.open = true;
}

// ---------------------------------------------------------------- all together

function show() {
  const rows = chosen();
  const shown = new Set(rows.map((row) => row.doc_id));
  const visits = data.visits.filter((visit) => visit.sources.some((key) => shown.has(key)));
  byId("figures").textContent =
    `${rows.length} of ${data.documents.length} documents, ${visits.length} visits, ` +
    `${rows.reduce((sum, row) => sum + row.events.length, 0)} events, ${data.people.length} people, ` +
    `${data.organisations.length} institutions, ${data.problems} problems`;
  showVisits(visits);
  showMatrix(visits);
  showPeople(shown);
  showTopics(rows);
  drawTimeline(visits);
  drawMap(visits);
  byId("cards").replaceChildren(...rows.map(makeCard));
}

fillFilters();
showOrganisations();
show();
openTarget();
byId("filters").addEventListener("input", show);
byId("filters").addEventListener("reset", () => setTimeout(show));
byId("filters").addEventListener("submit", (submitted) => submitted.preventDefault());
window.addEventListener("hashchange", openTarget);
