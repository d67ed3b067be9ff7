// On a demo's login page: pressing a user's name fills in the form. Without this file the table
// is read and typed from.
document.addEventListener("DOMContentLoaded", () => {
  const table = document.querySelector("[data-demo-password]");
  const username = document.getElementById("id_login");
  const password = document.getElementById("id_password");
  if (!table || !username || !password) return;

  for (const place of table.querySelectorAll("[data-username]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link-button";
    button.textContent = place.textContent;
    place.replaceChildren(button);
    button.addEventListener("click", () => {
      username.value = place.dataset.username;
      password.value = table.dataset.demoPassword;
      username.form.querySelector("button").focus();
    });
  }
});
