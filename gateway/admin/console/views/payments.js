// Payments: first those of which nobody knows whether money moved.

import { at, call, get, withQuery } from '../api.js';
import { ask } from '../dialog.js';
import { button, field, h, pill, render, select, table } from '../dom.js';
import { ago, short, when } from '../format.js';

export const title = 'Payments';

export function mount(root, _, app) {
  const unknown = h('section');
  const all = h('section');
  root.append(h('h1', {}, title), unknown, all);
  let cursors = ['']; // of the pages of all payments that are shown
  return async function load() {
    const [open, ...pages] = await Promise.all([
      get(withQuery(at('payments'), { status: 'unknown', limit: 200 })),
      ...cursors.map((cursor) => get(withQuery(at('payments'), { cursor, limit: 50 }))),
    ]);
    const last = pages.at(-1);
    render(unknown,
      h('h2', {}, 'Outcome unknown ', pill(open.has_more ? `${open.data.length}+` : open.data.length, open.data.length > 0 ? 'bad' : 'good')),
      open.data.length > 0 && h('p', { class: 'muted' }, 'The vendor may have acted. Look each of them up at the vendor, then write down what you found.'),
      table('Payments whose outcome is unknown', columns(app, true), open.data, 'Every payment’s outcome is known.'));
    render(all, h('h2', {}, 'All, newest first'),
      table('All payments', columns(app, false), pages.flatMap((p) => p.data), 'No payment was made yet.'),
      last.has_more && h('div', { class: 'actions' }, button('Older', () => { cursors = [...cursors, last.next_cursor]; app.refresh(); }, { 'data-key': 'older' })));
  };
}

function columns(app, open) {
  return [
    { head: 'Payment', cell: (p) => short(p.id) },
    { head: 'Status', cell: (p) => pill(p.status) },
    { head: 'Amount', class: 'number', cell: (p) => `${p.amount.value} ${p.amount.currency}` },
    { head: 'Connection', cell: (p) => p.connection },
    { head: 'Tenant', cell: (p) => p.tenant },
    { head: 'Customer', cell: (p) => short(p.customer_id) },
    { head: 'Made', cell: (p) => when(p.created_at) },
    { head: 'Changed', cell: (p) => ago(p.updated_at) },
    { head: '', class: 'end', cell: (p) => [
      button('History', () => showHistory(p), { 'data-key': `history ${open} ${p.id}` }), ' ',
      p.status === 'unknown' && button('Resolve…', () => resolve(p, app), { class: 'primary', 'data-key': `resolve ${open} ${p.id}` }),
    ] },
  ];
}

async function showHistory(p) {
  const { data } = await get(at('payments', p.id, 'history'));
  await ask({
    title: 'History', action: 'Close',
    controls: [table('History', [
      { head: 'At', cell: (s) => when(s.at) }, { head: 'Status', cell: (s) => pill(s.status) },
      { head: 'By', cell: (s) => s.by ?? 'gateway' }, { head: 'Reason', cell: (s) => s.reason ?? '' },
    ], data, 'Nothing is known.')],
  });
}

async function resolve(p, app) {
  const given = await ask({
    title: `Resolve ${p.amount.value} ${p.amount.currency} at ${p.connection}`,
    text: 'This cannot be taken back, and subscribers are told of it.',
    controls: [
      field('What happened', select('status', [['', 'choose'], ['settled', 'settled: the money moved'], ['failed', 'failed: it did not'], ['returned', 'returned: it moved, and came back']], '', true)),
      field('How you found out', h('textarea', { name: 'reason', rows: 3, required: true, maxlength: 2000 }), 'Kept with the payment. No names or account numbers.'),
    ],
    action: 'Resolve',
    submit: (values) => call('POST', at('payments', p.id, 'resolve'), values),
  });
  if (given) app.toast(`The payment is ${given.status}.`);
  app.refresh();
}
