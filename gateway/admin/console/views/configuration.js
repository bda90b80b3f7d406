// Configuration: what serves, what the file would change, and the way back.

import { at, call, get } from '../api.js';
import { confirmChange } from '../dialog.js';
import { button, field, h, render, select, table, terms } from '../dom.js';
import { short, when } from '../format.js';

export const title = 'Configuration';

export function mount(root, _, app) {
  const facts = h('div');
  const result = h('section', { 'aria-live': 'polite' });
  const content = h('pre', { tabindex: 0, 'aria-label': 'Configuration in service' });
  const level = field('Log level', select('level', ['debug', 'info', 'warn', 'error']));
  level.addEventListener('change', async (event) => {
    const to = event.target.value;
    const changed = await confirmChange({
      title: `Log at level ${to}?`, text: 'It lasts until the gateway is restarted.', action: 'Set',
      run: () => call('PUT', at('logs', 'level'), { level: to }),
    });
    if (changed) app.toast(`Logs are at level ${to}.`);
    app.refresh();
  });
  root.append(h('h1', {}, title), facts,
    h('div', { class: 'row' },
      button('Plan', plan), button('Reload…', () => change('reload', 'Reload the file?', 'It is checked whole; with mistakes, nothing changes.')),
      button('Roll back…', () => change('rollback', 'Roll back one generation?', 'The generation before serves again. The file on disk is left alone.'), { class: 'danger' }),
      h('span', { class: 'push' }), level),
    result, h('h2', {}, 'In service, without secrets'), content);

  async function plan() {
    try {
      showPlan(result, await call('POST', at('config', 'plan'), {}));
    } catch (problem) {
      showProblem(result, problem);
    }
  }

  async function change(verb, question, text) {
    let refusal;
    const changed = await confirmChange({
      title: question, text, action: verb === 'reload' ? 'Reload' : 'Roll back', danger: verb === 'rollback',
      run: () => call('POST', at('config', verb), {}).catch((problem) => {
        if (problem.errors.length === 0) throw problem;
        refusal = problem; // a list of mistakes is better read on the page
      }),
    });
    if (refusal) showProblem(result, refusal);
    else if (changed) {
      render(result);
      app.toast('The configuration is in service.');
    }
    app.refresh();
  }

  return async () => {
    const [now, { level: current }] = await Promise.all([get(at('config')), get(at('logs', 'level'))]);
    render(facts, terms([
      ['Generation', String(now.generation)], ['Loaded', when(now.loaded_at)], ['File', now.path], ['SHA-256', short(now.hash)],
    ]), now.refused && h('p', { class: 'trouble' }, 'The last change was refused; nothing changed:'),
    now.refused && h('ul', {}, now.refused.map((line) => h('li', {}, line))));
    if (content.textContent !== now.content) content.textContent = now.content;
    level.querySelector('select').value = current;
  };
}

function showProblem(result, problem) {
  render(result, h('p', { class: 'trouble' }, problem.message),
    problem.errors.length > 0 && table('Mistakes', [
      { head: 'Key', cell: (e) => h('code', {}, e.pointer) }, { head: 'Mistake', cell: (e) => e.detail },
    ], problem.errors, ''));
}

function showPlan(result, p) {
  const parts = [['Connections', p.connections], ['Routes', p.routes]];
  const differs = parts.some(([, d]) => lines(d).length > 0) || p.sections.length > 0 || p.moves.length > 0;
  const traffic = p.traffic?.moves ?? [];
  render(result, h('h2', {}, 'Plan'),
    !differs && h('p', { class: 'empty' }, 'The file says what is in service already.'),
    differs && terms([...parts.map(([name, d]) => [name, lines(d).join('; ')]), ['Other sections', p.sections.join(', ')]]),
    p.traffic && h('h3', {}, `Of the last ${p.traffic.requests} requests`),
    p.traffic && table('Traffic', columns((m) => `${m.requests} recorded`), traffic, 'None of them would go elsewhere.'),
    p.moves.length > 0 && h('h3', {}, 'Of the requests that the rules tell apart'),
    p.moves.length > 0 && table('Moves', columns(shape), p.moves, ''));
}

function columns(of) {
  return [
    { head: 'Operation', cell: (m) => h('code', {}, m.operation) },
    { head: 'Of', cell: of },
    { head: 'Share', class: 'number', cell: (m) => `${Number(m.percent.toFixed(1))} %` },
    { head: 'From', cell: (m) => m.from || 'refused' },
    { head: 'To', cell: (m) => m.to || 'refused' },
  ];
}

function shape(m) {
  return ['tenant', 'country', 'currency', 'method', 'amount'].filter((k) => m[k]).map((k) => `${k} ${m[k]}`).join(', ') || 'all others';
}

function lines(d) {
  const named = (name) => (d.keys?.[name]?.length > 0 ? `${name} (${d.keys[name].join(', ')})` : name);
  const said = ['added', 'removed', 'changed'].filter((k) => d[k].length > 0).map((k) => `${k} ${d[k].map(named).join(', ')}`);
  return d.moved ? [...said, 'in another order'] : said;
}
