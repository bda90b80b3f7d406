// One tenant: its traffic, its credentials, and who is told of its events.

import { at, get, withQuery } from '../api.js';
import { choice, h, heading, pill, render, table, terms } from '../dom.js';
import { number } from '../format.js';
import { charts, operations, scope, tiles } from './overview.js';
import { ends, windows } from './tenants.js';

let window = '60m';

/** Shows one tenant. */
export function mountTenant(root, name, app) {
  const body = h('div');
  root.append(h('p', {}, h('a', { href: '#/tenants' }, '← All tenants')),
    heading(name, undefined, choice('window', 'Window', windows, window, (value) => { window = value; app.refresh(); })), body);
  return async () => {
    const asked = window;
    const t = await get(withQuery(at('tenants', name), { window: asked }));
    if (asked !== window) return;
    const payments = `${number(t.payments_unknown)}${t.more_payments_unknown ? '+' : ''}`;
    render(body, h('p', { class: 'scope' }, scope(t.traffic)),
      !t.configured && h('p', { class: 'trouble' }, 'The file does not name this tenant: its callers come with tokens, or it was taken out.'),
      h('p', { class: 'marks' },
        h('a', { href: `#/payments/${encodeURIComponent(`?status=unknown&tenant=${encodeURIComponent(name)}`)}`, 'data-key': 'unknown' }, 'Payments without an outcome: ', pill(payments, t.payments_unknown > 0 ? 'bad' : 'good')),
        h('a', { href: `#/traces/${encodeURIComponent(`?tenant:${name}`)}`, 'data-key': 'traces' }, 'Its traces'),
        h('a', { href: `#/traces/${encodeURIComponent(`?tenant:${name} error`)}`, 'data-key': 'errors' }, 'Its errors')),
      tiles(t.traffic), charts(t.traffic),
      h('div', { class: 'halves' }, operations(t.traffic), codes(t.traffic)),
      h('h2', {}, 'Credentials'), table('Credentials', [
        { head: 'Id', cell: (c) => h('a', { href: `#/traces/${encodeURIComponent(`?credential:${c.id}`)}`, 'data-key': `credential ${c.id}` }, c.id) },
        { head: 'Scopes', cell: (c) => c.scopes.map((s) => [h('code', {}, s), ' ']) },
        { head: 'Limit', cell: (c) => c.rate ?? 'none of its own' },
        { head: 'Ends', cell: ends },
      ], t.credentials, 'No API key is this tenant’s.'),
      h('h2', {}, 'Subscribers'), table('Subscribers', [
        { head: 'Name', cell: (s) => s.name }, { head: 'Types', cell: (s) => s.types.map((type) => [h('code', {}, type), ' ']) },
      ], t.subscribers, 'Nobody is told of its events.'),
      terms([['Connections that it may use', t.connections.map((c) => [h('a', { href: `#/connections/${encodeURIComponent(c)}` }, c), ' '])]]));
  };
}

function codes(t) {
  const rows = Object.entries(t.codes).filter(([code]) => code !== 'ok').sort((a, b) => b[1] - a[1]);
  return h('section', {}, h('h2', {}, 'Codes'), table('Codes', [
    { head: 'Code', cell: ([code]) => h('a', { href: `#/traces/${encodeURIComponent(`?code:${code}`)}` }, code.replaceAll('_', ' ')) },
    { head: 'Requests', class: 'number', cell: ([, n]) => number(n) },
  ], rows, 'Every request was answered.'));
}
