// A button with data-copy puts its value on the clipboard, and says so in its own place.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const status = button.parentElement.querySelector("[role=status]");
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.firstChild.textContent = "Kopiert";
    if (status) status.textContent = button.dataset.copied ?? "Nummeret er kopiert";
  } catch {
    if (status) status.textContent = "Nettleseren tillater ikke kopiering. Merk teksten og kopier selv.";
  }
});
