// The rows of the table: one for each file. Texts only; nothing that comes from a file is ever markup.

export function addRow(file, words) {
  const row = document.getElementById("row").content.firstElementChild.cloneNode(true);
  row.querySelector(".file").textContent = visible(file.name);
  row.querySelector(".verdict").textContent = words.waiting;
  document.querySelector("#table tbody").append(row);
  return row;
}

export function showState(row, tone, text, what) {
  row.className = tone;
  row.querySelector(".verdict").textContent = text;
  showWhat(row, what ? [what] : []);
}

export function showLine(row, line, words) {
  row.className = line.tone;
  row.querySelector(".file").textContent = line.file;
  row.querySelector(".verdict").textContent = line.verdict;
  row.querySelector(".code").textContent = line.code;
  row.querySelector(".receipt").textContent = line.receipt;
  showWhat(row, line.said);
  showCandidate(row, line, words);
}

// What a person has to look at stands above what needs no look; else as it was offered.
export function sortRows() {
  const order = ["bad", "look", "good", "same"];
  const body = document.querySelector("#table tbody");
  body.append(...[...body.rows].sort((one, other) => order.indexOf(one.className) - order.indexOf(other.className)));
}

function showWhat(row, sentences) {
  const items = sentences.map((sentence) => {
    const item = document.createElement("li");
    item.textContent = sentence;
    return item;
  });
  row.querySelector(".what").replaceChildren(...items);
}

function showCandidate(row, line, words) {
  row.querySelector(".candidate").textContent = line.candidate;
  const name = row.querySelector(".name");
  if (!line.attempt) {
    name.textContent = line.name;
    return;
  }
  const link = document.createElement("a");
  link.href = `/web/attempts/${encodeURIComponent(line.attempt)}`;
  link.textContent = line.name || words.again;
  name.replaceChildren(link);
}

function visible(name) {
  return name.replace(/[\p{C}\u2028\u2029]/gu, "\ufffd");
}
