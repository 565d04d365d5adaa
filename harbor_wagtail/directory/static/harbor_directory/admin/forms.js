/* Comfort for the directory's forms. Everything works without it: rows, languages and hours are plain fields. */
(() => {
  "use strict";

  const all = (root, selector) => Array.from(root.querySelectorAll(selector));
  const changed = (field) => field.dispatchEvent(new Event("input", { bubbles: true }));

  /* A copy of a row with nothing in it and numbered anew. `pattern` finds the old number in names and ids. */
  const blankCopy = (row, pattern, number) => {
    const copy = row.cloneNode(true);
    for (const element of [copy, ...all(copy, "*")]) {
      for (const name of ["id", "name", "for", "aria-describedby"]) {
        const value = element.getAttribute(name);
        if (value) element.setAttribute(name, value.replace(pattern, `$1${number}$2`));
      }
    }
    all(copy, ".error-message").forEach((message) => message.remove());
    all(copy, "input, select, textarea").forEach((field) => {
      field.removeAttribute("aria-invalid");
      if (field.type === "checkbox" || field.type === "radio") field.checked = false;
      else if (field.tagName === "SELECT") field.selectedIndex = 0;
      else if (!field.name.endsWith("-ORDER")) field.value = "";
    });
    return copy;
  };

  const firstField = (row) => row.querySelector("input:not([type=hidden]), select, textarea");

  /* Rows: add, move, and take out. The blank row the server offered is hidden until somebody wants it. */
  const startRows = (box) => {
    const prefix = box.dataset.harborRows;
    const list = box.querySelector("[data-harbor-list]");
    const total = box.querySelector(`[name="${prefix}-TOTAL_FORMS"]`);
    const rows = () => all(list, ":scope > [data-harbor-row]");
    const pattern = new RegExp(`(${prefix}-)\\d+(-|$)`, "g");
    const renumber = () => {
      rows().forEach((row, index) => {
        const order = row.querySelector('[name$="-ORDER"]');
        if (order) order.value = index + 1;
        row.querySelector("[data-harbor-number]").textContent = index + 1;
      });
    };
    const move = (row, step) => {
      const shown = rows().filter((each) => !each.hidden);
      const other = shown[shown.indexOf(row) + step];
      if (!other) return;
      list.insertBefore(row, step < 0 ? other : other.nextSibling);
      renumber();
      changed(firstField(row));
    };
    const tools = (row) => {
      const place = row.querySelector("[data-harbor-tools]");
      [["↑", -1, "Move up"], ["↓", 1, "Move down"]].forEach(([sign, step, label]) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button button-small button-secondary";
        button.textContent = sign;
        button.setAttribute("aria-label", box.dataset[step < 0 ? "harborUp" : "harborDown"] || label);
        button.addEventListener("click", () => { move(row, step); button.focus(); });
        place.append(button);
      });
    };
    const pristine = rows()[rows().length - 1]?.cloneNode(true);
    if (!pristine) return;
    rows().forEach(tools);
    const blank = rows().filter((row) => "harborBlank" in row.dataset);
    if (blank.length < rows().length || !("harborOpen" in box.dataset)) blank.forEach((row) => { row.hidden = true; });
    const add = box.querySelector("[data-harbor-add]");
    add.hidden = false;
    add.addEventListener("click", () => {
      let row = rows().find((each) => each.hidden);
      if (!row) {
        row = blankCopy(pristine, pattern, Number(total.value));
        total.value = Number(total.value) + 1;
        list.append(row);
        tools(row);
      }
      row.hidden = false;
      renumber();
      firstField(row).focus();
    });
  };

  /* Words: one tab for each language. A tab with an error is opened, else the one in the language of this admin. */
  const startTabs = (box, boxNumber) => {
    const panels = all(box, ":scope > [data-harbor-tab]");
    if (panels.length < 2) return;
    const bar = document.createElement("div");
    bar.className = "harbor_directory-tabs";
    bar.setAttribute("role", "tablist");
    const tabs = panels.map((panel, index) => {
      const tab = document.createElement("button");
      const name = panel.querySelector("[data-harbor-tab-name]");
      tab.type = "button";
      tab.setAttribute("role", "tab");
      tab.id = `harbor-tab-${boxNumber}-${index}`;
      tab.innerHTML = name.innerHTML;
      name.classList.add("w-sr-only");
      panel.id = `harbor-tabpanel-${boxNumber}-${index}`;
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", tab.id);
      tab.setAttribute("aria-controls", panel.id);
      bar.append(tab);
      return tab;
    });
    const open = (chosen) => tabs.forEach((tab, index) => {
      tab.setAttribute("aria-selected", String(index === chosen));
      tab.tabIndex = index === chosen ? 0 : -1;
      panels[index].hidden = index !== chosen;
    });
    tabs.forEach((tab, index) => {
      tab.addEventListener("click", () => open(index));
      tab.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        const next = event.key === "Home" ? 0 : event.key === "End" ? tabs.length - 1 : index + (step || 0);
        if (!step && event.key !== "Home" && event.key !== "End") return;
        event.preventDefault();
        open((next + tabs.length) % tabs.length);
        tabs[(next + tabs.length) % tabs.length].focus();
      });
    });
    panels[0].before(bar);
    const first = (mark) => panels.findIndex((panel) => mark in panel.dataset);
    const wrong = first("harborWrong");
    open(Math.max(0, wrong >= 0 ? wrong : first("harborOwn")));
  };

  /* The week: further spans, and Monday's hours for the other weekdays. */
  const startWeek = (week) => {
    const days = all(week, "[data-harbor-day]");
    const spans = (day) => all(day, "[data-harbor-span]");
    const isBlank = (span) => all(span, "input").every((field) => !field.value);
    const addSpan = (day) => {
      const last = spans(day)[spans(day).length - 1];
      const pattern = new RegExp(`(-${day.dataset.harborDay}-)\\d+(-)`, "g");
      const copy = blankCopy(last, pattern, spans(day).length);
      last.after(copy);
      return copy;
    };
    days.forEach((day) => {
      spans(day).forEach((span, index) => { span.hidden = index > 0 && isBlank(span); });
      const more = day.querySelector("[data-harbor-more]");
      more.hidden = false;
      more.addEventListener("click", () => {
        const span = spans(day).find((each) => each.hidden) || addSpan(day);
        span.hidden = false;
        firstField(span).focus();
      });
    });
    const copy = week.querySelector("[data-harbor-copy]");
    copy.hidden = false;
    copy.addEventListener("click", () => {
      days.slice(1, 5).forEach((day) => {
        while (spans(day).length < spans(days[0]).length) addSpan(day);
        spans(day).forEach((span, index) => {
          const from = spans(days[0])[index];
          all(span, "input").forEach((field, part) => { field.value = from ? all(from, "input")[part].value : ""; });
          span.hidden = index > 0 && isBlank(span);
        });
        const [closed, monday] = [day, days[0]].map((each) => each.querySelector("[type=checkbox]"));
        closed.checked = monday.checked;
        changed(firstField(day));
      });
    });
    const dates = week.querySelector("[data-harbor-dates]");
    const moreDates = week.querySelector("[data-harbor-more-dates]");
    moreDates.hidden = false;
    moreDates.addEventListener("click", () => {
      const lines = all(dates, "[data-harbor-date]");
      const line = blankCopy(lines[lines.length - 1], /(-dates-)\d+(-)/g, lines.length);
      dates.append(line);
      firstField(line).focus();
    });
  };

  /* A "no" needs who said so: the fields for it open by themselves. */
  const startAnswers = (box) => box.addEventListener("change", (event) => {
    const details = event.target.closest("fieldset")?.querySelector("details");
    if (event.target.tagName === "SELECT" && event.target.value === "no" && details) details.open = true;
  });

  /* The names of all counties, fetched when somebody first types one. */
  const startPlaces = (names) => {
    const load = async (event) => {
      if (event.target.getAttribute?.("list") !== names.id) return;
      document.removeEventListener("focusin", load);
      const answer = await fetch(names.dataset.harborAll, { credentials: "same-origin" });
      if (answer.ok) names.innerHTML = await answer.text();
    };
    document.addEventListener("focusin", load);
  };

  const start = () => {
    all(document, "[data-harbor-rows]").forEach(startRows);
    all(document, "[data-harbor-tabs]").forEach(startTabs);
    all(document, "[data-harbor-week]").forEach(startWeek);
    all(document, "[data-harbor-answers]").forEach(startAnswers);
    all(document, "datalist[data-harbor-all]").forEach(startPlaces);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
