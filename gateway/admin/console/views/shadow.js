// Shadow reads: does another connection say the same?

import { h, table, terms } from '../dom.js';
import { percent, when } from '../format.js';
import { verdict } from './routes.js';

const kinds = {
  missing: 'the other has nothing there', extra: 'only the other has something', different: 'other values', type: 'values of another type',
};

/** What comparing the answers of a route came to, in this replica. */
export function shadowPanel(r) {
  if (!r) return undefined;
  const rows = Object.entries(r.different).flatMap(([pointer, counts]) => Object.entries(counts).map(([kind, count]) => ({ pointer, kind, count })));
  return h('section', { class: 'card', 'aria-label': 'Shadow' },
    h('header', {}, h('h2', {}, 'Shadow'), h('span', { class: 'muted' }, `compared with ${r.connection}, ${percent(r.share)} of its requests`), verdict(r)),
    terms([
      ['Compared', String(r.compared)], ['Equal', String(r.equal)], ['No answer there', errors(r)], ['Not asked', String(r.shed)], ['Since', when(r.since)],
    ]),
    table(`Where answers of ${r.route} differ`, [
      { head: 'Field', cell: (d) => h('code', {}, d.pointer || '(the whole answer)') },
      { head: 'How', cell: (d) => kinds[d.kind] ?? d.kind },
      { head: 'Answers', class: 'number', cell: (d) => d.count },
    ], rows.sort((a, b) => b.count - a.count), r.compared > 0 ? 'No answer differed.' : 'Nothing was compared yet.'));
}

const errors = (r) => [r.errors, ...Object.entries(r.codes).map(([code, n]) => `${code.replaceAll('_', ' ')} ${n}`)].join(', ');
