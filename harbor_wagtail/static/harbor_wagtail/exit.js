/*
 * Leaving at once, and not being brought back by the Back button. Loaded in the head, before anything is painted. Without
 * it the exit is a plain link. It keeps one thing, for this tab only: that somebody left (the key "x", no meaning else).
 * docs/safety.md says what was measured.
 */
(() => {
  "use strict";

  const me = document.currentScript;
  // Twice on one page, or in a frame (an editor's preview): leave everything as it is.
  if (!me || window.harborExit || window.top !== window) return;
  window.harborExit = true;

  const KEY = "x";
  const WINDOW = 5000; // ms between two presses
  const PRESSES = 3;
  const given = me.dataset;
  const root = document.documentElement;
  let leaving = false;

  const kept = {
    left: () => { try { return sessionStorage.getItem(KEY) !== null; } catch (problem) { return false; } },
    set: () => { try { sessionStorage.setItem(KEY, "1"); } catch (problem) { /* the exit works, Back is not caught */ } },
    clear: () => { try { sessionStorage.removeItem(KEY); } catch (problem) { /* nothing was kept */ } },
  };

  // Pages kept whole for Back are let go when a word reaches them, so that none is shown for even one frame.
  const others = window.BroadcastChannel ? new BroadcastChannel(KEY) : null;
  if (others) others.onmessage = () => {};

  /* Only where a page may lead: never a script. */
  function address(text) {
    try {
      const url = new URL(text, location.href);
      return url.protocol === "https:" || url.protocol === "http:" ? url : null;
    } catch (problem) {
      return null;
    }
  }

  function wipe(to) {
    for (const form of document.forms) HTMLFormElement.prototype.reset.call(form);
    for (const player of document.querySelectorAll("audio, video")) player.pause();
    root.style.visibility = "hidden";
    root.replaceChildren();
    root.append(plainHead(to));
  }

  /* What the tab says until the other page is there: its name, and no picture. */
  function plainHead(to) {
    const head = document.createElement("head");
    const title = document.createElement("title");
    title.textContent = to.hostname.replace(/^www\./, "");
    head.append(title);
    if (given.harborIcon) {
      const icon = document.createElement("link");
      icon.rel = "icon";
      icon.href = given.harborIcon;
      head.append(icon);
    }
    return head;
  }

  function leave(text) {
    const to = address(text);
    if (!to) return false;
    leaving = true;
    kept.set();
    if (others) others.postMessage(KEY);
    window.stop(); // nothing that is still arriving is shown
    wipe(to);
    location.replace(to.href);
    return true;
  }

  /* The latch: a page of this site that Back brings up leads out again before it is painted. */
  const arrival = performance.getEntriesByType ? performance.getEntriesByType("navigation")[0] : null;
  if (kept.left()) {
    if (arrival && arrival.type !== "navigate") leave(given.harborTo);
    else kept.clear(); // somebody came back on purpose
  }

  // A page kept whole for Back is kept unseen, and shown again only if nobody left meanwhile.
  window.addEventListener("pagehide", () => { root.style.visibility = "hidden"; });
  window.addEventListener("pageshow", (event) => {
    if (leaving && !event.persisted) return;
    if (event.persisted && kept.left()) leave(given.harborTo);
    else root.style.removeProperty("visibility");
  });
  // No question of the page's own ("Leave site?") may hold up somebody who is leaving.
  window.addEventListener("beforeunload", (event) => {
    if (!leaving) return;
    window.onbeforeunload = null;
    event.stopImmediatePropagation();
  }, true);

  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[data-harbor-exit]") : null;
    if (!link || !leave(link.href)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  /* Shift, pressed alone three times. Either Shift will do; another key in between starts anew. */
  if (given.harborKey !== "shift") return;
  let pressed = 0;
  let alone = false;
  let timer = 0;

  function say(words) {
    const place = document.querySelector("[data-harbor-said]");
    if (place) place.textContent = words || "";
  }

  function startAnew(words) {
    clearTimeout(timer);
    pressed = 0;
    say(words);
  }

  /* A keyboard on the screen sends Shift for every capital letter (and no position of a key). */
  function onScreen(event) {
    if (!event.code || event.isComposing) return true;
    const view = window.visualViewport;
    const field = document.activeElement;
    const typing = field && (field.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(field.tagName));
    return Boolean(typing && view && view.height * view.scale < window.innerHeight * 0.8);
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Shift") {
      if (!event.repeat) alone = !(event.ctrlKey || event.altKey || event.metaKey);
    } else {
      alone = false;
      if (pressed) startAnew();
    }
  }, true);

  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone || onScreen(event)) return;
    pressed += 1;
    clearTimeout(timer);
    if (pressed >= PRESSES) {
      say(given.harborSaidLeaving);
      leave(given.harborTo);
      return;
    }
    say(pressed === 1 ? given.harborSaidTwo : given.harborSaidOne);
    timer = setTimeout(() => startAnew(given.harborSaidOver), WINDOW);
  }, true);

  // Selecting with the mouse holds Shift as well.
  document.addEventListener("pointerdown", () => { alone = false; if (pressed) startAnew(); }, true);
})();
