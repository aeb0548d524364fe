/** Which ids, names and classes a machine made, so that they say nothing about tomorrow's page. */

const GENERATED = [
  /^ctl\d+(_|\$|$)/i, // ASP.NET naming containers: ctl00_Main_Grid_ctl02_btnEdit
  /[_$:]ctl\d+([_$:]|$)/i,
  /(^|[:_-])j_idt?\d+/, // JSF: j_idt42:form, j_id0
  /^ext-?(gen|comp|element|quicktips)?-?\d+/i, // ExtJS: ext-gen1234, ext-comp-1001
  /^[a-z][a-z-]*-\d{4,}(-[a-zA-Z]+)*$/, // ExtJS 4+: button-1012-btnEl; long counters of any kind
  /^gwt-uid-\d+/i, // GWT
  /^isc_[A-Z0-9]+/, // SmartClient
  /^yui[_-]/i, // YUI: yui_3_18_1_1_1400
  /^(uniqName|dojoUnique|uniqueID|uid|guid|auto|gen|tmp)[_-]?\d+/i, // Dojo and home-grown counters
  /^(dijit|dojox?|idx)[_.].*_\d+(_[a-z]+)?$/i, // Dijit: dijit_form_Button_3
  /^ember\d+/i,
  /^:r[0-9a-z]*:$/i, // React useId: :r1:
  /«r[0-9a-z]*»/i,
  /^_r_[0-9a-z]+_$/i,
  /^(mat|cdk|mdc|p|v|el|ng|headlessui|radix|chakra|mui|react-select|ui-id|select2|tinymce|mce|cke|jqgh|input|field|item|row|node|tab|button|checkbox)[-_]([a-z-]*[-_])?:?[0-9a-z]*\d+:?([-_][a-z]+)*$/i, // mat-input-3
  /^(select2|s2id|mce|cke|tinymce)[-_].*\d/i,
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i, // GUID
  /(^|[^a-z])(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,}([^a-z]|$)/i, // hash
  /\d{5,}/, // session counters and time stamps
  /^\d+$/,
  /^(?=(?:.*\d){3})(?=.*[a-z])(?=.*[A-Z])[a-zA-Z0-9]{12,}$/, // random letters and digits
];

const HASHED_CLASS = [
  /^(css|sc|jss|emotion|styled)-?[a-z0-9]*\d/i,
  /(__|--|_)[a-zA-Z0-9]{5,}$/,
  /^_?[a-z]*\d[a-z0-9]{4,}$/i,
  /^ng-/,
  /^(active|hover|focus|selected|current|open|disabled|odd|even|first|last|ui-state-.*|x-.*-(over|focus|click|pressed))$/i,
];

/** @param {string | null} text an id or a name @returns {boolean} */
function isGenerated(text) {
  return !text || some(GENERATED, (pattern) => matchesText(pattern, text));
}

/** @param {string} name a class */
function isStableClass(name) {
  return name.length > 1 && !isGenerated(name) && !some(HASHED_CLASS, (pattern) => matchesText(pattern, name));
}

/**
 * What stays of an ASP.NET or JSF name when its row or container number moves: `$btnReserve`.
 * @param {string | null} name
 * @returns {string | null} the last part with its separator, null where it is a counter itself
 */
function stableTail(name) {
  if (!name) return null;
  const found = exec(/[$:]([A-Za-z_][A-Za-z0-9_-]*)$/, name) || exec(/ctl\d+(_[A-Za-z][A-Za-z0-9]*)$/, name);
  if (!found) return null;
  const tail = replace(found[1], /^_/, "");
  return isGenerated(tail) || matchesText(/^ctl\d|\d{2,}$/, tail) ? null : found[0][0] === "c" ? found[1] : found[0];
}

/** The same text with every number as `#`: two rows' ids that then agree only count rows. */
const withoutNumbers = (text) => replace(text, /\d+/g, "#");
