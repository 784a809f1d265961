// Keeps the part of a page marked data-live up to date; typed words are never touched.
"use strict";
(() => {
  const EVERY = 5000;
  const live = document.querySelector("[data-live]");
  const title = document.title;

  const toEnd = () => {
    if (live && "end" in live.dataset) live.scrollTop = live.scrollHeight;
  };

  const busy = () =>
    live.contains(document.activeElement) || !document.getSelection().isCollapsed || document.hidden ||
    [...live.querySelectorAll("audio, video")].some((one) => !one.paused);

  const count = () => {
    const list = live.querySelector("[data-waiting]");
    const waiting = list ? Number(list.dataset.waiting) + Number(list.dataset.alerts) : 0;
    document.title = waiting ? `(${waiting}) ${title}` : title;
  };

  // What the server sent last, as the browser writes it: without what was opened by hand.
  const still = () => {
    const copy = live.cloneNode(true);
    for (const one of copy.querySelectorAll("details[open]")) one.removeAttribute("open");
    return copy.innerHTML.trim();
  };

  const written = (html) => {
    const paper = document.createElement("template");
    paper.innerHTML = html;
    return paper.innerHTML;
  };

  const put = (html) => {
    const open = [...live.querySelectorAll("details[open][id]")].map((one) => one.id);
    const atEnd = live.scrollTop + live.clientHeight > live.scrollHeight - 40;
    const where = live.scrollTop;
    if (html.trim() === still()) return;
    live.innerHTML = html; // our own server's page, escaped there
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    if (atEnd) toEnd();
    else live.scrollTop = where;
    count();
  };

  const look = async () => {
    if (busy()) return;
    const answer = await fetch(live.dataset.live, { redirect: "error" }).catch(() => null);
    if (answer && answer.status === 401) {
      document.getElementById("gone").hidden = false;
      clearInterval(timer);
      return;
    }
    if (!answer || !answer.ok) return;
    const html = written(await answer.text());
    if (!busy()) put(html);
  };

  let timer = 0;
  if (live) {
    timer = setInterval(look, EVERY);
    document.addEventListener("visibilitychange", () => document.hidden || look());
    const refused = live.querySelector("details .refused");
    const named = document.getElementById(location.hash.slice(1) || "nobody");
    named?.querySelector("details")?.setAttribute("open", ""); // what has just been corrected
    if (refused || named) (refused || named).scrollIntoView({ block: "center" });
    else toEnd();
    if (!refused && !location.hash && !document.querySelector(".answer .refused")) {
      live.querySelector(".lines")?.scrollIntoView({ block: "end" });
    }
    count();
  }

  // On every other page a line tells of alerts nobody has taken.
  const bell = document.querySelector("[data-bell]");
  const ring = async () => {
    const answer = await fetch("/staff/bell?live=1", { redirect: "error" }).catch(() => null);
    const html = answer && answer.ok ? await answer.text() : "";
    if (html !== bell.innerHTML) bell.innerHTML = html;
  };
  if (bell) {
    ring();
    setInterval(ring, EVERY);
  }

  // A reply template goes into the box beside it, after what stands there.
  for (const form of document.querySelectorAll("form[data-picks]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const box = document.getElementById(form.dataset.picks);
      const text = form.use.selectedOptions[0]?.dataset.text;
      if (!text) return;
      box.value = box.value.trim() ? `${box.value.trimEnd()}\n${text}` : text;
      box.rows = Math.max(box.rows, 4);
      box.focus();
      const from = box.value.indexOf("【填"); // the first place to fill in, ready to be typed over
      if (from >= 0) box.setSelectionRange(from, box.value.indexOf("】", from) + 1);
      form.use.value = "";
    });
  }

  // A form is sent once; Ctrl+Enter sends a reply.
  for (const form of document.querySelectorAll("form[method=post]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "1";
    });
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    });
  }
  addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.sent;
  });
})();
