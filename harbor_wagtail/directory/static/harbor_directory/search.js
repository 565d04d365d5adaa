/*
 * Searches in place, so that what was typed is not kept among the pages the browser can restore. Without this script the
 * same forms are sent and answered as pages. It changes no address, keeps nothing and asks nobody but this site.
 */
(() => {
  "use strict";

  const HEADER = "X-Harbor-Fragment";
  let latest = 0;

  const place = () => document.querySelector("[data-harbor-search]");

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const old = place();
    if (!old || !old.contains(form) || form.method !== "post" || !window.fetch || !window.FormData) return;
    event.preventDefault();
    search(form, event.submitter, old);
  });

  async function search(form, button, old) {
    const turn = ++latest;
    old.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams(question(form, button)),
        headers: { [HEADER]: "1", Accept: "text/html" },
        credentials: "same-origin",
        cache: "no-store",
        redirect: "error",
      });
      if (!answer.ok) throw new Error("no results");
      const text = await answer.text();
      if (turn !== latest) return;
      show(text, button && form.id === "harbor-form" ? button.id : "");
    } catch (problem) {
      if (turn === latest) send(form, button);
    }
  }

  function question(form, button) {
    const data = new FormData(form);
    if (button && button.name) data.append(button.name, button.value);
    return data;
  }

  function show(text, keep) {
    const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-harbor-search]");
    if (!fresh) throw new Error("no results");
    const next = document.importNode(fresh, true);
    const said = next.querySelector("[data-harbor-results]");
    place().replaceWith(next);
    const words = said ? said.textContent.replace(/\s+/g, " ").trim() : "";
    const status = next.querySelector("[data-harbor-status]");
    // A live region speaks only of what changes in it after it is there.
    if (status) window.setTimeout(() => { status.textContent = words; }, 150);
    const kept = keep && document.getElementById(keep);
    if (kept) {
      kept.focus({ preventScroll: true });
    } else if (said) {
      said.focus({ preventScroll: true });
    }
    if (said) {
      const box = said.getBoundingClientRect();
      if (box.top < 0 || box.top > window.innerHeight * 0.6) said.scrollIntoView({ block: "start" });
    }
  }

  /* Whatever went wrong, the browser's own way still works. submit() knows no button, so its value goes along. */
  function send(form, button) {
    if (button && button.name) {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = button.name;
      field.value = button.value;
      form.append(field);
    }
    form.submit();
  }
})();
