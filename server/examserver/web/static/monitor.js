// The monitor: fetches what has changed just after each look of the service, and shows trouble first.
// Rule: texts only; nothing that comes from a candidate or a machine is ever markup. Ages are by the site's time.

const $ = (id) => document.getElementById(id);
const { states, alarms, said } = JSON.parse($("monitor").dataset.words);
const SOONEST = 200; // milliseconds between two questions, at the least
const LATEST = 1_500; // and where the service does not say when
const AFTER = 5; // a timer may be early by so much
const PATIENCE = 10_000;
const ENDED = ["exported", "closed", "submitted", "collected"];

const tiles = new Map(); // id to what the service says of it
const shown = new Map(); // id to its element
let order = []; // ids by room and seat
let place = new Map(); // id to its number in that order
let state = "";
let ahead = 0; // milliseconds by which the site's time is ahead of this machine's
let chosen = "all";
let wait = LATEST; // milliseconds until the service looks again
let timer = 0;

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const visible = (text) => text.replace(/[\p{C}\u2028\u2029]/gu, "\ufffd");
const now = () => Date.now() + ahead;

function age(since) {
  const seconds = Math.max(0, Math.floor((now() - since) / 1000));
  if (seconds < 60) return fill(said.seconds, { n: seconds });
  return seconds < 5400
    ? fill(said.minutes, { n: Math.floor(seconds / 60) })
    : fill(said.hours, { n: Math.round(seconds / 3600) });
}

async function ask() {
  const path = `/web/monitor/tiles?since=${encodeURIComponent(state)}`;
  // As htmx asks: who is logged out hears 401 and not the login page.
  const reply = await fetch(path, { headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(PATIENCE), cache: "no-store" });
  if (reply.status === 401) location.assign("/web/login");
  wait = told(reply.headers.get("X-Next-Look"));
  if (reply.status === 304) return;
  if (!reply.ok) throw new Error(String(reply.status));
  take(await reply.json());
}

function told(milliseconds) {
  const until = Number.parseInt(milliseconds ?? "", 10);
  return Number.isNaN(until) ? LATEST : Math.min(LATEST, Math.max(SOONEST, until + AFTER));
}

function take(delta) {
  if (delta.whole) tiles.clear();
  for (const tile of delta.tiles ?? []) tiles.set(tile.id, tile);
  if (delta.has_order) {
    order = delta.order ?? [];
    place = new Map(order.map((id, number) => [id, number]));
    for (const id of [...tiles.keys()]) if (!place.has(id)) tiles.delete(id);
  }
  state = delta.state;
  ahead = delta.as_of - Date.now();
  for (const tile of delta.tiles ?? []) draw(tile);
  for (const [id, element] of shown) {
    if (tiles.has(id)) continue;
    element.remove();
    shown.delete(id);
  }
  sort();
  filter();
}

function draw(tile) {
  let element = shown.get(tile.id);
  if (!element) {
    element = $("tile").content.firstElementChild.cloneNode(true);
    shown.set(tile.id, element);
  }
  const link = element.firstElementChild;
  link.className = `tile ${tile.tone ?? ""} ${ENDED.includes(tile.state) ? "ended" : ""} ${tile.exam && tile.state !== "refused" ? "" : "machine"}`;
  link.href = `/web/monitor/seat?${new URLSearchParams({ room: tile.room, id: tile.id })}`;
  const write = (name, text) => {
    const part = link.querySelector(`.${name}`);
    if (part.textContent !== text) part.textContent = text;
  };
  write("seat", visible(tile.seat || "—"));
  write("room", visible(tile.room || said.no_room));
  write("state", states[tile.state]);
  write("name", visible(tile.name || tile.machine || said.nobody));
  write("number", visible(tile.number ?? ""));
  write("alarms", (tile.alarms ?? []).map((one) => alarms[one]).join(" · "));
  write("progress", tile.questions ? fill(said.answered, { n: tile.answered ?? 0, all: tile.questions }) : "");
  write("more", more(tile).join(" · "));
  grow(tile);
}

function more(tile) {
  const parts = [];
  if (tile.held) parts.push(fill(said.events, { held: tile.held, got: tile.got ?? 0 }));
  else if (tile.got) parts.push(fill(said.got, { got: tile.got }));
  if (tile.drawing) parts.push(fill(said.drawing, { level: visible(tile.drawing) }));
  if (tile.check) parts.push(said[`check_${tile.check}`]);
  if (tile.skew) parts.push(fill(said.skew, { n: tile.skew > 0 ? `+${tile.skew}` : tile.skew }));
  if (tile.due) parts.push(fill(said.due, { place: visible(tile.due) }));
  if (tile.away) parts.push(fill(said.away, { n: tile.away }));
  return parts;
}

// What grows older by itself.
function grow(tile) {
  const parts = [];
  if (tile.silent) parts.push(fill(said.silent, { age: age(tile.silent) }));
  if (tile.saved) parts.push(fill(said.saved, { age: age(tile.saved) }));
  const part = shown.get(tile.id).querySelector(".age");
  const text = parts.join(" · ");
  if (part.textContent !== text) part.textContent = text;
}

// Trouble first, then by seat. Whoever has the keyboard on a tile keeps it.
function sort() {
  const wanted = [...tiles.values()].sort((one, other) => one.rank - other.rank || place.get(one.id) - place.get(other.id));
  const list = $("tiles");
  const held = document.activeElement;
  let at = list.firstElementChild;
  for (const tile of wanted) {
    const element = shown.get(tile.id);
    if (element === at) at = at.nextElementSibling;
    else list.insertBefore(element, at);
  }
  if (held && held !== document.activeElement && list.contains(held)) held.focus({ preventScroll: true });
}

function fits(tile) {
  const room = $("room")?.value ?? "*";
  const exam = $("exam")?.value ?? "*";
  const text = $("find").value.trim().toLowerCase();
  const words = [tile.name, tile.number, tile.seat, tile.machine].map((one) => (one ?? "").toLowerCase());
  return (
    (room === "*" || tile.room === room) &&
    (exam === "*" || tile.exam === exam) &&
    (!text || words[2] === text || [words[0], words[1], words[3]].some((one) => one.includes(text)))
  );
}

const isOf = (tile, group) =>
  group === "all" || (group === "red" || group === "amber" ? tile.tone === group : tile.state === group);

function filter() {
  const fitting = [...tiles.values()].filter(fits);
  let count = 0;
  for (const [id, element] of shown) element.hidden = true;
  for (const tile of fitting) {
    const isShown = isOf(tile, chosen);
    shown.get(tile.id).hidden = !isShown;
    count += isShown;
  }
  $("none").hidden = count > 0;
  $("none").textContent = said.none;
  tally(fitting);
}

// One button for each group that there is; it also shows that group alone.
function tally(fitting) {
  const groups = ["red", "amber", "all", ...Object.keys(states)];
  const counts = new Map(groups.map((group) => [group, fitting.filter((tile) => isOf(tile, group)).length]));
  for (const group of groups) {
    const isThere = counts.get(group) > 0 || ["red", "amber", "all", chosen].includes(group);
    const button = buttonFor(group);
    button.hidden = !isThere;
    button.setAttribute("aria-pressed", String(group === chosen));
    button.lastElementChild.textContent = String(counts.get(group));
  }
}

function buttonFor(group) {
  const known = document.querySelector(`#counts [data-group="${group}"]`);
  if (known) return known;
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.group = group;
  button.className = `count-of ${group}`;
  const word = document.createElement("span");
  word.textContent = said[group] ?? states[group];
  const number = document.createElement("b");
  button.append(word, " ", number);
  button.addEventListener("click", () => {
    chosen = chosen === group ? "all" : group;
    filter();
  });
  $("counts").append(button);
  return button;
}

function lost(isLost) {
  $("lost").hidden = !isLost;
}

async function watch() {
  timer = 0;
  wait = LATEST;
  try {
    if (!document.hidden) {
      await ask();
      lost(false);
      const text = $("as-of").dataset.said;
      $("as-of").textContent = fill(text, { time: new Date(now()).toLocaleTimeString(document.documentElement.lang) });
    }
  } catch {
    lost(true);
  }
  for (const tile of tiles.values()) grow(tile);
  timer = setTimeout(watch, wait);
}

for (const name of ["input", "change"]) $("filters").addEventListener(name, filter);
$("filters").addEventListener("submit", (event) => event.preventDefault());
document.addEventListener("visibilitychange", () => {
  if (document.hidden || !timer) return;
  clearTimeout(timer);
  watch();
});
watch();
