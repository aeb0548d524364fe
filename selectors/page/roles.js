/** Roles: what ARIA says, else what HTML implies (HTML-AAM), and which elements can have a role at all. */

/** @type {Record<string, string[]>} role to the tags that can imply it; [role] and [contenteditable] are found apart */
const TAGS_OF = {
  button: ["button", "summary", "input"],
  link: ["a", "area"],
  textbox: ["input", "textarea"],
  searchbox: ["input"],
  combobox: ["select", "input"],
  listbox: ["select"],
  checkbox: ["input"],
  radio: ["input"],
  spinbutton: ["input"],
  slider: ["input"],
  option: ["option"],
  img: ["img"],
  heading: ["h1", "h2", "h3", "h4", "h5", "h6"],
  table: ["table"],
  row: ["tr"],
  cell: ["td"],
  columnheader: ["th"],
  rowheader: ["th"],
  list: ["ul", "ol", "menu"],
  listitem: ["li"],
  dialog: ["dialog"],
  group: ["fieldset", "details", "optgroup"],
  paragraph: ["p"],
  navigation: ["nav"],
  main: ["main"],
  progressbar: ["progress"],
  meter: ["meter"],
  status: ["output"],
};

const FROM_TAG = {
  button: "button", summary: "button", textarea: "textbox", option: "option", table: "table", tr: "row", td: "cell",
  ul: "list", ol: "list", menu: "list", li: "listitem", dialog: "dialog", fieldset: "group", details: "group",
  optgroup: "group", p: "paragraph", nav: "navigation", main: "main", progress: "progressbar", meter: "meter",
  output: "status", h1: "heading", h2: "heading", h3: "heading", h4: "heading", h5: "heading", h6: "heading",
};

const FROM_TYPE = {
  button: "button", submit: "button", reset: "button", image: "button", checkbox: "checkbox", radio: "radio",
  number: "spinbutton", range: "slider", search: "searchbox", text: "textbox", email: "textbox", tel: "textbox",
  url: "textbox", password: "textbox", hidden: null, file: null, color: null, date: null, time: null,
  "datetime-local": null, month: null, week: null,
};

const KNOWN_ROLE = /^(alert|alertdialog|application|article|banner|button|cell|checkbox|columnheader|combobox|complementary|contentinfo|definition|dialog|feed|figure|form|grid|gridcell|group|heading|img|image|link|list|listbox|listitem|log|main|marquee|menu|menubar|menuitem|menuitemcheckbox|menuitemradio|meter|navigation|note|option|progressbar|radio|radiogroup|region|row|rowgroup|rowheader|scrollbar|search|searchbox|separator|slider|spinbutton|status|switch|tab|table|tablist|tabpanel|term|textbox|timer|toolbar|tooltip|tree|treegrid|treeitem)$/;

/** @param {Element} element @returns {string} the type of an <input> or <button>, in lower case, else "" */
function typeOf(element) {
  const tag = tagOf(element);
  if (tag !== "input" && tag !== "button") return "";
  const type = lower(attribute(element, "type") || (tag === "input" ? "text" : "submit"));
  return tag === "input" && !(type in FROM_TYPE) ? "text" : type;
}

/** @param {Element} element @returns {string | null} */
function roleOf(element) {
  const said = attribute(element, "role");
  if (said) {
    const roles = split(lower(fold(said)), " ");
    for (let i = 0; i < roles.length; i += 1) if (matchesText(KNOWN_ROLE, roles[i])) return roles[i];
  }
  return impliedRole(element, tagOf(element));
}

/** @param {Element} element @param {string} tag @returns {string | null} */
function impliedRole(element, tag) {
  if (tag === "input") {
    const role = FROM_TYPE[typeOf(element)];
    return role === "textbox" && hasAttribute(element, "list") ? "combobox" : role;
  }
  if (tag === "a" || tag === "area") return hasAttribute(element, "href") ? "link" : null;
  if (tag === "select") return isListBox(element) ? "listbox" : "combobox";
  if (tag === "img") return attribute(element, "alt") === "" ? null : "img";
  if (tag === "th") return isRowHeader(element) ? "rowheader" : "columnheader";
  if (hasAttribute(element, "contenteditable") && attribute(element, "contenteditable") !== "false") return "textbox";
  return FROM_TAG[tag] || null;
}

const isListBox = (select) => hasAttribute(select, "multiple") || Number(attribute(select, "size")) > 1;

/** A <th> heads its row if it says so, or if its row also holds data cells. @param {Element} th */
function isRowHeader(th) {
  const scope = lower(attribute(th, "scope") || "");
  if (scope) return scope === "row" || scope === "rowgroup";
  const row = parentOf(th);
  return !!row && some(childrenOf(row), (cell) => tagOf(cell) === "td");
}
