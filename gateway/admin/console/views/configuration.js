// Configuration: what serves and served, what a text would change, and the way back.

import { at, call, get, withQuery } from '../api.js';
import { confirmChange } from '../dialog.js';
import { button, field, h, pill, render, select, table, terms } from '../dom.js';
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
  const text = h('textarea', { name: 'config', rows: 12, spellcheck: 'false', placeholder: 'Paste a configuration' });
  const generations = h('div');
  root.append(h('h1', {}, title), facts,
    h('div', { class: 'row' },
      button('Plan the file', () => plan({})), button('Reload…', reload),
      button('Roll back…', () => rollBack(), { class: 'danger' }),
      h('span', { class: 'push' }), level),
    result, h('h2', {}, 'Generations'), generations,
    h('details', { 'data-key': 'candidate' }, h('summary', {}, 'Plan a text'), field('Configuration', text),
      button('Plan the text', () => plan({ config: text.value }))),
    h('h2', {}, 'In service, without secrets'), content);

  /** Shows what a text would change, or its mistakes. Gives whether it has none. */
  async function plan(candidate) {
    try {
      showPlan(result, await call('POST', at('config', 'plan'), candidate));
      return true;
    } catch (problem) {
      showProblem(result, problem);
      return false;
    }
  }

  async function reload() {
    if (!await plan({})) return;
    await change('reload', {}, 'Reload the file?', 'What it changes is shown on the page.');
  }

  async function rollBack(generation) {
    const question = generation ? `Put generation ${generation} into service?` : 'Roll back one generation?';
    await change('rollback', generation ? { generation } : {}, question, 'The file on disk is left alone: the next start loads it.');
  }

  async function change(verb, body, question, why) {
    let refusal;
    const changed = await confirmChange({
      title: question, text: why, action: verb === 'reload' ? 'Reload' : 'Roll back', danger: verb === 'rollback',
      run: () => call('POST', at('config', verb), body).catch((problem) => {
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

  async function showDiff(number, against) {
    try {
      const d = await get(withQuery(at('config', 'generations', number, 'diff'), { against }));
      render(result, h('h2', {}, `Generation ${d.generation} against ${d.against}`), differences(d.changes),
        d.diff ? h('pre', { tabindex: 0, 'aria-label': 'Difference' }, d.diff.split('\n').map(diffLine))
          : h('p', { class: 'empty' }, 'No text that may be shown differs.'));
      result.scrollIntoView({ block: 'nearest' });
    } catch (problem) {
      showProblem(result, problem);
    }
  }

  function showGenerations(all) {
    render(generations, table('Generations', [
      { head: 'Generation', class: 'number', cell: (g) => String(g.generation) },
      { head: 'Since', cell: (g) => when(g.at) },
      { head: 'Cause', cell: (g) => [g.cause, g.by && ` by ${g.by}`] },
      { head: 'SHA-256', cell: (g) => short(g.hash) },
      { head: 'State', cell: (g) => [g.in_service && pill('in service', 'good'), g.rolled_back && pill('rolled back', 'warn')] },
      {
        head: '', cell: (g) => {
          const before = all.find((other) => other.generation < g.generation);
          return h('div', { class: 'row' }, before && button('Diff', () => showDiff(g.generation, before.generation), { 'data-key': `diff ${g.generation}` }),
            !g.in_service && button('Roll back to it…', () => rollBack(g.generation), { class: 'danger', 'data-key': `back ${g.generation}` }));
        },
      },
    ], all, 'None is kept.'));
  }

  return async () => {
    const [now, { level: current }, { data }] = await Promise.all([
      get(at('config')), get(at('logs', 'level')), get(at('config', 'generations'))]);
    render(facts, terms([
      ['Generation', String(now.generation)], ['Loaded', when(now.loaded_at)], ['Cause', [now.cause, now.by && ` by ${now.by}`].filter(Boolean).join('')],
      ['File', now.path + (now.watch ? '' : ' (not watched)')], ['SHA-256', short(now.hash)],
    ]), now.file_differs && h('p', { class: 'trouble' }, now.file_rolled_back
      ? 'The file on disk is one that was rolled back. The next start would load it.'
      : 'The file on disk is not the one in service. The next start would load it.'),
    now.refused && h('p', { class: 'trouble' }, 'The last change was refused; nothing changed:'),
    now.refused && h('ul', {}, now.refused.map((line) => h('li', {}, line))));
    if (content.textContent !== now.content) content.textContent = now.content;
    level.querySelector('select').value = current;
    showGenerations(data);
  };
}

function showProblem(result, problem) {
  render(result, h('p', { class: 'trouble' }, problem.message),
    problem.errors.length > 0 && table('Mistakes', [
      { head: 'Key', cell: (e) => h('code', {}, e.pointer) }, { head: 'Mistake', cell: (e) => e.detail },
    ], problem.errors, ''));
}

const diffTones = { '+': 'good', '-': 'bad' };

function diffLine(line) {
  return h('span', { class: `line ${diffTones[line[0]] ?? ''}` }, `${line}\n`);
}

/** The keys that differ. */
function differences(d) {
  return terms([['Connections', lines(d.connections).join('; ')], ['Routes', lines(d.routes).join('; ')], ['Other sections', d.sections.join(', ')]]);
}

function showPlan(result, p) {
  const differs = [p.connections, p.routes].some((d) => lines(d).length > 0) || p.sections.length > 0 || p.moves.length > 0;
  const traffic = p.traffic?.moves ?? [];
  render(result, h('h2', {}, 'Plan'),
    !differs && h('p', { class: 'empty' }, 'It says what is in service already.'),
    differs && differences(p),
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
