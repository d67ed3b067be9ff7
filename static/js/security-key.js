// Joins the one security-key button of a page to django-allauth's script, and says in words when the
// browser or the key refused.
document.addEventListener("DOMContentLoaded", () => {
  const button = document.getElementById("security-key");
  const problem = document.getElementById("key-problem");
  if (!button || !problem) return;
  const { act, actId, credential } = button.dataset;
  window.allauth.webauthn.forms[act]({ ids: { [actId]: button.id, credential, data: "js_data" } });

  const WORDS = {
    NotAllowedError: "Nøkkelen ble ikke brukt i tide, eller du avbrøt. Prøv igjen.",
    InvalidStateError: "Denne nøkkelen er lagt til fra før.",
    SecurityError: "Nettleseren tillater ikke sikkerhetsnøkler på denne adressen. Bruk app i stedet.",
  };
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const alert = document.createElement("div");
    alert.className = "ds-alert";
    alert.dataset.color = "danger";
    const words = document.createElement("p");
    words.className = "ds-paragraph";
    words.textContent =
      WORDS[event.detail.exception.name] ?? "Sikkerhetsnøkkelen kunne ikke brukes her. Bruk app i stedet.";
    alert.append(words);
    problem.replaceChildren(alert);
  });
});
