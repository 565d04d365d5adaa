/* Filling in a plan on its page. Nothing is sent and nothing is kept: what was typed goes when the page goes. */
(() => {
  "use strict";
  const plan = document.querySelector("[data-harbor-plan]");
  if (!plan) return;
  const tools = plan.querySelector("[data-harbor-tools]");
  const said = tools.querySelector("[data-harbor-said]");
  const fields = [...plan.querySelectorAll("[data-harbor-field]")];
  const isFilled = (field) => (field.type === "checkbox" ? field.checked : field.value !== "");

  const say = (name, words) => {
    said.textContent = (said.dataset[name] || "").replace("%s", words || "");
  };

  const clear = () => {
    for (const field of fields) {
      if (field.type === "checkbox") field.checked = false;
      else field.value = "";
    }
    for (const mirror of plan.querySelectorAll(".harbor-plan-mirror")) mirror.remove();
    plan.classList.remove("harbor-plan--mirrored");
  };

  /* A text area prints only what is in sight, so its words are written out below it while the page is printed. */
  const mirror = () => {
    unmirror();
    for (const area of plan.querySelectorAll("textarea")) {
      const copy = document.createElement("div");
      copy.className = "harbor-plan-mirror";
      copy.textContent = area.value;
      area.after(copy);
    }
    plan.classList.add("harbor-plan--mirrored");
  };
  const unmirror = () => {
    for (const copy of plan.querySelectorAll(".harbor-plan-mirror")) copy.remove();
    plan.classList.remove("harbor-plan--mirrored");
  };

  /* Headings, and under each what was filled in. */
  const asText = () => {
    const lines = [];
    for (const part of plan.querySelectorAll("h1, h2:not([id=plan-tools-title], [id=plan-files]), .harbor-plan-emergency li, .harbor-plan-emergency p, [data-harbor-field]")) {
      if (!part.matches("[data-harbor-field]")) {
        lines.push(part.matches("h1, h2") ? "\n" + part.textContent.trim().toUpperCase() : part.textContent.trim().replace(/\s+/g, " "));
      } else if (isFilled(part)) {
        lines.push(part.type === "checkbox" ? "[x] " + part.dataset.label : part.dataset.label + "\n    " + part.value.replace(/\n/g, "\n    "));
      }
    }
    return lines.join("\n").trim() + "\n";
  };

  const save = (blob, suffix) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = plan.dataset.file + suffix;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    say("saved");
  };

  const savePdf = async () => {
    try {
      const values = {};
      for (const field of fields) {
        if (isFilled(field)) values[field.id] = field.type === "checkbox" ? true : field.value;
      }
      const map = await (await fetch(plan.dataset.fields)).json();
      const pdf = await (await fetch(plan.dataset.fields.replace(/json$/, "pdf"))).arrayBuffer();
      const made = globalThis.harborFillPdf(new Uint8Array(pdf), map, values);
      if (made.missing.length) say("unable", made.missing.join(" "));
      else save(new Blob([made.bytes], { type: "application/pdf" }), ".pdf");
      /* The whole answer is in the file, but paper shows what its box holds. */
      if (made.cut && made.cut.length) say("cut", fields.filter((field) => made.cut.includes(field.id)).map((field) => field.dataset.label).join("; "));
    } catch (problem) {
      say("failed");
    }
  };

  const doing = {
    print: () => print(),
    text: () => save(new Blob([asText()], { type: "text/plain;charset=utf-8" }), ".txt"),
    pdf: savePdf,
    clear: () => { clear(); say("cleared"); },
  };

  tools.addEventListener("click", (event) => {
    const button = event.target.closest("[data-harbor-do]");
    if (button) doing[button.dataset.harborDo]();
  });
  addEventListener("beforeprint", mirror);
  addEventListener("afterprint", unmirror);
  /* Back may bring the page as it was: it comes back empty, and shows nothing before that. */
  addEventListener("pagehide", clear);
  addEventListener("pageshow", clear);
  for (const words of plan.querySelectorAll(".harbor-plan-noscript")) words.hidden = true;
  for (const link of plan.querySelectorAll(".harbor-plan-scripted")) link.hidden = false;
  tools.hidden = false;
})();
