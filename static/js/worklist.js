// How many rows are chosen, said where a screen reader hears it.
const said = document.querySelector("[data-chosen]");
if (said) {
  const boxes = [...document.querySelectorAll(".worklist input[type=checkbox]")];
  const tell = () => {
    const number = boxes.filter((box) => box.checked).length;
    said.textContent = number ? `${number} valgt` : "Velg i listen";
  };
  boxes.forEach((box) => box.addEventListener("change", tell));
  tell();
}
