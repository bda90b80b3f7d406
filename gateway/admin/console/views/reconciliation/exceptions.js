// Exceptions: what no rule may decide.

import { at, call, get, withQuery } from '../../api.js';
import { ask, reasonField } from '../../dialog.js';
import { button, field, h, pill, render, select, table } from '../../dom.js';
import { short, when } from '../../format.js';

export const title = 'Exceptions';

const kinds = {
  contradiction: 'A file or the vendor proves something else than what we said', amount_mismatch: 'Another amount than was sent', second_return: 'Returned twice',
  unknown_code: 'A code that no table has', odd_code: 'A code that does not fit, or came late', dishonoured: 'A return was disputed', partial_file: 'A file that is not whole',
  orphan: 'It looks ours, and no payment is known', ageing: 'Unknown for too long',
};

export function mount(root, [query = ''], app) {
  const asked = new URLSearchParams(query);
  const list = h('div');
  let cursors = [''];
  const form = h('form', { class: 'row filters', on: { change: () => { cursors = ['']; app.refresh(); }, submit: (event) => event.preventDefault() } },
    field('State', select('state', [['', 'any'], 'open', 'closed'], 'open')),
    field('Kind', select('kind', [['', 'any'], ...Object.keys(kinds).map((k) => [k, k.replaceAll('_', ' ')])])),
    field('Import', h('input', { name: 'import_id', value: asked.get('import_id') ?? '', spellcheck: 'false' })));
  root.append(h('h1', {}, title), form, list);
  return async () => {
    const filters = Object.fromEntries(new FormData(form));
    const pages = await Promise.all(cursors.map((cursor) => get(withQuery(at('exceptions'), { ...filters, cursor, limit: 50 }))));
    const last = pages.at(-1);
    render(list, table('Exceptions', columns(app), pages.flatMap((p) => p.data), 'Nothing has to be looked at.'),
      last.has_more && h('div', { class: 'actions' }, button('Older', () => { cursors = [...cursors, last.next_cursor]; app.refresh(); }, { 'data-key': 'older' })));
  };
}

function columns(app) {
  return [
    { head: 'Kind', cell: (e) => [pill(e.kind, e.state === 'open' ? 'bad' : 'plain'), h('div', {}, h('small', {}, kinds[e.kind] ?? ''))] },
    { head: 'What', cell: (e) => e.detail },
    { head: 'Connection', class: 'tight', cell: (e) => e.connection },
    { head: 'Payment', class: 'tight', cell: (e) => e.payment_id && h('a', { href: `#/payments/${encodeURIComponent(e.payment_id)}`, 'data-key': `payment ${e.id}` }, short(e.payment_id)) },
    { head: 'Import', cell: (e) => e.import_id && h('a', { href: `#/reconciliation/imports/${encodeURIComponent(e.import_id)}`, 'data-key': `import ${e.id}` }, e.entry ? `entry ${e.entry}` : 'the file') },
    { head: 'At', cell: (e) => when(e.created_at) },
    { head: '', class: 'end', cell: (e) => (e.state === 'open' ? app.may('operator') && button('Close…', () => close(e, app), { 'data-key': `close ${e.id}` }) : h('small', {}, [e.closed_by, e.reason].filter(Boolean).join(': '))) },
  ];
}

async function close(e, app) {
  const given = await ask({
    title: `Close this ${e.kind.replaceAll('_', ' ')}?`, action: 'Close', text: e.detail, controls: [reasonField()],
    submit: (values) => call('POST', at('exceptions', e.id, 'close'), values),
  });
  if (given) app.toast('It is closed.');
  app.refresh();
}
