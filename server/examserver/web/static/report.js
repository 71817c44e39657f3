// Sends the report of a site that came as a file, and shows what became of it.
"use strict";

const place = document.getElementById("reportfile");
const field = place.querySelector("input");
const status = place.querySelector("[role=status]");

function say(text, tone) {
  status.textContent = text;
  status.className = `note ${tone}`;
  status.hidden = false;
}

async function send(file) {
  const headers = { "X-Form-Proof": place.dataset.proof, "Content-Type": "application/octet-stream" };
  const reply = await fetch("/web/sites/import", { method: "POST", headers, body: file, redirect: "error" });
  if (!reply.ok) throw new Error(String(reply.status));
  return reply.json();
}

field.addEventListener("change", async () => {
  if (!field.files.length) return;
  field.disabled = true;
  say(place.dataset.sending, "same");
  try {
    const said = await send(field.files[0]);
    say(said.text, said.ok ? "good" : "bad");
  } catch {
    say(place.dataset.lostWords, "bad");
  }
  field.disabled = false;
  field.value = "";
});
