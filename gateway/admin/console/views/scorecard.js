// The scorecard of a connection: what its calls came to, by hour and operation. It
// is loaded while it is open.

import { at, get, withQuery } from '../api.js';
import { h, select, svg, table } from '../dom.js';
import { ms, percent, when } from '../format.js';

const open = new Map(); // connection → {window, card} of those that are looked at
const windows = [['24h', '24 hours'], ['7d', '7 days']];

/** Opens the card of a connection. */
export function openScorecard(name) {
  if (!open.has(name)) open.set(name, { window: '24h' });
}

/** Loads the cards that are open. */
export async function loadScorecards() {
  await Promise.all([...open].map(async ([name, seen]) => {
    const asked = seen.window;
    try {
      const card = await get(withQuery(at('connections', name, 'scorecard'), { window: asked }));
      if (seen.window === asked) seen.card = card;
    } catch (problem) {
      if (problem.status !== 404) throw problem;
      open.delete(name); // it has left the configuration
    }
  }));
}

/** The part of a connection's card that can be opened. */
export function scorecard(name, app) {
  const seen = open.get(name);
  const toggle = (event) => {
    if (event.target.open === open.has(name)) return;
    if (event.target.open) openScorecard(name);
    else open.delete(name);
    app.refresh();
  };
  return h('details', { 'data-key': `scorecard ${name}`, open: seen !== undefined, on: { toggle } },
    h('summary', {}, 'Scorecard'),
    seen && !seen.card && h('p', { class: 'muted' }, 'Loading…'),
    seen?.card && shown(seen, app));
}

function shown(seen, app) {
  const { card } = seen;
  const choice = select('window', windows, seen.window);
  choice.setAttribute('aria-label', `Window of the scorecard of ${card.connection}`);
  choice.className = 'short';
  choice.dataset.key = `window ${card.connection}`;
  choice.addEventListener('change', () => {
    seen.window = choice.value;
    app.refresh();
  });
  return h('div', {},
    choice,
    chart(card),
    table(`Scorecard of ${card.connection}`, [
      { head: 'Operation', cell: (o) => (o.operation ? h('code', {}, o.operation) : h('strong', {}, 'All')) },
      { head: 'Calls', class: 'number', cell: (o) => o.calls },
      { head: 'Success', class: 'number', cell: (o) => ratio(o.success_ratio) },
      { head: 'p50', class: 'number', cell: (o) => ms(o.calls ? o.p50_ms : null) },
      { head: 'p95', class: 'number', cell: (o) => ms(o.calls ? o.p95_ms : null) },
      { head: 'p99', class: 'number', cell: (o) => ms(o.calls ? o.p99_ms : null) },
      { head: 'Fallbacks', class: 'number', cell: (o) => o.fallbacks },
      { head: 'Codes', cell: (o) => codes(o.codes) },
    ], card.hours.length > 0 ? [card, ...card.operations] : [], 'There were no calls.'),
    card.drift > 0 && h('p', { class: 'muted' }, `${card.drift} values that no table knows.`));
}

const ratio = (value) => (value === null ? '–' : percent(value));

const codes = (counts) => Object.entries(counts).sort((a, b) => b[1] - a[1])
  .map(([code, n]) => `${code.replaceAll('_', ' ')} ${n}`).join(', ');

// chart draws the calls of each hour, and those that failed in the color of trouble.
function chart(card) {
  const hours = card.window === '7d' ? 169 : 25;
  const last = Math.floor(Date.now() / 3600e3);
  const most = Math.max(1, ...card.hours.map((hour) => hour.calls));
  const bars = card.hours.flatMap((hour) => {
    const place = hours - 1 - (last - Math.floor(Date.parse(hour.hour) / 3600e3));
    if (place < 0 || hour.calls === 0) return [];
    const failed = Math.round(hour.calls * (1 - hour.success_ratio));
    const label = `${when(hour.hour).title}: ${hour.calls} calls, ${failed} failed, p95 ${ms(hour.p95_ms)}`;
    const bar = (className, calls) => svg('rect', {
      class: className, x: place + 0.1, width: 0.8, y: 40 - (calls / most) * 40, height: (calls / most) * 40,
    }, svg('title', {}, label));
    return [bar('calls', hour.calls), failed > 0 && bar('failed', failed)];
  });
  return svg('svg', {
    class: 'hours', viewBox: `0 0 ${hours} 40`, preserveAspectRatio: 'none', role: 'img',
    'aria-label': `Calls by hour: ${card.calls} in all, ${ratio(card.success_ratio)} succeeded`,
  }, bars);
}
