// The page that takes packages in: all files are looked at first, then a person confirms, then they are taken.
// Rule: one file after the other. What came in stays in; Stop ends after the file that is under way.

import { chosen, dropped, inFolder } from "./offered.js";
import { NotSent, send } from "./sending.js";
import { addRow, showLine, showState, sortRows } from "./table.js";

const $ = (id) => document.getElementById(id);
const page = $("import").dataset;
const words = JSON.parse(page.words);
const rules = JSON.parse(page.rules);

const DRY = { path: "/web/import/look", said: words.looked, isDry: true };
const REAL = { path: "/web/import/take", said: words.taken, isDry: false };

let offers = []; // { file, row, line, looked, isDone }
let round = null; // DRY or REAL while it runs or can go on
let aside = 0;
let sticks = ""; // the contents of the sticks' own files, for a service that was restored
let isStopped = false;
let isRunning = false;

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function show(id, isShown) {
  $(id).hidden = !isShown;
}

function say(text, tone) {
  $("said").textContent = text;
  $("said").className = `note ${tone}`;
  show("said", Boolean(text));
}

async function offer(found) {
  if (isRunning) return;
  const { files, sticks: own, aside: others } = await found;
  if (isRunning || (!files.length && !others)) return;
  if (round === REAL) clear();
  aside += others;
  $("aside").textContent = fill(words.aside, { n: aside });
  show("aside", aside > 0);
  await rememberSticks(own);
  offers.push(...files.map((file) => ({ file, row: addRow(file, words), line: null, looked: "", isDone: false })));
  await run(DRY);
}

async function rememberSticks(files) {
  for (const file of files) {
    const text = (await file.text().catch(() => "")).trim();
    const both = sticks ? `${sticks},${text}` : text;
    if (/^[\w.-]+$/.test(text) && both.length <= rules.longest_sticks) sticks = both;
  }
}

async function run(which) {
  round = which;
  isRunning = true;
  isStopped = false;
  arrange();
  let trouble = "";
  for (const one of offers.filter((each) => !each.isDone)) {
    if (isStopped) break;
    showProgress();
    trouble = await handle(one);
    if (trouble) break;
  }
  isRunning = false;
  sum(trouble);
}

async function handle(one) {
  showState(one.row, "busy", words.sending, "");
  one.row.scrollIntoView({ block: "nearest" });
  const expected = round.isDry ? "" : one.looked;
  const how = { path: round.path, proof: page.proof, passwords: $("typed").value, largest: rules.largest, expected, sticks };
  try {
    one.line = await send(one.file, how);
    showLine(one.row, one.line, words);
    if (round.isDry) one.looked = one.line.sha256;
    one.isDone = true;
  } catch (error) {
    if (!(error instanceof NotSent)) throw error;
    showState(one.row, "bad", words.unsent, words[error.message]);
    one.isDone = !error.isOver;
    if (one.isDone) one.line = null;
    return error.isOver ? words[error.message] : "";
  }
  return "";
}

function showProgress() {
  const done = offers.filter((one) => one.isDone).length;
  $("bar").max = offers.length;
  $("bar").value = done;
  $("progress").textContent = fill(words.progress, { n: done + 1, all: offers.length });
}

function sum(trouble) {
  const done = offers.filter((one) => one.isDone);
  const good = done.filter((one) => one.line && !one.line.fault).length;
  const bad = done.filter((one) => one.line?.fault).length;
  const look = done.filter((one) => one.line?.tone === "look").length;
  const unsent = done.filter((one) => !one.line).length;
  if (trouble) say(trouble, "bad");
  else if (done.length < offers.length) say(fill(words.stopped, { n: done.length, all: offers.length }), "look");
  else {
    const more = [look && fill(words.looks, { n: look }), unsent && fill(words.unsents, { n: unsent })];
    const said = [fill(round.said, { good, bad }), ...more].filter(Boolean).join(" ");
    say(said, good === done.length && !look ? "good" : "look");
  }
  if (done.length === offers.length) sortRows();
  arrange();
}

function arrange() {
  const isWhole = offers.every((one) => one.isDone);
  const isUnsent = offers.some((one) => one.isDone && !one.line);
  const needsPassword = offers.some((one) => one.line?.fault === rules.needs_password);
  show("running", isRunning);
  show("table", offers.length > 0);
  show("decide", !isRunning && offers.length > 0);
  show("take", isWhole && round === DRY);
  show("go-on", !isWhole || isUnsent);
  show("look-again", !isRunning && round === DRY && needsPassword);
  if (needsPassword) $("passwords").open = true;
  if (isRunning) say("", "");
  $("drop").toggleAttribute("inert", isRunning);
  // what is said is read before anything is pressed, so it is in sight whatever the table's length
  if (!isRunning) ["decide", "said"].forEach((id) => $(id).scrollIntoView({ block: "nearest" }));
}

function again(which) {
  offers.forEach((one) => {
    one.isDone = false;
    showState(one.row, "", words.waiting, "");
  });
  run(which);
}

function clear() {
  offers = [];
  aside = 0;
  sticks = "";
  round = null;
  document.querySelector("#table tbody").replaceChildren();
  ["aside", "decide", "table", "said", "look-again"].forEach((id) => show(id, false));
}

$("files").addEventListener("change", (event) => {
  offer(chosen([...event.target.files], rules));
  event.target.value = "";
});
$("folder").addEventListener("change", (event) => {
  offer(inFolder([...event.target.files], rules));
  event.target.value = "";
});
document.addEventListener("dragover", (event) => {
  event.preventDefault();
  $("drop").classList.add("over");
});
document.addEventListener("dragleave", (event) => event.relatedTarget || $("drop").classList.remove("over"));
document.addEventListener("drop", (event) => {
  event.preventDefault();
  $("drop").classList.remove("over");
  offer(dropped(event.dataTransfer, rules));
});
$("stop").addEventListener("click", () => (isStopped = true));
$("take").addEventListener("click", () => again(REAL));
$("look-again").addEventListener("click", () => again(DRY));
$("go-on").addEventListener("click", () => {
  for (const one of offers.filter((each) => !each.line)) one.isDone = false;
  run(round);
});
$("clear").addEventListener("click", clear);
window.addEventListener("beforeunload", (event) => isRunning && event.preventDefault());
