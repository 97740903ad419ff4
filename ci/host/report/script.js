/* SPDX-License-Identifier: GPL-2.0 */
/* All is readable without this; it only adds a filter and copy buttons. */
(() => {
	"use strict";

	const button = (label) => {
		const node = document.createElement("button");

		node.type = "button";
		node.textContent = label;
		return node;
	};

	for (const code of document.querySelectorAll("code.command")) {
		const copy = button("Copy");

		copy.addEventListener("click", async () => {
			try {
				await navigator.clipboard.writeText(code.textContent);
				copy.textContent = "Copied";
			} catch {
				getSelection().selectAllChildren(code);
				copy.textContent = "Selected";
			}
			setTimeout(() => { copy.textContent = "Copy"; }, 1500);
		});
		code.after(copy);
	}

	const fine = document.querySelectorAll("section.cell.fine");
	const all = document.querySelectorAll("section.cell");

	if (fine.length && fine.length < all.length) {
		const filter = button("Show only cells that are not fine");

		filter.className = "filter";
		filter.setAttribute("aria-pressed", "false");
		filter.addEventListener("click", () => {
			const on = document.body.classList.toggle("only-bad");

			filter.setAttribute("aria-pressed", String(on));
		});
		document.querySelector("main > section").append(filter);
	}

	/* A link to a cell that is filtered out must still lead to it. */
	addEventListener("hashchange", () => {
		const to = document.getElementById(location.hash.slice(1));

		if (to && to.matches(".only-bad .fine")) {
			document.body.classList.remove("only-bad");
			document.querySelector(".filter").setAttribute("aria-pressed", "false");
			to.scrollIntoView();
		}
	});
})();
