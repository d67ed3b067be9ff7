// A request that failed behind the page is said in words, in one place, until the next that works.
(() => {
  const WORDS = {
    400: "Forespørselen kunne ikke leses. Last siden på nytt og prøv igjen.",
    403: "Du har ikke tilgang til dette, eller siden har stått åpen for lenge. Last siden på nytt.",
    404: "Det du ba om, finnes ikke lenger.",
    409: "Noen andre har endret dette i mellomtiden. Last siden på nytt for å se hva.",
    429: "For mange forsøk. Vent litt og prøv igjen.",
    500: "Noe gikk galt hos oss. Ingenting er lagret. Prøv igjen om litt.",
    503: "Systemet er opptatt eller under vedlikehold. Prøv igjen om litt.",
  };
  const UNREACHABLE = "Får ikke kontakt med OSK-sak. Sjekk nettet og prøv igjen.";
  const place = () => document.getElementById("problem");

  const tell = (text) => {
    const alert = document.createElement("div");
    alert.className = "ds-alert";
    alert.dataset.color = "danger";
    const words = document.createElement("p");
    words.className = "ds-paragraph";
    words.textContent = text;
    alert.append(words);
    place().replaceChildren(alert);
  };

  document.addEventListener("htmx:responseError", (event) => tell(WORDS[event.detail.xhr.status] ?? WORDS[500]));
  document.addEventListener("htmx:sendError", () => tell(UNREACHABLE));
  document.addEventListener("htmx:timeout", () => tell(UNREACHABLE));
  document.addEventListener("htmx:afterOnLoad", (event) => {
    if (event.detail.xhr.status < 400) place().replaceChildren();
  });
})();
