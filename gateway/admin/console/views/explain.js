// Where would a request go, and why nowhere else?

import { at, call, get } from '../api.js';
import { field, h, pill, render, select, table, terms } from '../dom.js';

const reasons = {
  no_capability: 'its vendor cannot do the operation',
  tenant_not_allowed: 'the tenant may not use it',
  disabled: 'it is disabled',
  draining: 'it is draining: no new journeys',
  breaker_open: 'its breaker is open',
  quota_empty: "the vendor's quota is used up",
  weight: "another of the rule's connections has this customer",
  fallback: 'it is used only if the choice fails',
  not_in_route: 'the rule does not name it',
  not_asked: 'the header names another',
  other_id: 'the ids belong to another',
  unknown: 'no such connection is configured',
  person_elsewhere: 'the person has no record there',
  person_unknown: 'nobody has given the reference',
};

const by = { id: 'an id', header: 'the Gateway-Connection header', route: 'a route', person: 'the person, who is known there', nothing: 'nothing: no rule matches' };

/** A form that asks; gives the function that fills in what can be chosen. */
export function mountExplain(root) {
  const operation = h('input', { name: 'operation', list: 'operations', required: true, placeholder: 'create_customer', spellcheck: 'false' });
  const operations = h('datalist', { id: 'operations' });
  const connection = h('span');
  const result = h('section', { 'aria-live': 'polite' });
  const form = h('form', { class: 'panel', on: { submit: explain } },
    h('div', { class: 'row' },
      field('Operation', operation), operations, field('Tenant', h('input', { name: 'tenant', placeholder: 'acme', spellcheck: 'false' })),
      connection),
    field('Request body', h('textarea', { name: 'request', rows: 6, spellcheck: 'false', placeholder: '{"country_of_residence": "AE"}' }),
      'Optional JSON, as a product app would send it. Only codes and amounts matter to rules.'),
    h('div', { class: 'actions' }, h('button', { type: 'submit', class: 'primary' }, 'Explain')));
  root.append(h('h2', {}, 'Where would a request go?'), form, result);

  async function explain(event) {
    event.preventDefault();
    const asked = Object.fromEntries([...new FormData(form)].filter(([, value]) => value.trim() !== ''));
    try {
      if (asked.request) asked.request = JSON.parse(asked.request);
      show(result, await call('POST', at('routes', 'explain'), asked));
    } catch (problem) {
      const text = problem instanceof SyntaxError ? 'The request body is not JSON.' : problem.message;
      render(result, h('p', { class: 'trouble' }, text));
    }
  }

  let filled = false;
  return async () => {
    if (filled) return;
    const { data } = await get(at('connections'));
    const names = [...new Set(data.flatMap((c) => c.breakers.map((b) => b.operation)))].sort();
    operations.replaceChildren(...names.map((value) => h('option', { value })));
    connection.replaceChildren(field('Gateway-Connection', select('connection', [['', '(no header)'], ...data.map((c) => c.name)])));
    filled = true;
  };
}

function show(result, e) {
  render(result,
    h('div', { class: e.connection ? 'verdict good' : 'verdict bad' },
      h('code', {}, e.operation), ' → ', h('strong', {}, e.connection || 'no connection'),
      e.despite && h('span', {}, ', though ', reasons[e.despite] ?? e.despite)),
    terms([['Chosen by', by[e.by] ?? e.by], ['Route', e.route], ['Fallback', (e.fallback ?? []).join(', then ')], ['Generation', String(e.generation)]]),
    (e.rules_passed_over ?? []).length > 0 && [h('h3', {}, 'Rules passed over'),
      table('Rules passed over', [
        { head: 'Route', cell: (m) => m.route },
        { head: 'Did not hold', cell: (m) => pill(m.matcher, 'plain') },
        { head: 'Want', cell: (m) => h('code', {}, m.want) },
        { head: 'Got', cell: (m) => h('code', {}, m.got) },
      ], e.rules_passed_over, '')],
    h('h3', {}, 'Connections passed over'),
    table('Connections passed over', [
      { head: 'Connection', class: 'tight', cell: (p) => p.connection },
      { head: 'Reason', cell: (p) => pill(p.reason, 'plain') },
      { head: '', cell: (p) => reasons[p.reason] ?? '' },
    ], e.passed_over ?? [], 'There is no other connection.'));
}
