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

/** A table. Columns: {head, cell(row), class}. */
export function table(caption, columns, rows, empty) {
  if (rows.length === 0) return h('p', { class: 'empty' }, empty);
  return h('div', { class: 'scroll' }, h('table', {},
    h('caption', { class: 'hidden' }, caption),
    h('thead', {}, h('tr', {}, columns.map((c) => h('th', { scope: 'col', class: c.class }, c.head)))),
    h('tbody', {}, rows.map((row) => h('tr', {}, columns.map((c) => h('td', { class: c.class }, c.cell(row))))))));
}

/** A list of terms and what they are; pairs without a value are left out. */
export function terms(pairs) {
  return h('dl', { class: 'terms' }, pairs.filter(([, value]) => value !== undefined && value !== null && value !== '' && value !== false)
    .map(([term, value]) => h('div', {}, h('dt', {}, term), h('dd', {}, value))));
}

const tones = {
  enabled: 'good', closed: 'good', ok: 'good', answered: 'good', delivered: 'good', settled: 'good', ready: 'good', submitted: 'good',
  draining: 'warn', half_open: 'warn', pending: 'warn', not_sent: 'warn', processing: 'warn', created: 'warn', returned: 'warn',
  disabled: 'bad', open: 'bad', error: 'bad', unknown: 'bad', dead: 'bad', failed: 'bad',
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
