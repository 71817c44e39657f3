// What htmx may write into a page: a reply of our own service that it has just got, and nothing else.
// Browsers ask this policy for every text that is to become HTML (`require-trusted-types-for 'script'`).
"use strict";

const HEAD = /<head(\s[^>]*)?>[\s\S]*?<\/head>/i;
const WRAPPED = ['<body><template class="internal-htmx-wrapper">', "</template></body>"];

// Where htmx puts what is to stay as it is (`hx-preserve`) while the rest is exchanged.
const PANTRY = "<div id='--htmx-preserve-pantry--'></div>";

let allowed = [];

if (window.trustedTypes) {
  window.trustedTypes.createPolicy("default", {
    createHTML: (text) => (text === PANTRY || allowed.includes(text) ? text : null),
  });
}

// htmx reads a whole page as it came, and a part of one in a wrapper; a reply counts only while it is put in.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const reply = event.detail.xhr.responseText;
  const bare = reply.replace(HEAD, "");
  allowed = [reply, bare, WRAPPED.join(bare)];
});
document.addEventListener("htmx:afterSettle", () => {
  allowed = [];
});

// Who watches sees when what stands there is old.
const say = (isLost) => {
  for (const one of document.querySelectorAll("[data-lost]")) {
    one.hidden = !isLost;
  }
};
const isLive = (event) => event.detail.target?.id === "live";
for (const failed of ["sendError", "timeout", "responseError", "swapError"]) {
  document.addEventListener(`htmx:${failed}`, (event) => {
    if (isLive(event)) say(true);
  });
}
// Also where nothing was new (204), and nothing was exchanged.
document.addEventListener("htmx:afterOnLoad", (event) => {
  if (isLive(event) && event.detail.successful) say(false);
});
