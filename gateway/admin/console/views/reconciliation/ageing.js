// Ageing: what is open for how long, and how much comes back.

import { at, get } from '../../api.js';
import { h, pill, render, table } from '../../dom.js';
import { short } from '../../format.js';

export const title = 'Ageing';

export function mount(root) {
  const open = h('div');
  const rates = h('div');
  root.append(h('h1', {}, title), open, rates);
  return async () => {
    const [ages, returns] = await Promise.all([get(at('reports', 'ageing')), get(at('reports', 'returns'))]);
    render(open, h('p', { class: 'muted' }, 'Payments that have not ended, by how many banking days ago they were made.'),
      table('Ageing', ageColumns, ages.data, 'No payment is open.'));
    render(rates, h('h2', {}, 'Returns of 60 days'), table('Returns', rateColumns, returns.data, 'No debit was made.'));
  };
}

const ageColumns = [
  { head: 'Connection', class: 'tight', cell: (a) => a.connection },
  { head: 'Status', cell: (a) => pill(a.status) },
  { head: 'Banking days', cell: (a) => pill(a.banking_days, { '0-1': 'plain', '2-3': 'plain' }[a.banking_days] ?? (a.banking_days === '4-5' ? 'warn' : 'bad')) },
  { head: 'Payments', class: 'number', cell: (a) => String(a.count) },
  { head: 'Total', class: 'number', cell: (a) => `${a.total} ${a.currency}` },
  { head: 'Oldest', cell: (a) => h('a', { href: `#/payments/${encodeURIComponent(a.oldest_id)}`, 'data-key': `${a.connection} ${a.status} ${a.banking_days}` }, short(a.oldest_id)) },
];

const share = (points) => `${(points / 100).toFixed(2)} %`;

const rateColumns = [
  { head: 'Connection', class: 'tight', cell: (r) => r.connection },
  { head: 'Tenant', class: 'tight', cell: (r) => r.tenant ?? '' },
  { head: 'Debits', class: 'number', cell: (r) => String(r.debits) },
  { head: 'Rates', cell: (r) => r.rates.map((rate) => h('div', {}, `${rate.name}: `, pill(share(rate.basis_points), rate.alert ? 'bad' : 'good'),
    h('small', {}, ` ${rate.returns} returned, limit ${share(rate.limit_basis_points)}`))) },
  { head: 'Codes', cell: (r) => Object.entries(r.returns).map(([code, n]) => [pill(code, 'plain'), ` ${n} `]) },
];
