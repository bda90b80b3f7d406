// Shadow reads: does another connection say the same?

import { at, get } from '../api.js';
import { h, pill, render, table, terms } from '../dom.js';
import { percent, when } from '../format.js';

const kinds = {
  missing: 'the other has nothing there', extra: 'only the other has something', different: 'other values', type: 'values of another type',
};

/** A section that shows the rules with a shadow; gives the function that loads it. */
export function mountShadows(root) {
  const body = h('section', { 'aria-label': 'Shadow reads' });
  root.append(body);
  return async () => {
    const { data } = await get(at('routes', 'shadows'));
    render(body, h('h2', {}, 'Shadow reads'), data.length > 0 ? data.map(report)
      : h('p', { class: 'empty' }, 'No route has a shadow.'));
  };
}

function report(r) {
  const rows = Object.entries(r.different).flatMap(([pointer, counts]) => Object.entries(counts).map(([kind, count]) => ({ pointer, kind, count })));
  return h('article', { class: `card ${tone(r)}` },
    h('header', {}, h('h2', {}, r.route), h('span', { class: 'muted' }, `compared with ${r.connection}, ${percent(r.share)} of its requests`),
      verdict(r)),
    terms([
      ['Compared', String(r.compared)], ['Equal', String(r.equal)], ['No answer there', errors(r)], ['Not asked', String(r.shed)], ['Since', when(r.since)],
    ]),
    table(`Where answers of ${r.route} differ`, [
      { head: 'Field', cell: (d) => h('code', {}, d.pointer || '(the whole answer)') },
      { head: 'How', cell: (d) => kinds[d.kind] ?? d.kind },
      { head: 'Answers', class: 'number', cell: (d) => d.count },
    ], rows.sort((a, b) => b.count - a.count), r.compared > 0 ? 'No answer differed.' : 'Nothing was compared yet.'));
}

function verdict(r) {
  if (r.equal_ratio === null) return pill('nothing compared', tone(r));
  return pill(`${Math.floor(r.equal_ratio * 1000) / 10} % equal`, tone(r)); // rounded down: 100 % is all
}

function tone(r) {
  if (r.equal_ratio === null) return 'plain';
  if (r.equal_ratio >= 0.99) return 'good';
  return r.equal_ratio >= 0.9 ? 'warn' : 'bad';
}

const errors = (r) => [r.errors, ...Object.entries(r.codes).map(([code, n]) => `${code.replaceAll('_', ' ')} ${n}`)].join(', ');
