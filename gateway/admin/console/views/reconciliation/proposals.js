// Proposals: what a file may say of payments, beside what was sent.

import { at, call, get, getAll, withQuery } from '../../api.js';
import { ask, reasonField } from '../../dialog.js';
import { button, field, h, pill, render, select } from '../../dom.js';
import { money, short, sum, when } from '../../format.js';
import { decideMany } from './decide.js';

export const title = 'Proposals';

const kinds = [['moved', 'moved: one payment, one line'], ['moved_group', 'moved group: equal payments, as many lines'], ['absent', 'absent: a complete file without it'],
  ['ambiguous', 'ambiguous: several could be meant'], ['weak', 'weak: a part differs']];

const meanings = Object.fromEntries(kinds.map(([kind, text]) => [kind, text.split(': ')[1]]));

const PAGE = 20;
const MOST = 1000; // that one decision takes

export function mount(root, [query = ''], app) {
  const asked = new URLSearchParams(query);
  const list = h('div');
  let cursors = [''];
  const all = button('Decide about all of these…', decideAll, { class: 'primary' });
  const form = h('form', { class: 'row filters', on: { change: first, submit: (event) => event.preventDefault() } },
    field('State', select('state', [['', 'any'], ['open', 'open'], ['dry', 'of a dry run'], 'accepted', 'rejected'], asked.get('state') ?? 'open')),
    field('Kind', select('kind', [['', 'any'], ...kinds], asked.get('kind') ?? '')),
    field('Import', h('input', { name: 'import_id', value: asked.get('import_id') ?? '', spellcheck: 'false' })),
    field('Group', h('input', { name: 'group_id', value: asked.get('group_id') ?? '', spellcheck: 'false' })),
    app.may('operator') && [h('span', { class: 'push' }), all]);
  root.append(h('h1', {}, title), form, list);

  const filters = () => Object.fromEntries(new FormData(form));

  function first() {
    cursors = [''];
    app.refresh();
  }

  async function decideAll() {
    try {
      const open = await getAll(at('proposals'), { ...filters(), state: 'open' }, MOST + 1);
      if (open.length === 0 || open.length > MOST) {
        app.toast(open.length === 0 ? 'No open proposal is like that.' : `There are more than ${MOST}; narrow them by kind, import or group.`);
        return;
      }
      await decideProposals(open, app);
    } catch (problem) {
      app.toast(problem.message);
    }
  }

  return async () => {
    const pages = await Promise.all(cursors.map((cursor) => get(withQuery(at('proposals'), { ...filters(), cursor, limit: PAGE }))));
    const shown = pages.flatMap((p) => p.data);
    const sent = new Map((await Promise.all(shown.map((p) => paymentOf(p)))).map((p) => [p.id, p]));
    const last = pages.at(-1);
    all.disabled = filters().state !== 'open';
    render(list, filters().state === 'dry' && h('p', { class: 'muted' }, 'These are of a dry run: apply the import, and they can be decided about.'),
      shown.length === 0 && h('p', { class: 'empty' }, 'No proposal is like that.'),
      shown.map((p) => card(p, sent.get(p.payment_id), app)),
      last.has_more && h('div', { class: 'actions' }, button('More', () => { cursors = [...cursors, last.next_cursor]; app.refresh(); }, { 'data-key': 'more' })));
  };
}

const paymentOf = (p) => get(at('payments', p.payment_id));

// decideProposals adds up the payments themselves: an absent one has no entry.
async function decideProposals(all, app) {
  const payments = [];
  for (let from = 0; from < all.length; from += PAGE) { // a few at a time
    payments.push(...await Promise.all(all.slice(from, from + PAGE).map(paymentOf)));
  }
  const currencies = new Set(payments.map((p) => p.amount.currency));
  if (currencies.size > 1) {
    app.toast('They have several currencies; narrow them to one.');
    return;
  }
  const total = { value: sum(payments.map((p) => p.amount.value)), currency: payments[0].amount.currency };
  const suggested = new Map();
  for (const p of all) suggested.set(p.suggests.status, (suggested.get(p.suggests.status) ?? 0) + 1);
  await decideMany({ what: { proposals: all.map((p) => p.id) }, count: all.length, total, suggested, app });
}

function card(p, sent, app) {
  const open = p.state === 'open';
  return h('article', { class: 'card proposal' },
    h('header', {},
      h('h2', {}, money(sent.amount)), pill(p.kind), pill(p.state), h('span', { class: 'muted' }, meanings[p.kind] ?? '', p.rivals > 0 && `, ${p.rivals} rivals`),
      h('span', { class: 'push' }),
      open && app.may('operator') && p.suggests.status && button('Accept…', () => accept(p, sent, app), { class: 'primary', 'data-key': `accept ${p.id}` }),
      open && app.may('operator') && button('Reject…', () => reject(p, app), { 'data-key': `reject ${p.id}` })),
    h('p', {}, 'Suggests ', pill(p.suggests.status || 'nothing'), ' for ',
      h('a', { href: `#/payments/${encodeURIComponent(p.payment_id)}`, 'data-key': `of ${p.id}` }, short(p.payment_id)),
      ' at ', p.connection, ', from ', h('a', { href: `#/reconciliation/imports/${encodeURIComponent(p.import_id)}`, 'data-key': `from ${p.id}` }, 'this import'),
      p.entry && `, line ${p.entry.line}`),
    p.rejected_by && h('p', { class: 'muted' }, `Rejected by ${p.rejected_by}: ${p.reason}`),
    beside(p, sent));
}

// The keys of a payment that are compared, as far as both sides may be seen.
const compared = [
  ['amount', (s) => money(s.amount), (e) => `${e.amount} ${e.currency}`],
  ['direction', (s) => s.direction, (e) => e.direction],
  ['date', (s) => when(s.created_at), (e) => e.date],
  ['customer', () => 'kept, not shown', () => 'in the file'],
  ['bank', () => 'kept, not shown', () => 'in the file'],
  ['last4', () => 'kept, not shown', (e) => e.last4 && `…${e.last4}`],
  ['status', (s) => pill(s.status), (e) => e.status && pill(e.status)],
  ['code', (s) => s.return_code, (e) => e.code],
  ['reference', () => '', (e) => e.reference],
];

const hidden = ['customer', 'bank', 'last4']; // but for whether they are equal
const told = ['amount', 'direction', 'date', 'status']; // of a payment that the file does not list

function beside(p, sent) {
  const e = p.entry;
  const verdict = (key) => {
    if ((p.keys_equal ?? []).includes(key)) return pill('equal', 'good');
    return (p.keys_different ?? []).includes(key) ? pill('different or missing', 'bad') : '';
  };
  const rows = compared.filter(([key, , theirs]) => verdict(key) || (e ? theirs(e) && !hidden.includes(key) : told.includes(key)));
  return h('div', { class: 'scroll' }, h('table', {},
    h('caption', { class: 'hidden' }, 'What was sent beside what the file says'),
    h('thead', {}, h('tr', {}, ['', 'What was sent', 'What the file says', ''].map((head) => h('th', { scope: 'col' }, head)))),
    h('tbody', {}, rows.map(([key, ours, theirs]) => h('tr', {},
      h('th', { scope: 'row' }, key === 'last4' ? 'account' : key), h('td', {}, ours(sent) || '–'), h('td', {}, e ? theirs(e) || '–' : 'does not list it'), h('td', {}, verdict(key)))))));
}

async function accept(p, sent, app) {
  let answer;
  const given = await ask({
    title: `Accept: ${money(sent.amount)} is ${p.suggests.status}?`, action: 'Accept', controls: [reasonField()],
    text: 'If the payment moved meanwhile, nothing is changed. That money did not move may need a second person.',
    submit: async (values) => { answer = await call('POST', at('proposals', p.id, 'accept'), values); },
  });
  if (given) app.toast(answer.resolution_id ? 'It waits for a second person.' : `The payment is ${p.suggests.status}.`);
  app.refresh();
}

async function reject(p, app) {
  const given = await ask({
    title: 'Reject this proposal?', action: 'Reject', text: 'The payment stays as it is.', controls: [reasonField()],
    submit: (values) => call('POST', at('proposals', p.id, 'reject'), values),
  });
  if (given) app.toast('It is rejected.');
  app.refresh();
}
