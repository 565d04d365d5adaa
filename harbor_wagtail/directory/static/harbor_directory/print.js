/* The button for the browser's own print dialogue. Without this script the page says where to find that. */
(() => {
  "use strict";
  for (const button of document.querySelectorAll("[data-harbor-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  for (const words of document.querySelectorAll("[data-harbor-print-how]")) words.hidden = true;
})();
