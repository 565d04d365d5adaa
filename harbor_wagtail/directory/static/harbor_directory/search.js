/*
 * Searches in place, so that what was typed is not kept among the pages the browser can restore, and opens an organization
 * out of such results in place too, so that Back shows them again. Nothing is stored and nobody but this site is asked; the
 * only addresses the browser learns are those of the organizations opened. Without this script the same forms and links work.
 */
(() => {
  "use strict";

  const HEADER = "X-Harbor-Fragment";
  /* What the visitor has gone through in this document: the main part, the menu, the title, how far it was scrolled. */
  const views = [];
  const number = (state) => Number(state) || 0;
  /* After a reload the browser still counts on, and what came before is gone. */
  let here = number(window.history.state);
  let latest = 0;
  let answered = false;

  const find = (selector, from) => (from || document).querySelector(selector);
  const place = () => find("[data-harbor-search]");
  const still = { preventScroll: true };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const old = place();
    if (!old || !old.contains(form) || form.method !== "post" || !/^harbor-(form|again)$/.test(form.id)) return;
    event.preventDefault();
    search(form, event.submitter, old);
  });

  async function search(form, button, old) {
    const turn = ++latest;
    old.setAttribute("aria-busy", "true");
    try {
      const answer = await ask(form.action, { method: "POST", body: question(form, button), headers: { [HEADER]: "1" } });
      if (turn === latest) show(answer, button && form.id === "harbor-form" ? button.id : "");
    } catch (problem) {
      if (turn === latest) send(form, button);
    }
  }

  /* The page at an address; throws for anything but a plain answer of this very address. */
  async function ask(address, how) {
    const answer = await fetch(address, { credentials: "same-origin", cache: "no-store", redirect: "error", ...how });
    if (!answer.ok) throw new Error("no answer");
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  }

  function question(form, button) {
    const data = new FormData(form);
    if (button && button.name) data.append(button.name, button.value);
    return new URLSearchParams(data);
  }

  function show(answer, keep) {
    const next = document.importNode(find("[data-harbor-search]", answer), true);
    // Groups of filters stay as the visitor left them.
    for (const old of place().querySelectorAll("details[id]")) {
      const same = find("#" + old.id, next);
      if (same) same.open = same.open || old.open;
    }
    place().replaceWith(next);
    answered = true;
    // Another search on the page of one kind or county: it is the directory now.
    const heading = find("[data-harbor-title]");
    if (heading) {
      document.title = heading.textContent = heading.dataset.harborTitle;
      find(".harbor-crumbs").hidden = true;
    }
    const foot = find("[data-harbor-foot]");
    if (foot) foot.hidden = Boolean(find("[data-harbor-empty]", next));
    announce(next, keep && document.getElementById(keep));
  }

  function announce(next, kept) {
    const said = find("[data-harbor-results]", next);
    const status = find("[data-harbor-status]", next);
    // A live region speaks only of what changes in it after it is there.
    window.setTimeout(() => { status.textContent = said.textContent.replace(/\s+/g, " ").trim(); }, 150);
    (kept || said).focus(still);
    const top = said.getBoundingClientRect().top;
    if (top < 0 || top > window.innerHeight * 0.6) said.scrollIntoView({ block: "start" });
  }

  /* Whatever went wrong, the browser's own way still works. submit() knows no button, so its value goes along. */
  function send(form, button) {
    if (button && button.name) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name: button.name, value: button.value });
      form.append(field);
    }
    form.submit();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-harbor-open], a[data-harbor-return]");
    const own = event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (!link || own || event.defaultPrevented) return;
    if (link.hasAttribute("data-harbor-return")) {
      event.preventDefault();
      window.history.back();
    } else if (answered) {
      event.preventDefault();
      open(link.href);
    }
  });

  async function open(address) {
    const turn = ++latest;
    try {
      const answer = await ask(address);
      if (turn !== latest) return;
      const next = { main: document.importNode(find("main", answer), true), title: answer.title };
      next.nav = document.importNode(find(".harbor-nav", answer) || document.createElement("nav"), true);
      next.css = [...answer.querySelectorAll("link[rel=stylesheet]")].map((link) => link.getAttribute("href"));
      next.main.prepend(wayBack());
      leave();
      views.length = here + 1;
      views.push(next);
      window.history.pushState(here + 1, "", address);
      enter(here + 1);
      const target = document.getElementById(new URL(address).hash.slice(1));
      if (target) target.scrollIntoView({ block: "start" });
    } catch (problem) {
      window.location.assign(address);
    }
  }

  function wayBack() {
    const line = document.createElement("p");
    const link = document.createElement("a");
    line.className = "harbor-no-print";
    Object.assign(link, { className: "harbor-button harbor-button--quiet", href: window.location.pathname });
    link.textContent = place().dataset.harborBack;
    link.setAttribute("data-harbor-return", "");
    line.append(link);
    return line;
  }

  /* Keeps the view that is left: the elements themselves, with all that was typed and opened in them. */
  function leave() {
    const main = find("main");
    views[here] = { main, nav: find(".harbor-nav"), title: document.title, scroll: window.scrollY, focus: document.activeElement };
  }

  function enter(wanted) {
    const view = views[wanted];
    for (const address of view.css || []) {
      if (!find(`link[rel=stylesheet][href="${CSS.escape(address)}"]`)) {
        document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: address }));
      }
    }
    find("main").replaceWith(view.main);
    if (view.nav && find(".harbor-nav")) find(".harbor-nav").replaceWith(view.nav);
    document.title = view.title;
    here = wanted;
    window.scrollTo(0, view.scroll || 0);
    (view.main.contains(view.focus) ? view.focus : view.main).focus(still);
  }

  window.addEventListener("popstate", (event) => {
    const wanted = number(event.state);
    if (wanted === here) return; // a link within the page
    latest++;
    if (!views[wanted]) return window.location.reload();
    leave();
    enter(wanted);
  });
})();
