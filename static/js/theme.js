// Light or dark, chosen by the reader and kept in this browser. Loaded without defer so that
// the choice stands before the first paint. Paper is always light.
(() => {
  const root = document.documentElement;
  const KEY = "osk-theme";
  const SCHEMES = ["auto", "light", "dark"];
  let chosen = "auto";

  try {
    const stored = localStorage.getItem(KEY);
    if (SCHEMES.includes(stored)) chosen = stored;
  } catch {
    // The browser keeps nothing: the choice lasts as long as the page.
  }

  const show = (scheme) => { root.dataset.colorScheme = scheme; };
  show(chosen);

  addEventListener("beforeprint", () => show("light"));
  addEventListener("afterprint", () => show(chosen));
  document.addEventListener("DOMContentLoaded", () => {
    const radio = document.querySelector(`input[name="theme"][value="${chosen}"]`);
    if (radio) radio.checked = true;
  });
  document.addEventListener("change", (event) => {
    if (event.target.name !== "theme" || !SCHEMES.includes(event.target.value)) return;
    chosen = event.target.value;
    show(chosen);
    try { localStorage.setItem(KEY, chosen); } catch { /* as above */ }
  });
})();
