// Sends the one file of a form as it is; the form's other fields go along in the address.
// The reply is lines of JSON: {done, all} while it is worked on, then {next} to go to or {said}.
"use strict";

const DEFAULT = "none";

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

class Upload {
  constructor(form) {
    this.form = form;
    this.words = JSON.parse(form.dataset.words);
    this.said = form.querySelector(".said");
    this.bar = form.querySelector("progress");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
  }

  say(text, tone) {
    this.said.textContent = text;
    this.said.className = `note said ${tone}`;
    this.said.hidden = !text;
  }

  send() {
    const file = this.form.querySelector("input[type=file]").files[0];
    if (!file) return this.say(this.words[DEFAULT], "look");
    if (file.size > Number(this.form.dataset.most)) return this.say(this.words.too_large, "bad");
    const fields = [...new FormData(this.form)].filter(([, value]) => typeof value === "string");
    const request = new XMLHttpRequest();
    request.open("POST", `${this.form.getAttribute("action")}?${new URLSearchParams(fields)}`);
    request.setRequestHeader("X-Form-Proof", this.form.dataset.proof);
    request.setRequestHeader("X-File-Name", encodeURIComponent(file.name.toWellFormed?.() ?? file.name));
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => this.sent(event);
    request.onprogress = () => this.told(request.responseText);
    request.onload = () => this.answered(request);
    request.onerror = () => this.end(this.words.lost, "bad");
    this.busy(true);
    request.send(file);
    return undefined;
  }

  busy(isBusy) {
    this.form.querySelector("button").disabled = isBusy;
    this.bar.hidden = !isBusy;
    this.bar.removeAttribute("value");
  }

  sent(event) {
    if (!event.lengthComputable) return;
    this.bar.value = event.loaded / event.total;
    const share = Math.floor((100 * event.loaded) / event.total);
    if (share < 100) return this.say(fill(this.words.sending, { n: share }), "");
    this.bar.removeAttribute("value");
    return this.say(this.words.working, "");
  }

  told(text) {
    const last = text.slice(0, text.lastIndexOf("\n")).split("\n").pop();
    if (!last.startsWith('{"done"')) return;
    const { done, all } = JSON.parse(last);
    this.bar.value = done / all;
    this.say(fill(this.words.working_on, { n: done, all }), "");
  }

  answered(request) {
    if (request.status === 401 || request.status === 403) return this.end(this.words.gone, "bad");
    if (request.status !== 200) return this.end(this.words.lost, "bad");
    const { next, said } = JSON.parse(request.responseText.trim().split("\n").pop());
    if (next) return window.location.assign(next);
    return this.end(said ?? this.words.lost, "look");
  }

  end(text, tone) {
    this.busy(false);
    this.say(text, tone);
  }
}

document.querySelectorAll("form[data-words]").forEach((form) => new Upload(form));
