// Keyboard shortcuts: whatever on the page carries data-shortcut ("Alt+O", "/", "?") is reached
// by that key, and listed in the panel. Keys without Alt can be switched off (WCAG 2.1.4).
(() => {
  const KEY = "osk-single-keys";
  let singleKeys = true;
  try {
    singleKeys = localStorage.getItem(KEY) !== "off";
  } catch {
    // The browser keeps nothing: the keys are on.
  }

  const all = () => [...document.querySelectorAll("[data-shortcut]")];
  const words = (element) => element.dataset.shortcutLabel ?? element.textContent.trim();

  const pressed = (event) => {
    if (event.ctrlKey || event.metaKey) return "";
    if (event.altKey) return `Alt+${event.code.replace(/^Key|^Digit/, "")}`;
    const typing = event.target.closest("input, select, textarea, [contenteditable], dialog");
    return singleKeys && !typing ? event.key.toUpperCase() : "";
  };

  const use = (element) => {
    if (element.matches("input, textarea, select")) {
      element.focus();
      element.select?.();
    } else {
      element.click();
    }
  };

  document.addEventListener("keydown", (event) => {
    if (event.repeat || event.isComposing || event.defaultPrevented) return;
    const key = pressed(event);
    const element = key && all().find((candidate) => candidate.dataset.shortcut.toUpperCase() === key.toUpperCase());
    if (!element) return;
    event.preventDefault();
    use(element);
  });

  const list = (panel) => {
    const seen = new Set();
    const rows = all().filter(({ dataset }) => !seen.has(dataset.shortcut) && seen.add(dataset.shortcut));
    panel.replaceChildren(...rows.flatMap((element) => {
      const key = document.createElement("dt");
      const kbd = document.createElement("kbd");
      kbd.textContent = element.dataset.shortcut;
      key.append(kbd);
      const label = document.createElement("dd");
      label.textContent = words(element);
      return [key, label];
    }));
  };

  document.addEventListener("DOMContentLoaded", () => {
    for (const element of all()) element.setAttribute("aria-keyshortcuts", element.dataset.shortcut);
    const panel = document.querySelector("[data-shortcuts-list]");
    const dialog = panel?.closest("dialog");
    const toggle = document.getElementById("single-keys");
    if (!dialog || !toggle) return;
    toggle.checked = singleKeys;
    dialog.addEventListener("toggle", () => list(panel));
    toggle.addEventListener("change", () => {
      singleKeys = toggle.checked;
      try { localStorage.setItem(KEY, singleKeys ? "on" : "off"); } catch { /* as above */ }
    });
  });
})();
