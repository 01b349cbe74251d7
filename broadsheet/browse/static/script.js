"use strict";
(() => {
  const all = (selector, root) => [...(root || document).querySelectorAll(selector)];
  const light = (id, name) => {
    all(`.k.${name}`).forEach((piece) => piece.classList.remove(name));
    if (!id) return;
    all(".k[data-r]").forEach((piece) => {
      if (piece.dataset.r.split(" ").includes(id)) piece.classList.add(name);
    });
  };
  const follow = () => {
    const found = /^#[mr]-(.+)$/.exec(decodeURIComponent(location.hash));
    all(".on").forEach((row) => row.classList.remove("on"));
    light(found && found[1], "hit");
    const row = found && document.getElementById(`r-${found[1]}`);
    if (!row) return;
    row.classList.add("on");
    const box = row.closest("details");
    if (box) box.open = true;
    const side = row.closest("aside");
    if (side && location.hash[1] === "m" && getComputedStyle(side).overflowY === "auto") {
      side.scrollTop += row.getBoundingClientRect().top - side.getBoundingClientRect().top - 80;
    }
  };
  addEventListener("hashchange", follow);
  follow();
  const hovered = (event) => {
    const row = event.target.closest && event.target.closest("[id^='r-']");
    light(row && row.id.slice(2), "over");
  };
  all("aside.facts").forEach((side) => {
    side.addEventListener("mouseover", hovered);
    side.addEventListener("mouseleave", () => light(null, "over"));
    side.addEventListener("focusin", hovered);
  });
  all("span.k[data-r]").forEach((piece) => piece.addEventListener("click", () => {
    const ids = piece.dataset.r.split(" ");
    location.hash = `r-${ids[ids.length - 1]}`;
  }));
  all(".copy").forEach((button) => {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.parentElement.querySelector("code").textContent);
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    });
  });
  addEventListener("keydown", (event) => {
    const box = document.getElementById("find");
    if (event.key !== "/" || !box || /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) return;
    event.preventDefault();
    box.focus();
  });
})();
