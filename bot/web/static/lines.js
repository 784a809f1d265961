// Draws the lines of the conversation. Words are text, never markup.

const log = document.getElementById("log");
const room = document.getElementById("room");
const down = document.getElementById("down");
const NEAR = 160; // pixels from the end within which the view follows new lines
const said = []; // emergency sentences shown: { text, moment of arrival, line }

const CLOCK = new Intl.DateTimeFormat("zh-CN", {
  hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Shanghai",
});

const make = (name, className, text) => {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
};

// Words with our own addresses as links; they lead to this site whatever they say.
const OWN = /https?:\/\/[^\s/]+(\/(?:room|case)\/[\w/-]+)/;
const linked = (text) => {
  const words = make("p", "words");
  text.split(OWN).forEach((part, n) => {
    if (n % 2 === 0) return words.append(part);
    const link = make("a", "", part);
    link.href = part;
    words.append(link);
  });
  return words;
};

const stamp = (at) => {
  const time = make("time", "", CLOCK.format(new Date(at)));
  time.dateTime = at;
  return time;
};

const choice = ({ label, data }, row) => {
  const button = make("button", "choice", label);
  button.type = "button";
  button.value = data;
  button.dataset.row = row;
  return button;
};

export const hasRow = (row) => log.querySelector(`[data-row="${Number(row)}"]`) !== null;
export const mineBy = (id) => log.querySelector(`[data-mid="${CSS.escape(id)}"]`);

const place = (line) => {
  const near = room.scrollHeight - room.scrollTop - room.clientHeight < NEAR;
  document.getElementById("hello")?.remove();
  line.classList.add("new");
  log.append(line);
  if (near || line.classList.contains("me")) toEnd();
  else down.hidden = false;
};

export const toEnd = () => {
  room.scrollTop = room.scrollHeight;
  down.hidden = true;
};

export const clear = () => {
  log.replaceChildren();
  document.getElementById("hello")?.remove();
  down.hidden = true;
};

// Buttons before one's own last word look answered; they stay harmless to press.
const retire = () => {
  for (const line of log.children) line.classList.add("past");
};

// One's own message; `fate` says whether it has arrived.
export const drawMine = ({ id, text, at, pictures = [] }) => {
  const line = make("li", "line me");
  line.dataset.mid = id;
  line.append(make("span", "sr", "我："));
  if (text) line.append(make("p", "words", text));
  for (const source of pictures) {
    const picture = make("img", "photo");
    picture.alt = "我发的照片";
    picture.src = source;
    line.append(picture);
  }
  line.append(stamp(at), make("span", "fate"));
  retire();
  place(line);
};

export const setFate = (id, words) => {
  const fate = mineBy(id)?.querySelector(".fate");
  if (fate) fate.textContent = words;
};

export const drawRow = (row) => {
  const line = make("li", `line ${row.by ? "staff" : "bot"}`);
  line.dataset.row = row.id;
  if (row.kind === "emergency") line.classList.add("emergency");
  line.append(row.by ? make("span", "by", "工作人员") : make("span", "sr", "小助手："));
  line.append(linked(row.text));
  if (row.asks === "pin" && navigator.geolocation) {
    const button = make("button", "choice locate", "发送我的位置");
    button.type = "button";
    line.append(button);
  }
  if (row.buttons.length) {
    const choices = make("div", "choices");
    choices.append(...row.buttons.map((one) => choice(one, row.id)));
    line.append(choices);
  }
  line.append(stamp(row.at));
  place(line);
};

const alarmLine = (text, at) => {
  const line = make("li", "line bot emergency");
  line.setAttribute("role", "alert");
  line.append(make("span", "sr", "紧急提醒："), make("p", "words", text), stamp(at));
  place(line);
  return line;
};

// A safety sentence, at once. The answer to the POST and the stream both bring it; arriving within
// `within` milliseconds they are one. (Arriving here: clocks of phones and servers differ.)
export const drawAlarm = (text, at, within) => {
  const moment = performance.now();
  if (said.some((one) => one.text === text && moment - one.moment < within)) return;
  said.push({ text, moment, line: alarmLine(text, at) });
};

// Its row of the outbox, which comes when a page catches up: each alarm shown has one.
export const drawSaid = (row) => {
  const known = said.find((one) => one.text === row.text && !one.line.dataset.row);
  const line = known ? known.line : alarmLine(row.text, row.at);
  line.dataset.row = row.id;
};

export const drawNote = (text) => {
  const line = make("li", "line note");
  line.setAttribute("role", "alert");
  line.append(make("p", "words", text));
  place(line);
};
