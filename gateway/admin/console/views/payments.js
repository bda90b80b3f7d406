// Payments: first those of which nobody knows whether money moved.

import { at, get, withQuery } from '../api.js';
import { button, field, h, heading, pill, render, select, table } from '../dom.js';
import { ago, money, short, when } from '../format.js';
import { mountPayment, resolve } from './payment.js';

export const title = 'Payments';

const statuses = ['created', 'submitted', 'processing', 'settled', 'returned', 'failed', 'canceled', 'unknown'];

let filters = {}; // live on while a payment is looked at

// The address may name a payment, or after a question mark what to filter by.
export function mount(root, [asked], app) {
  if (asked && !asked.startsWith('?')) return mountPayment(root, asked, app);
  if (asked) filters = Object.fromEntries(new URLSearchParams(asked));
  return mountList(root, app);
}

function mountList(root, app) {
  const unknown = h('section');
  const list = h('section');
  let cursors = ['']; // of the pages that are shown
  const form = h('form', { class: 'row filters', on: { change: first, submit: (event) => { event.preventDefault(); first(); } } },
    field('Status', select('status', [['', 'any'], ...statuses], filters.status)),
    field('Tenant', h('input', { name: 'tenant', value: filters.tenant ?? '', spellcheck: 'false' })),
    field('Connection', h('input', { name: 'connection', value: filters.connection ?? '', spellcheck: 'false' })),
    field('Caller’s reference', h('input', { name: 'reference', value: filters.reference ?? '', spellcheck: 'false', autocomplete: 'off' })),
    field('Vendor’s reference', h('input', { name: 'vendor_reference', value: filters.vendor_reference ?? '', spellcheck: 'false', autocomplete: 'off' })),
    field('Customer id', h('input', { name: 'customer_id', value: filters.customer_id ?? '', spellcheck: 'false', autocomplete: 'off' })),
    field('Amount', h('input', { name: 'amount', value: filters.amount ?? '', inputmode: 'decimal', size: 8 })),
    field('Older than', select('age_over', [['', 'any'], ['1h', 'an hour'], ['24h', 'a day'], ['72h', 'three days'], ['168h', 'a week']], filters.age_over)));
  root.append(heading(title, 'What became of the money.'), unknown, h('h2', {}, 'All, newest first'), form, list);

  function first() {
    cursors = [''];
    app.refresh();
  }

  return async () => {
    filters = Object.fromEntries(new FormData(form));
    const [open, ...pages] = await Promise.all([
      get(withQuery(at('payments'), { status: 'unknown', limit: 200 })),
      ...cursors.map((cursor) => get(withQuery(at('payments'), { ...filters, cursor, limit: 50 }))),
    ]);
    const last = pages.at(-1);
    render(unknown,
      h('h2', {}, 'Outcome unknown ', pill(open.has_more ? `${open.data.length}+` : open.data.length, open.data.length > 0 ? 'bad' : 'good')),
      open.data.length > 0 && h('p', { class: 'muted' }, 'The vendor may have acted. ',
        h('a', { href: '#/reconciliation/imports' }, 'Import the vendor’s file'), ' to find out about all of them at once, or look one up at the vendor and write down what you found.'),
      table('Payments whose outcome is unknown', columns(app, 'open'), open.data, 'Every payment’s outcome is known.'));
    render(list, table('All payments', columns(app, 'all'), pages.flatMap((p) => p.data), 'There is no such payment.'),
      last.has_more && h('div', { class: 'actions' }, button('Older', () => { cursors = [...cursors, last.next_cursor]; app.refresh(); }, { 'data-key': 'older' })));
  };
}

function columns(app, where) {
  return [
    { head: 'Payment', class: 'tight', cell: (p) => h('a', { href: `#/payments/${encodeURIComponent(p.id)}`, 'data-key': `${where} ${p.id}` }, short(p.id)) },
    { head: 'Status', cell: (p) => [pill(p.status), p.return_code && pill(p.return_code, 'warn'), p.change_code && pill(p.change_code, 'plain')] },
    { head: 'Amount', class: 'number', cell: (p) => money(p.amount) },
    { head: 'Direction', cell: (p) => p.direction },
    { head: 'Connection', class: 'tight', cell: (p) => p.connection },
    { head: 'Tenant', class: 'tight', cell: (p) => h('a', { href: `#/tenants/${encodeURIComponent(p.tenant)}`, 'data-key': `tenant ${where} ${p.id}` }, p.tenant) },
    { head: 'Made', cell: (p) => when(p.created_at) },
    { head: 'Changed', cell: (p) => ago(p.updated_at) },
    { head: '', class: 'end', cell: (p) => p.status === 'unknown' && app.may('operator') && button('Resolve…', () => resolve(p, app), { class: 'primary', 'data-key': `resolve ${where} ${p.id}` }) },
  ];
}
