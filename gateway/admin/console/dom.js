// The only way this console makes elements: text is always a text node, so that
// nothing the API says can become markup.

const SVG = 'http://www.w3.org/2000/svg';

/** Makes an HTML element. Properties: class, on {event: handler}, style {name: value}, and attributes. */
export function h(tag, properties = {}, ...children) {
  return fill(document.createElement(tag), properties, children);
}

/** Makes an SVG element. */
export function svg(tag, properties = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), properties, children);
}

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === 'on') {
      for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
    } else if (name === 'style') {
      for (const [property, text] of Object.entries(value)) element.style.setProperty(property, text);
    } else {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  element.append(...children.flat(Infinity).filter((c) => c !== undefined && c !== null && c !== false));
  return element;
}

/**
 * Puts children into a container. What had the focus, what was open and what was
 * scrolled stays so, by the data-key of each element.
 */
export function render(container, ...children) {
  const focused = container.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  const open = new Map([...container.querySelectorAll('details[data-key]')].map((d) => [d.dataset.key, d.open]));
  container.replaceChildren(...children.flat(Infinity).filter(Boolean));
  for (const details of container.querySelectorAll('details[data-key]')) {
    if (open.has(details.dataset.key)) details.open = open.get(details.dataset.key);
  }
  if (focused) container.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

/**
 * A table. Columns: {head, cell(row), class}. On a small screen each row is a card,
 * so the roles are said: the layout would take them away.
 */
export function table(caption, columns, rows, nothing) {
  if (rows.length === 0) return empty(nothing);
  return h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption }, h('table', { role: 'table' },
    h('caption', { class: 'hidden' }, caption),
    h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, columns.map((c) =>
      h('th', { scope: 'col', role: 'columnheader', class: c.class }, c.head || h('span', { class: 'hidden' }, 'Action'))))),
    h('tbody', { role: 'rowgroup' }, rows.map((row) => h('tr', { role: 'row' }, columns.map((c) =>
      h('td', { role: 'cell', class: c.class, 'data-head': c.head }, c.cell(row))))))));
}

/** What stands where there are no rows. */
export function empty(text) {
  return h('p', { class: 'empty' }, text);
}

/** The head of a view: its title, what it is about, and controls at its end. */
export function heading(text, about, ...controls) {
  return h('div', { class: 'heading' }, h('div', {}, h('h1', {}, text), about && h('p', { class: 'muted' }, about)), controls);
}

/** A choice of one of a few, as buttons side by side. Options: [value, label]. */
export function choice(name, label, options, value, chosen) {
  return h('fieldset', { class: 'choice' }, h('legend', { class: 'hidden' }, label), options.map(([v, text]) => h('label', {},
    h('input', { type: 'radio', name, value: v, checked: v === value, 'data-key': `${name} ${v}`, on: { change: () => chosen(v) } }), h('span', {}, text))));
}

/** A figure with a name; tone says what it means. */
export function figure(label, value, more, tone) {
  return h('div', { class: `figure ${tone ?? ''}` }, h('span', {}, label), h('b', {}, value), more && h('small', {}, more));
}

const switches = { enabled: '●', draining: '◐', disabled: '○' };

/** How a connection's switch stands. It has no color: color means health. */
export function switchMark(state) {
  return h('span', { class: 'switchmark' }, h('i', { 'aria-hidden': 'true' }, switches[state] ?? '?'), ` ${state}`);
}

/** A list of terms and what they are; pairs without a value are left out. */
export function terms(pairs) {
  return h('dl', { class: 'terms' }, pairs.filter(([, value]) => value !== undefined && value !== null && value !== '' && value !== false)
    .map(([term, value]) => h('div', {}, h('dt', {}, term), h('dd', {}, value))));
}

const tones = {
  failing: 'bad', degraded: 'warn', well: 'good', quiet: 'plain', running: 'warn', put_back: 'bad', done: 'good', ended: 'plain',
  closed: 'good', ok: 'good', answered: 'good', delivered: 'good', settled: 'good', ready: 'good', submitted: 'good',
  half_open: 'warn', pending: 'warn', not_sent: 'warn', processing: 'warn', created: 'warn', returned: 'warn',
  open: 'bad', error: 'bad', unknown: 'bad', dead: 'bad', failed: 'bad',
  applied: 'good', accepted: 'good', dry: 'warn', reading: 'warn', matched: 'warn', partial: 'bad', refused: 'bad', awaiting_approval: 'warn',
  expired: 'bad', mismatch: 'bad', moved: 'good', moved_group: 'good', ambiguous: 'warn', weak: 'warn', absent: 'bad',
};

/** A word with the color of what it means. */
export function pill(word, tone = tones[word] ?? 'plain') {
  return h('span', { class: `pill ${tone}` }, String(word).replaceAll('_', ' '));
}

/** A button. */
export function button(label, run, properties = {}) {
  return h('button', { type: 'button', ...properties, on: { click: run } }, label);
}

/** A labeled control. */
export function field(label, control, hint) {
  return h('label', { class: 'field' }, h('span', {}, label), control, hint && h('small', {}, hint));
}

/** A select. Options are words, or [value, label]. */
export function select(name, options, value = '', required = false) {
  return h('select', { name, required }, options.map((o) => {
    const [v, label] = Array.isArray(o) ? o : [o, o];
    return h('option', { value: v, selected: v === value }, label);
  }));
}
