// The panel "Words to watch" follows what is typed: a little after the last key the form is sent to our own server,
// which answers with the panel's words and keeps nothing. Without this script the panel shows the page as last saved.
(() => {
  "use strict";
  const PAUSE = 2500; // milliseconds without a key
  const panel = document.querySelector("[data-harbor-language]");
  const form = document.querySelector("[data-edit-form]");
  if (!panel || !form || !panel.dataset.harborLanguage) return;

  let timer = 0;
  let asked = 0;

  async function read() {
    const turn = ++asked;
    let answer;
    try {
      answer = await fetch(panel.dataset.harborLanguage, { method: "POST", body: new FormData(form) });
    } catch {
      return; // offline: what stands there stays
    }
    if (answer.status !== 200 || turn !== asked) return;
    const open = [...panel.querySelectorAll("details")].map((each) => each.open);
    panel.innerHTML = await answer.text();
    panel.querySelectorAll("details").forEach((each, at) => {
      each.open = Boolean(open[at]);
    });
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(read, PAUSE);
  }

  form.addEventListener("input", later);
  form.addEventListener("change", later);
})();
