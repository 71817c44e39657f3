// What htmx may write into a page: a reply of our own service that it has just got, and nothing else.
// Browsers ask this policy for every text that is to become HTML (`require-trusted-types-for 'script'`).
"use strict";

let replied = "";

if (window.trustedTypes) {
  window.trustedTypes.createPolicy("default", {
    createHTML: (text) => (replied && text.includes(replied) ? text : null),
  });
}

// htmx leaves the head of a page out before it reads it; a reply counts only while it is put in.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  replied = event.detail.xhr.responseText.replace(/<head(\s[^>]*)?>[\s\S]*?<\/head>/i, "");
});
document.addEventListener("htmx:afterSettle", () => {
  replied = "";
});

// Who watches sees when what stands there is old.
const say = (isLost) => {
  for (const one of document.querySelectorAll("[data-lost]")) {
    one.hidden = !isLost;
  }
};
for (const failed of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(failed, () => say(true));
}
document.addEventListener("htmx:afterSwap", () => say(false));
