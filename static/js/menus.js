// On a narrow screen a menu scrolls sideways: where one is, is brought into view.
for (const menu of document.querySelectorAll(".main-nav, .section-nav-row, .side-menu, .tab-links")) {
  const here = menu.querySelector("[aria-current]");
  if (!here || menu.scrollWidth <= menu.clientWidth) continue;
  const room = (menu.clientWidth - here.offsetWidth) / 2;
  menu.scrollLeft += here.getBoundingClientRect().left - menu.getBoundingClientRect().left - room;
}
