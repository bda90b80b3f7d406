// One payment: what became of it, who said so, and what it is looked up by.

import { at, call, get, withQuery } from '../api.js';
import { ask, reasonField } from '../dialog.js';
import { button, field, h, pill, render, select, table, terms } from '../dom.js';
import { money, ms, short, when } from '../format.js';

const keyNames = {
  customer: 'Customer at the vendor', bank: 'Bank account at the vendor', last4: 'Account number ends in', reference: 'Caller’s reference',
  individual_id: 'Individual id',
};

const corrected = { failed: ['settled', 'returned'], canceled: ['settled', 'returned'], returned: ['settled'], settled: ['returned', 'failed'] };

export function mountPayment(root, id, app) {
  const body = h('div');
  let keys; // shown on demand
  root.append(h('p', {}, h('a', { href: '#/payments' }, '← All payments')), body);

  async function reveal() {
    try {
      ({ keys = [] } = await get(withQuery(at('payments', id), { reveal: true })));
    } catch (problem) {
      app.toast(problem.message);
    }
    app.refresh();
  }

  return async () => {
    const [p, { data: steps }, { data: traces }] = await Promise.all([
      get(at('payments', id)), get(at('payments', id, 'history')), get(withQuery(at('traces'), { payment_id: id, limit: 20 })),
    ]);
    render(body,
      h('h1', {}, `${p.direction === 'credit' ? 'Credit' : 'Debit'} of ${money(p.amount)} `, pill(p.status)),
      terms([
        ['Payment', h('code', {}, p.id)], ['Connection', h('a', { href: `#/connections/${encodeURIComponent(p.connection)}` }, p.connection)],
        ['Tenant', h('a', { href: `#/tenants/${encodeURIComponent(p.tenant)}` }, p.tenant)], ['Made', when(p.created_at)], ['Changed', when(p.updated_at)],
        ['Settled on', p.settled_on], ['Known from', p.settlement_basis], ['Returned on', p.returned_on], ['Return code', p.return_code], ['Change code', p.change_code],
      ]),
      h('div', { class: 'row' },
        app.may('operator') && p.status === 'unknown' && button('Resolve…', () => resolve(p, app), { class: 'primary', 'data-key': 'resolve' }),
        app.may('operator') && corrected[p.status] && button('Correct…', () => correct(p, app), { class: 'danger', 'data-key': 'correct' })),
      h('h2', {}, 'At the vendor'),
      terms([
        ['Reference', p.vendor_reference ? h('code', {}, p.vendor_reference) : 'none: the answer was lost, or has not come'],
        ['Trace number', p.trace_number && h('code', {}, p.trace_number)],
        ...(keys ?? []).map((k) => [keyNames[k.kind] ?? k.kind, h('code', {}, k.value)]),
      ]),
      !keys && app.may('operator') && button('Show its keys', reveal, { 'data-key': 'reveal', title: 'They may name a person: this is written to the audit log.' }),
      keys?.length === 0 && h('p', { class: 'muted' }, 'No other keys are kept of it.'),
      h('h2', {}, 'Timeline'), table('Timeline', timeline, steps, 'Nothing is known.'),
      h('h2', {}, 'Requests'), table('Requests', requests, traces, 'Its request is no longer among the recent traces.'));
  };
}

const timeline = [
  { head: 'At', cell: (s) => when(s.at) },
  { head: 'Status', cell: (s) => [pill(s.status), s.said && h('small', {}, ` said: ${s.said}`)] },
  { head: 'From', cell: (s) => s.source },
  { head: 'Code', cell: (s) => s.code ?? '' },
  { head: 'By', cell: (s) => [s.by, s.approved_by && `, approved by ${s.approved_by}`] },
  { head: 'Evidence', cell: (s) => [[s.reason, s.evidence].filter(Boolean).join(' – '), s.import_id && [' ', h('a', { href: `#/reconciliation/imports/${encodeURIComponent(s.import_id)}` }, `import, entry ${s.entry}`)]] },
];

const requests = [
  { head: 'Time', cell: (t) => when(t.started_at) },
  { head: 'Request', cell: (t) => h('a', { href: `#/traces/${t.trace_id}`, 'data-key': t.trace_id }, t.operation || t.name) },
  { head: 'Result', cell: (t) => [pill(t.status || '–', t.error ? 'bad' : 'good'), ' ', t.code ?? ''] },
  { head: 'Attempts', class: 'number', cell: (t) => String(t.attempts) },
  { head: 'Duration', class: 'number', cell: (t) => ms(t.duration_ms) },
  { head: 'Trace', cell: (t) => short(t.trace_id) },
];

/** Asks what became of a payment whose outcome is unknown. */
export async function resolve(p, app) {
  await decide(p, app, 'resolve', {
    title: `Resolve ${money(p.amount)} at ${p.connection}`, action: 'Resolve',
    text: 'This cannot be taken back, and subscribers are told of it. That it failed may need a second person.',
    options: [['', 'choose'], ['settled', 'settled: the money moved'], ['submitted', 'submitted: the vendor has it'], ['failed', 'failed: it did not move'],
      ['returned', 'returned: it moved, and came back']],
  });
}

function correct(p, app) {
  return decide(p, app, 'correct', {
    title: `Correct ${money(p.amount)} at ${p.connection}`, action: 'Ask for approval', danger: true,
    text: `It is ${p.status}, which is final. A second person has to agree.`, options: [['', 'choose'], ...corrected[p.status]],
  });
}

async function decide(p, app, verb, { options, ...question }) {
  let answer;
  const given = await ask({
    ...question,
    controls: [field('What happened', select('status', options, '', true)), reasonField(),
      field('Evidence', h('input', { name: 'evidence', maxlength: 2000, autocomplete: 'off' }), 'Optional: where it can be looked up.')],
    submit: async (values) => { answer = await call('POST', at('payments', p.id, verb), values); },
  });
  if (given) app.toast(answer.resolution_id ? 'It waits for a second person, under Reconciliation, Resolutions.' : `The payment is ${given.status}.`);
  app.refresh();
}
