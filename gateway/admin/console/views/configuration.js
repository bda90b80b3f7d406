// Configuration: what serves and served, what a text would change, and the way back.

import { at, call, get, withQuery } from '../api.js';
import { confirmChange, optionalReason } from '../dialog.js';
import { button, empty, field, h, heading, pill, render, select, table, terms } from '../dom.js';
import { short, when } from '../format.js';
import { differences, showPlan, showProblem } from './plan.js';

export const title = 'Configuration';

export function mount(root, _, app) {
  const facts = h('div');
  const result = h('section', { 'aria-live': 'polite', 'aria-label': 'Result' });
  const content = h('pre', { tabindex: 0, role: 'region', 'aria-label': 'Configuration in service' });
  const generations = h('div');
  const level = logLevel(app);
  const text = h('textarea', { name: 'config', rows: 12, spellcheck: 'false', placeholder: 'Paste a configuration' });
  const changes = app.may('operator');
  root.append(heading(title, 'The file is the truth: the console plans and loads it, and does not write it.', level), facts,
    h('div', { class: 'row' },
      button('Plan the file', () => plan({})), changes && button('Reload…', reload),
      changes && button('Roll back…', () => rollBack(), { class: 'danger' })),
    result, h('h2', {}, 'Generations'), generations,
    h('details', { 'data-key': 'candidate' }, h('summary', {}, 'Plan a text'),
      field('Configuration', text, 'What it would change is shown, also for the requests of lately; nothing is applied. To apply it, save it as the file.'),
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
      title: question, text: why, action: verb === 'reload' ? 'Reload' : 'Roll back', danger: verb === 'rollback', controls: [optionalReason()],
      run: (given) => call('POST', at('config', verb), { ...body, ...given }).catch((problem) => {
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

  async function showDiff(generation, against) {
    try {
      const d = await get(withQuery(at('config', 'generations', generation, 'diff'), { against }));
      render(result, h('h2', {}, `Generation ${d.generation} against ${d.against}`), differences(d.changes),
        d.diff ? h('pre', { tabindex: 0, role: 'region', 'aria-label': 'Difference' }, d.diff.split('\n').map(diffLine))
          : empty('No text that may be shown differs.'));
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
      { head: 'SHA-256', class: 'tight', cell: (g) => short(g.hash) },
      { head: 'State', cell: (g) => [g.in_service && pill('in service', 'good'), g.rolled_back && pill('rolled back', 'warn')] },
      {
        head: '', class: 'end', cell: (g) => {
          const before = all.find((other) => other.generation < g.generation);
          return [before && button('Diff', () => showDiff(g.generation, before.generation), { 'data-key': `diff ${g.generation}` }), ' ',
            changes && !g.in_service && button('Roll back to it…', () => rollBack(g.generation), { class: 'danger', 'data-key': `back ${g.generation}` })];
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

function logLevel(app) {
  const level = field('Log level', select('level', ['debug', 'info', 'warn', 'error']));
  level.querySelector('select').disabled = !app.may('operator');
  level.addEventListener('change', async (event) => {
    const to = event.target.value;
    const changed = await confirmChange({
      title: `Log at level ${to}?`, text: 'It lasts until the gateway is restarted.', action: 'Set', controls: [optionalReason()],
      run: (given) => call('PUT', at('logs', 'level'), { level: to, ...given }),
    });
    if (changed) app.toast(`Logs are at level ${to}.`);
    app.refresh();
  });
  return level;
}

const diffTones = { '+': 'good', '-': 'bad' };

function diffLine(line) {
  return h('span', { class: `line ${diffTones[line[0]] ?? ''}` }, `${line}\n`);
}
