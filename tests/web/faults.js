// What is wrong with a page for those who cannot see it, or who touch it: as WCAG 2.2 has it.
(() => {
  for (const part of document.querySelectorAll('details')) { part.removeAttribute('name'); part.open = true; }
  const faults = [];
  const say = (what, element) => faults.push(what + ': ' + element.outerHTML.slice(0, 120));
  const shown = (element) => element.getClientRects().length && getComputedStyle(element).visibility !== 'hidden';
  const colour = (text) => text.match(/[\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const found = colour(getComputedStyle(at).backgroundColor);
      if (found.length === 3 || found[3] > 0.99) return found;
    }
    return [255, 255, 255];
  };
  for (const element of document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary')) {
    if (!shown(element) || element.closest('.skip, .vh')) continue;
    const name = element.getAttribute('aria-label') || element.innerText || (element.labels && element.labels[0] && element.labels[0].innerText);
    if (!name || !name.trim()) say('without a name', element);
    const box = element.getBoundingClientRect();
    const inText = getComputedStyle(element).display.startsWith('inline') && element.tagName === 'A';
    if (!inText && (box.height < 20 || box.width < 20)) say('too small to touch', element);
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !shown(element) || element.closest('.vh, .skip, svg, script')) continue;
    const style = getComputedStyle(element);
    const [a, b] = [light(colour(style.color)), light(ground(element))].sort((x, y) => y - x);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.6 && parseInt(style.fontWeight) >= 700);
    if ((a + 0.05) / (b + 0.05) < (large ? 3 : 4.5)) say('too little contrast', element);
  }
  for (const svg of document.querySelectorAll('svg')) {
    if (svg.getAttribute('aria-hidden') !== 'true' && svg.getAttribute('role') !== 'img') say('a picture without words', svg);
  }
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide > 0) {
    const edge = document.documentElement.clientWidth;
    const over = [...document.querySelectorAll('body *')].filter((one) =>
      one.getBoundingClientRect().right > edge + 1 && !one.closest('.scroll, .main, .vh, .skip'));
    faults.push('wider than the screen by ' + wide + ': ' + over.map((one) => one.outerHTML.slice(0, 90)).slice(-3).join(' | '));
  }
  return faults;
})()
