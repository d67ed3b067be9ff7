// What is typed is saved underway by htmx (parts/_autosave.html). When the answer is not ours, the
// session is over: then it is said in words, and the login page is not put into the form.
document.addEventListener("htmx:beforeSwap", (event) => {
  const place = event.detail.target?.closest?.("[data-autosave]");
  if (!place || event.detail.xhr.responseText.includes("data-saved")) return;
  event.detail.shouldSwap = false;
  const status = place.querySelector("[role=status]");
  const last = status.textContent.match(/\d\d\.\d\d/)?.[0];
  status.textContent = last
    ? `Du er logget ut. Det som ble lagret kl. ${last}, får du tilbake når du har logget inn.`
    : "Du er logget ut, så dette er ikke lagret. Kopier det du har skrevet, og logg inn på nytt.";
});
