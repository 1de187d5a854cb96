// Comfort for people with a keyboard; every page is complete without it.
(() => {
  const rows = () => [...document.querySelectorAll("[data-rows] > tr, [data-rows] > li")];
  const link = row => row && row.querySelector("a[href]");
  const typing = target => /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && target.type !== "checkbox";

  const move = step => {
    const all = rows();
    const at = all.findIndex(row => row.contains(document.activeElement));
    const next = all[Math.max(0, Math.min(all.length - 1, at + step))];
    link(next)?.focus();
    next?.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "?") document.getElementById("tombol")?.showModal();
    else if (event.key === "/") document.querySelector("input[type=search]")?.focus();
    else if (/^[1-9]$/.test(event.key)) document.querySelector(`[data-key="${event.key}"]`)?.click();
    else return;
    event.preventDefault();
  });

  // Of the bureau that was chosen only its own services; what is chosen stays within them.
  document.addEventListener("change", event => {
    const list = event.target.dataset.narrows && document.getElementById(event.target.dataset.narrows);
    if (!list) return;
    list.querySelectorAll("optgroup").forEach(group => { group.hidden = group.disabled = event.target.value !== "" && group.dataset.of !== event.target.value; });
    if (list.selectedOptions[0]?.parentElement.disabled) list.value = "";
  });

  // The files that would go along, before they do.
  document.addEventListener("change", event => {
    const list = event.target.dataset.files && document.getElementById(event.target.dataset.files);
    if (!list) return;
    list.replaceChildren(...[...event.target.files].map(file => {
      const line = document.createElement("li");
      line.textContent = `${file.name} (${Math.max(1, Math.round(file.size / 1024))} kB)`;
      return line;
    }));
    list.hidden = list.children.length === 0;
  });

  // Files that the server would refuse are refused before they travel: nothing that was typed is lost on the way.
  document.addEventListener("change", event => {
    const input = event.target;
    const fault = input.dataset.fault && document.getElementById(input.dataset.fault);
    if (!fault) return;
    const chosen = [...input.files];
    fault.hidden = chosen.length <= (input.dataset.mostFiles ?? 1) && chosen.reduce((sum, file) => sum + file.size, 0) <= input.dataset.mostBytes;
    input.setCustomValidity(fault.hidden ? "" : fault.textContent);
  });

  // What is typed is kept at the server a moment later; sending the form ends that.
  const waiting = new Map();
  const keep = form => {
    clearTimeout(waiting.get(form));
    waiting.delete(form);
    const fields = new URLSearchParams([...new FormData(form)].filter(([name, value]) => typeof value === "string" && form.elements[name].type !== "password"));
    fetch(form.querySelector("[data-keep]").dataset.keep, { method: "POST", body: fields, keepalive: true, redirect: "manual" }).then(answer => {
      document.querySelectorAll("[data-session-over]").forEach(notice => { notice.hidden = answer.ok; });
    }, () => waiting.set(form, setTimeout(keep, 5000, form)));
  };
  document.addEventListener("input", event => {
    const form = event.target.form;
    if (!form || !form.querySelector("[data-keep]")) return;
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(keep, 800, form));
  });
  document.addEventListener("submit", event => { clearTimeout(waiting.get(event.target)); waiting.delete(event.target); });
  document.querySelectorAll("[data-forget]").forEach(button => { button.hidden = false; });
  document.addEventListener("click", event => {
    const form = event.target.matches("[data-forget]") && event.target.form;
    if (!form) return;
    clearTimeout(waiting.get(form));
    waiting.delete(form);
    const fields = new URLSearchParams([...new FormData(form)].filter(([name]) => name.startsWith("_") || name === "writer"));
    fetch(form.querySelector("[data-keep]").dataset.keep, { method: "POST", body: fields }).then(() => location.reload());
  });
  addEventListener("pagehide", () => [...waiting.keys()].forEach(keep));

  // What can be undone only for a while is offered only for that while.
  document.querySelectorAll("[data-seconds]").forEach(part => setTimeout(() => { part.hidden = true; }, part.dataset.seconds * 1000));

  // What goes on at the server is looked at again by itself.
  setInterval(() => { if (document.querySelector("[data-again]") && !document.hidden) location.reload(); }, 3000);

  document.addEventListener("change", event => {
    if (!event.target.matches("[data-all]")) return;
    event.target.closest("form").querySelectorAll("input[name=pick]").forEach(box => { box.checked = event.target.checked; });
  });
})();
