// What a change of the configuration would do.

import { empty, h, render, table, terms } from '../dom.js';

/** Shows why something was refused: each mistake with its key. */
export function showProblem(result, problem) {
  render(result, h('p', { class: 'trouble', role: 'alert' }, problem.message),
    (problem.errors ?? []).length > 0 && table('Mistakes', [
      { head: 'Key', cell: (e) => h('code', {}, e.pointer) }, { head: 'Mistake', cell: (e) => e.detail },
    ], problem.errors, ''));
}

/** Shows a plan, and after it what can be done with it. */
export function showPlan(result, p, ...after) {
  const differs = [p.connections, p.routes].some((d) => lines(d).length > 0) || p.sections.length > 0 || p.moves.length > 0;
  const traffic = p.traffic?.moves ?? [];
  render(result, h('h2', {}, 'Plan'),
    !differs && empty('It says what is in service already.'),
    differs && differences(p),
    p.traffic && h('h3', {}, `Of the last ${p.traffic.requests} requests`),
    p.traffic && table('Traffic', columns((m) => `${m.requests} recorded`), traffic, 'None of them would go elsewhere.'),
    p.moves.length > 0 && h('h3', {}, 'Of the requests that the rules tell apart'),
    p.moves.length > 0 && table('Moves', columns(kind), p.moves, ''), differs && after);
}

/** The keys that differ. */
export function differences(d) {
  return terms([['Connections', lines(d.connections).join('; ')], ['Routes', lines(d.routes).join('; ')], ['Other sections', d.sections.join(', ')]]);
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

function kind(m) {
  return ['tenant', 'country', 'currency', 'method', 'amount'].filter((k) => m[k]).map((k) => `${k} ${m[k]}`).join(', ') || 'all others';
}

function lines(d) {
  const named = (name) => (d.keys?.[name]?.length > 0 ? `${name} (${d.keys[name].join(', ')})` : name);
  const said = ['added', 'removed', 'changed'].filter((k) => d[k].length > 0).map((k) => `${k} ${d[k].map(named).join(', ')}`);
  return d.moved ? [...said, 'in another order'] : said;
}
