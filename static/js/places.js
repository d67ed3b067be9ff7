// What a standard text leaves to be filled in: a link marks the place in its text, and goes when the
// place is filled. Without this file the link leads to the text.
for (const row of document.querySelectorAll("[data-places]")) {
  const text = document.getElementById(row.dataset.places);
  if (!text) continue;
  const places = [...row.querySelectorAll("[data-place]")];

  row.addEventListener("click", (event) => {
    const place = event.target.closest("[data-place]")?.dataset.place;
    const at = place ? text.value.indexOf(place) : -1;
    if (at < 0) return;
    event.preventDefault();
    text.focus();
    text.setSelectionRange(at, at + place.length);
  });
  text.addEventListener("input", () => {
    for (const link of places) link.hidden = !text.value.includes(link.dataset.place);
    row.hidden = places.every((link) => link.hidden);
  });
}
