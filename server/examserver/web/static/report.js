// Sends a file that came by hand to where its box says, and shows what became of it.
"use strict";

function tellOf(place, text, tone) {
  const status = place.querySelector("[role=status]");
  status.textContent = text;
  status.className = `note ${tone}`;
  status.hidden = false;
}

async function sendFile(place, file) {
  const headers = { "X-Form-Proof": place.dataset.proof, "Content-Type": "application/octet-stream" };
  const reply = await fetch(place.dataset.to, { method: "POST", headers, body: file, redirect: "error" });
  if (!reply.ok) throw new Error(String(reply.status));
  return reply.json();
}

// A file that is carried on from here, as a link in the box.
function offer(place, said) {
  const link = place.querySelector("[data-file] a");
  if (!link) return;
  link.parentElement.hidden = !said.file;
  if (!said.file) return;
  const bytes = Uint8Array.from(atob(said.file), (letter) => letter.charCodeAt(0));
  link.href = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
  link.download = said.name;
}

async function takeFile(place, field) {
  if (!field.files.length) return;
  field.disabled = true;
  tellOf(place, place.dataset.sending, "same");
  try {
    const said = await sendFile(place, field.files[0]);
    tellOf(place, said.text, said.ok ? "good" : "bad");
    offer(place, said);
  } catch {
    tellOf(place, place.dataset.lostWords, "bad");
  }
  field.disabled = false;
  field.value = "";
}

for (const place of document.querySelectorAll("[data-to]")) {
  const field = place.querySelector("input[type=file]");
  field.addEventListener("change", () => takeFile(place, field));
}
