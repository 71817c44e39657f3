// Sends one file to the service and reads what became of it.
// Rule: what is larger than any package is not sent, only named. A busy service is asked again by itself.

const TRIES = 6;
const WAIT = 1000; // milliseconds, longer from try to try

export class NotSent extends Error {
  constructor(why, isOver) {
    super(why);
    this.isOver = isOver; // whether the files after it cannot be sent either
  }
}

export async function send(file, how) {
  const headers = {
    "X-Form-Proof": how.proof,
    "X-File-Name": encodeURIComponent(wellFormed(file.name)),
    "X-File-Size": String(file.size),
    "X-Room-Passwords": encodeURIComponent(how.passwords),
    "X-Expected-Sha256": how.expected,
    "X-Sticks": how.sticks,
    "Content-Type": "application/octet-stream",
  };
  const body = file.size > how.largest ? null : await contentOf(file);
  for (let tried = 1; ; tried += 1) {
    const reply = await asked(how.path, headers, body);
    if (reply.ok) return reply.json();
    if (reply.status === 412) throw new NotSent("changed", false);
    if (reply.status === 401 || reply.status === 403) throw new NotSent("gone", true);
    if (reply.status !== 503 || tried === TRIES) throw new NotSent("lost", true);
    await new Promise((done) => setTimeout(done, WAIT * tried));
  }
}

async function asked(path, headers, body) {
  try {
    return await fetch(path, { method: "POST", headers, body, redirect: "error" });
  } catch {
    throw new NotSent("lost", true);
  }
}

async function contentOf(file) {
  try {
    return await file.arrayBuffer();
  } catch {
    throw new NotSent("unreadable", false); // the stick was taken out, or the disk fails
  }
}

function wellFormed(name) {
  return name.toWellFormed ? name.toWellFormed() : name.replace(/[\ud800-\udfff]/g, "\ufffd");
}
