// The chat page: joins what is written, what is drawn and what is heard.

import * as lines from "./lines.js";
import { Outgoing, freshId } from "./outgoing.js";
import { Ears } from "./stream.js";

const find = (id) => document.getElementById(id);
const [form, text, log, state, picked] = ["say", "text", "log", "state", "picked"].map(find);
const BIG = "fq.big";
const LARGEST = 10 * 1024 * 1024;
const MOST = 9;
const finePointer = matchMedia("(pointer: fine)").matches;

// A neutral page shows nothing by itself until its reader has spoken (shared devices).
let quiet = log.dataset.quiet === "1";
const unseen = [];
const own = new Set(); // ids of what this tab has sent
let files = [];

const outgoing = new Outgoing({
  done: (item, answer) => {
    lines.setFate(item.id, "已送到");
    state.textContent = "";
    if (answer.words) lines.drawNote(answer.words);
    if (answer.anew) ears.anew();
  },
  failed: (item, words) => {
    lines.setFate(item.id, "没有发出");
    state.textContent = "";
    lines.drawNote(words);
  },
  waiting: (item, words) => {
    lines.setFate(item.id, "等待重发");
    state.textContent = words;
  },
  alarm: (item, words) => {
    if (item.alarmed) return; // a repeat of the same message
    item.alarmed = true;
    lines.drawAlarm(words, new Date().toISOString(), 5000);
  },
});

// -- what comes in

const show = (row) => {
  if (row.clear) lines.clear();
  if (lines.hasRow(row.id)) return;
  if (row.said) lines.drawSaid(row);
  else lines.drawRow(row);
};

const heard = {
  row: (row) => {
    if (!quiet) return show(row);
    if (row.said || unseen.some((one) => one.id === row.id)) return;
    unseen.push(row);
    state.textContent = "您的事项有新进展，请方便时查看。";
  },
  now: (note) => quiet || lines.drawAlarm(note.text, note.at, 10000),
  mine: ({ id, text: words, photos, at }) => {
    if (quiet || own.has(id) || lines.mineBy(id)) return;
    lines.drawMine({ id, text: words, at, pictures: photos.map((mark) => `/chat/photo/${mark}`) });
  },
};

const ears = new Ears(log.dataset.last, {
  note: (name, note) => heard[name](note),
  open: () => {
    if (state.textContent.startsWith("正在重新连接")) state.textContent = "";
    outgoing.pump();
  },
  lost: () => {
    state.textContent = "正在重新连接…写的话会留着，连上就发。";
  },
});

// -- what goes out

const speak = () => {
  if (!quiet) return;
  quiet = false;
  state.textContent = "";
  unseen.splice(0).forEach(show);
};

const named = (file) => (file.type.startsWith("audio/") ? "［语音］" : `［${file.name}］`);

const send = (item, attached = []) => {
  speak();
  const message = { id: freshId(), text: "", button: "", shown: "", pin: null, ...item };
  const pictures = attached.filter((file) => file.type.startsWith("image/")).map((file) => URL.createObjectURL(file));
  const others = attached.filter((file) => !file.type.startsWith("image/")).map(named).join("");
  const words = [item.label ?? message.text, others].filter(Boolean).join("\n");
  lines.drawMine({ id: message.id, text: words, at: new Date().toISOString(), pictures });
  lines.setFate(message.id, "发送中…");
  own.add(message.id);
  outgoing.add(message, attached);
};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const words = text.value.trim();
  if (!words && !files.length) return text.focus();
  send({ text: words }, files);
  text.value = "";
  pick([]);
  text.focus();
});

text.addEventListener("keydown", (event) => {
  const composing = event.isComposing || event.keyCode === 229; // Enter that ends a pinyin word
  if (event.key !== "Enter" || event.shiftKey || composing) return;
  event.preventDefault();
  form.requestSubmit();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.classList.contains("locate")) return locate();
  if (!button?.classList.contains("choice")) return;
  event.preventDefault();
  if (event.detail > 1) return; // the second half of a double click
  const row = button.closest(".line").dataset.row ?? "";
  send({ button: button.value, shown: row, label: button.textContent });
  if (finePointer) text.focus();
});

// -- files

const pick = (chosen) => {
  files = chosen;
  picked.replaceChildren(...files.map((file) => {
    const [item, name, away] = ["li", "span", "button"].map((tag) => document.createElement(tag));
    name.textContent = file.name;
    away.type = "button";
    away.textContent = "✕";
    away.setAttribute("aria-label", `不发${file.name}`);
    away.addEventListener("click", () => {
      pick(files.filter((one) => one !== file));
      text.focus();
    });
    item.append(name, away);
    return item;
  }));
};

const choose = (event) => {
  const wanted = [...files, ...event.target.files];
  event.target.value = "";
  const problem = wanted.length > MOST ? "一次最多发9个文件，请分几次发。"
    : wanted.some((file) => file.size > LARGEST) ? "有文件超过10兆，请发小一点的，或者截一张图。"
    : wanted.some((file) => file.size === 0) ? "有文件是空的，请重新选一个。" : "";
  state.textContent = problem || (wanted.length ? `已选${wanted.length}个文件，点“发送”发出。` : "");
  if (!problem) pick(wanted);
  text.focus();
};

find("photos").addEventListener("change", choose);
find("voice").addEventListener("change", choose);

// -- position

const locate = () => {
  state.textContent = "正在取您的位置…";
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      state.textContent = "";
      send({ pin: { lat: coords.latitude, lng: coords.longitude }, label: "［我的位置］" });
    },
    () => {
      state.textContent = "没有取到位置。请直接写小区和楼号，或者旁边的路口。";
      text.focus();
    },
    { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
  );
};

// -- the page itself

const big = find("big");
const setBig = (on) => {
  document.documentElement.dataset.size = on ? "big" : "";
  big.setAttribute("aria-pressed", String(on));
};

big.addEventListener("click", () => {
  const on = big.getAttribute("aria-pressed") !== "true";
  localStorage.setItem(BIG, on ? "1" : "");
  setBig(on);
  lines.toEnd();
});

find("leave").addEventListener("submit", (event) => {
  event.preventDefault();
  lines.clear();
  outgoing.forget();
  sessionStorage.clear();
  document.title = "便民电话";
  fetch("/chat/leave", { method: "POST", keepalive: true, redirect: "manual" }).catch(() => {});
  location.replace("/phones");
});

find("down").addEventListener("click", lines.toEnd);
addEventListener("online", () => outgoing.pump());
addEventListener("pageshow", (event) => event.persisted && location.reload());

const begin = () => {
  setBig(localStorage.getItem(BIG) === "1");
  big.hidden = false;
  if (navigator.geolocation) document.querySelectorAll(".locate").forEach((one) => { one.hidden = false; });
  for (const item of outgoing.queue) {
    own.add(item.id);
    if (lines.mineBy(item.id)) outgoing.acknowledged(item.id);
    else if (!quiet) lines.drawMine({ ...item, text: item.label ?? item.text, at: new Date().toISOString() });
  }
  lines.toEnd();
  ears.start();
  outgoing.pump();
  if (finePointer) text.focus();
};

begin();
