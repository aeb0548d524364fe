/**
 * Changes one thing of the page and says where: its box in the viewport. `number` decides what is changed.
 * Nothing is left to chance, so that a change can be made again.
 */
(kind, number) => {
  const inView = box => box.width > 2 && box.height > 2 && box.left >= 0 && box.top >= 0
    && box.right <= innerWidth && box.bottom <= innerHeight;
  const boxOf = (node, start, end) => {
    if (node.nodeType === 1) return node.getBoundingClientRect();
    const range = document.createRange();
    range.setStart(node, start);
    range.setEnd(node, end);
    return range.getBoundingClientRect();
  };
  const chosen = list => list[(number * 37) % list.length];
  const texts = pattern => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (/^(OPTION|STYLE|TITLE)$/.test(node.parentElement.tagName)) continue;
      for (const match of node.data.matchAll(pattern)) {
        if (inView(boxOf(node, match.index, match.index + match[0].length))) found.push({node, match});
      }
    }
    return found;
  };
  const replaced = (pattern, start, to) => {
    const {node, match} = chosen(texts(pattern));
    const at = match.index + start(match[0]);
    const box = boxOf(node, at, match.index + match[0].length);
    node.data = node.data.slice(0, at) + to(match[0]) + node.data.slice(match.index + match[0].length);
    return box;
  };
  const elements = css => [...document.querySelectorAll(css)].filter(one => inView(one.getBoundingClientRect()));
  const kinds = {
    digit: () => replaced(/\d/g, () => 0, digit => String((Number(digit) + 1 + number % 8) % 10)),
    word: () => replaced(/[A-Za-z]{5,}/g, word => word.length - 2, () => ''),
    colour: () => {
      const element = chosen(elements('td, th, input, button, select, a, h1, h2'));
      const [red, green, blue] = getComputedStyle(element).backgroundColor.match(/\d+/g).map(Number);
      element.style.background = red + green + blue > 380 ? '#d7a3b8' : '#f2f2a0';
      return element.getBoundingClientRect();
    },
    button: () => {
      const element = chosen(elements('button, input[type=submit], input[type=button], a'));
      const before = element.getBoundingClientRect();
      element.style.position = 'relative';
      element.style.left = `${6 + number % 40}px`;
      element.style.top = `${number % 5}px`;
      return before;
    },
    row: () => {
      const row = chosen(elements('tr').filter(one => one.innerText.trim() && !one.querySelector('tr')));
      const box = row.getBoundingClientRect();
      row.remove();
      return box;
    },
  };
  const box = kinds[kind]();
  return [box.x, box.y, box.width, box.height];
}
