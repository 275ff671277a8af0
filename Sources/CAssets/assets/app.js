// SPDX-License-Identifier: Apache-2.0
// Small comforts; every page works without them.
(() => {
  "use strict";
  document.documentElement.classList.add("js");
  const all = (selector, act) => document.querySelectorAll(selector).forEach(act);

  // A filter is applied as soon as it is chosen; empty ones do not lengthen the address.
  all("form[data-auto]", (form) => {
    form.addEventListener("change", (event) => {
      if (event.target.matches("select, input[type=date]")) form.requestSubmit();
    });
    form.addEventListener("submit", () => {
      for (const field of form.elements) if (field.name && field.value === "") field.disabled = true;
    });
  });
  all("select[data-submit]", (select) => select.addEventListener("change", () => select.form.requestSubmit()));

  // The browser knows its zone; only offered ones are taken.
  all("select[data-zone]", (select) => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (select.value === "UTC" && [...select.options].some((option) => option.value === zone)) select.value = zone;
  });

  all("[data-copy]", (button) => {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = "Copied";
    });
  });
  all("[data-select]", (field) => field.addEventListener("focus", () => field.select()));

  // What was chosen for upload, by name and size.
  all("input[data-files]", (input) => {
    const list = document.querySelector("[data-chosen]");
    const drop = input.closest(".drop");
    const size = (bytes) => bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
    input.addEventListener("change", () => {
      list.replaceChildren(...[...input.files].map((file) => {
        const item = document.createElement("li"), name = document.createElement("span"), weight = document.createElement("small");
        name.textContent = file.name;
        weight.textContent = size(file.size);
        item.append(name, weight);
        return item;
      }));
    });
    for (const kind of ["dragenter", "dragover"]) drop.addEventListener(kind, () => drop.classList.add("over"));
    for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("over"));
  });

  // A form that takes a while says so, and is not sent twice.
  document.addEventListener("submit", (event) => {
    if (event.target.method !== "post") return;
    const button = event.target.querySelector("button.go");
    if (button) setTimeout(() => { button.disabled = true; button.classList.add("busy"); }, 0);
  });
  addEventListener("pageshow", () => all("button.busy", (button) => { button.disabled = false; button.classList.remove("busy"); }));

  // One place of the slider is shown at a time; without a script the proposed one is, and a table has them all.
  all("input[data-slider]", (slider) => {
    const points = [...document.querySelectorAll("[data-point]")], now = slider.parentElement.querySelector("output");
    const show = () => {
      for (const point of points) {
        const shown = point.dataset.point === slider.value;
        point.classList.toggle("other", !shown);
        if (shown) { now.textContent = point.dataset.label; slider.setAttribute("aria-valuetext", point.dataset.label); }
      }
      all("input[data-at]", (field) => { field.value = slider.value; });
    };
    slider.addEventListener("input", show);
    show();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
    const field = document.querySelector('[data-key="/"]');
    if (field) { event.preventDefault(); field.focus(); field.select(); }
  });

  // A page that waits asks for itself again, unless a part of it does so by htmx.
  const asks = window.htmx && document.querySelector("[hx-get]");
  if (!asks && document.querySelector("[hx-get], progress")) setTimeout(() => location.reload(), 1500);
})();
