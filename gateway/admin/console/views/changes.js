// Changes: what operators did, and what they were refused.

import { at, get, withQuery } from '../api.js';
import { button, field, h, heading, pill, render, table } from '../dom.js';
import { short, when } from '../format.js';

export const title = 'Changes';

export function mount(root, _, app) {
  const list = h('div');
  let cursors = [''];
  const form = h('form', { class: 'row filters', on: { change: first, submit: (event) => event.preventDefault() } },
    field('Operator', h('input', { name: 'by', spellcheck: 'false', autocomplete: 'off' })),
    field('Action', h('input', { name: 'action', spellcheck: 'false', autocomplete: 'off', placeholder: 'connection.state' })),
    field('Target', h('input', { name: 'target', spellcheck: 'false', autocomplete: 'off', placeholder: 'a name or an id' })));
  const filters = () => Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim()]));
  root.append(heading(title, 'What operators changed, and what they were refused. Kept for 400 days, for those who see all tenants.'), form, list);

  function first() {
    cursors = [''];
    app.refresh();
  }

  return async () => {
    const pages = await Promise.all(cursors.map((cursor) => get(withQuery(at('changes'), { ...filters(), cursor, limit: 50 }))));
    const last = pages.at(-1);
    render(list, table('Changes', columns, pages.flatMap((p) => p.data), 'No change is like that.'),
      last.has_more && h('div', { class: 'actions' }, button('Older', () => { cursors = [...cursors, last.next_cursor]; app.refresh(); }, { 'data-key': 'older' })));
  };
}

const columns = [
  { head: 'Time', cell: (c) => when(c.at) },
  { head: 'Operator', cell: (c) => c.by },
  { head: 'Action', cell: (c) => c.action },
  { head: 'Target', class: 'tight', cell: (c) => c.target && short(c.target) },
  { head: 'Change', cell: (c) => [c.from, c.from && c.to && ' → ', c.to] },
  { head: 'Result', cell: (c) => pill(c.result, c.result === 'done' ? 'good' : 'bad') },
  { head: 'Reason', cell: (c) => c.reason || '–' },
];
