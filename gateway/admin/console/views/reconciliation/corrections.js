// Corrections: account details that a bank wants changed before the next payment.

import { at, call, get, withQuery } from '../../api.js';
import { confirmChange, optionalReason } from '../../dialog.js';
import { button, field, h, pill, render, select, table } from '../../dom.js';
import { short, when } from '../../format.js';

export const title = 'Corrections';

export function mount(root, _, app) {
  const list = h('div');
  let cursors = [''];
  let reveal = false;
  const form = h('form', { class: 'row filters', on: { change: () => { cursors = ['']; reveal = false; app.refresh(); }, submit: (event) => event.preventDefault() } },
    field('State', select('state', [['', 'any'], 'open', 'applied', 'expired'], 'open')),
    h('span', { class: 'push' }),
    app.may('pii') && button('Show the new details', show, { title: 'They are personal: it takes the role pii, and is written to the audit log.' }));
  root.append(h('h1', {}, title), h('p', { class: 'muted' }, 'A notification of change proves that the payment was posted, and asks for other account details.'), form, list);

  const load = async (more = {}) => {
    const filters = Object.fromEntries(new FormData(form));
    return Promise.all(cursors.map((cursor) => get(withQuery(at('corrections'), { ...filters, ...more, cursor, limit: 50 }))));
  };

  // Once shown they stay until something else is asked for: each look is a line in the audit log.
  async function show() {
    try {
      const pages = await load({ reveal: true });
      reveal = true;
      draw(pages);
    } catch (problem) {
      app.toast(problem.message);
    }
  }

  function draw(pages) {
    const last = pages.at(-1);
    render(list, table('Corrections', columns(app, reveal), pages.flatMap((p) => p.data), 'No correction is open.'),
      last.has_more && h('div', { class: 'actions' }, button('Older', () => { cursors = [...cursors, last.next_cursor]; app.refresh(); }, { 'data-key': 'older' })));
  }

  return async () => {
    if (!reveal) draw(await load());
  };
}

function columns(app, reveal) {
  return [
    { head: 'Code', cell: (c) => pill(c.change_code, 'plain') },
    { head: 'State', cell: (c) => [pill(c.state), c.overdue && pill('overdue', 'bad')] },
    { head: 'Due on', cell: (c) => c.due_on },
    { head: 'New details', cell: (c) => (reveal ? h('code', {}, c.corrected || 'deleted') : h('span', { class: 'muted' }, 'hidden')) },
    { head: 'Connection', class: 'tight', cell: (c) => c.connection },
    { head: 'Tenant', class: 'tight', cell: (c) => c.tenant },
    { head: 'Payment', class: 'tight', cell: (c) => h('a', { href: `#/payments/${encodeURIComponent(c.payment_id)}`, 'data-key': `payment ${c.id}` }, short(c.payment_id)) },
    { head: 'At', cell: (c) => when(c.created_at) },
    { head: '', class: 'end', cell: (c) => c.state === 'open' && app.may('operator') && button('Applied…', () => applied(c, app), { 'data-key': `applied ${c.id}` }) },
  ];
}

async function applied(c, app) {
  const changed = await confirmChange({
    title: 'Was the account corrected?', text: 'The new details are deleted here.', action: 'It was', controls: [optionalReason()],
    run: (given) => call('POST', at('corrections', c.id, 'applied'), given),
  });
  if (changed) app.toast('It is noted.');
  app.refresh();
}
