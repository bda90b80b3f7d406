// Tenants: whose requests go how.

import { at, get, withQuery } from '../api.js';
import { choice, h, heading, pill, render, table } from '../dom.js';
import { clock, ms, number, percent } from '../format.js';
import { mountTenant } from './tenant.js';
import { scope } from './overview.js';

export const title = 'Tenants';

export const windows = [['60m', '60 minutes'], ['7d', '7 days']];
let window = '60m'; // lives on while a tenant is looked at

export function mount(root, [name], app) {
  if (name) return mountTenant(root, name, app);
  const body = h('div');
  root.append(heading(title, 'Whose requests go how.', choice('window', 'Window', windows, window, (value) => { window = value; app.refresh(); })), body);
  return async () => {
    const asked = window;
    const list = await get(withQuery(at('tenants'), { window: asked }));
    if (asked !== window) return;
    render(body, h('p', { class: 'scope' }, scope(list)), table('Tenants', columns(list), list.data, 'The file names no tenant that you see.'));
  };
}

/** What a tenant is called where it has no name. */
export const named = (tenant) => tenant || 'not signed in';

const share = (part, whole) => (whole > 0 ? percent(part / whole) : '–');

function columns(list) {
  return [
    { head: 'Tenant', class: 'tight', cell: (t) => [t.configured || t.tenant ? h('a', { href: `#/tenants/${encodeURIComponent(t.tenant)}`, 'data-key': `tenant ${t.tenant}` }, t.tenant) : h('span', { class: 'muted' }, named('')),
      !t.configured && t.tenant && pill('not in the file')] },
    { head: 'Requests', class: 'number', cell: (t) => number(t.requests) },
    { head: 'Failed', class: 'number', cell: (t) => (t.failed > 0 ? pill(share(t.failed, t.requests), 'bad') : share(t.failed, t.requests)) },
    { head: 'Refused', class: 'number', cell: (t) => share(t.refused, t.requests) },
    { head: 'p95', class: 'number', cell: (t) => (t.requests > 0 ? ms(t.p95_ms) : '–') },
    { head: 'Payments unknown', class: 'number', cell: (t) => (t.payments_unknown > 0 ? pill(`${t.payments_unknown}${list.more_payments_unknown ? '+' : ''}`, 'bad') : '0') },
    { head: 'Credentials', class: 'number', cell: (t) => String(t.credentials) },
    { head: 'Subscribers', class: 'number', cell: (t) => String(t.subscribers) },
  ];
}

/** When a credential ends, in words. */
export function ends(credential) {
  const all = credential.expires_at ?? [];
  return all.length === 0 ? 'never' : all.map((at_) => [clock(new Date(at_)), Date.parse(at_) < Date.now() && [' ', pill('over', 'bad')]]);
}
