// How numbers, times and long names are shown.

const UTC = 'canongate.utc';

const shape = { day: '2-digit', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false };
const local = new Intl.DateTimeFormat('en-GB', shape);
const utc = new Intl.DateTimeFormat('en-GB', { ...shape, timeZone: 'UTC' });

/** Whether times are shown in UTC, and not in the browser's zone. */
export const inUTC = () => localStorage.getItem(UTC) === 'true';

export function setUTC(yes) {
  localStorage.setItem(UTC, String(yes));
}

/** Date and time, as they are read; the year where it is another. */
export function clock(at) {
  const year = at.getUTCFullYear() === new Date().getUTCFullYear() ? '' : `${at.getUTCFullYear()} `;
  return `${year}${(inUTC() ? utc : local).format(at).replace(',', '')}${inUTC() ? ' UTC' : ''}`;
}

/** The hour and minute, for axes; with the day where hours are shown. */
export function axisTime(at, daily) {
  const options = daily ? { day: '2-digit', month: 'short' } : { hour: '2-digit', minute: '2-digit', hour12: false };
  return new Intl.DateTimeFormat('en-GB', { ...options, ...(inUTC() && { timeZone: 'UTC' }) }).format(at);
}

/** A count, in groups of three. */
export const number = (n) => n.toLocaleString('en-US');

/** Milliseconds, with as many digits as tell something. */
export function ms(value) {
  if (value === undefined || value === null) return '–';
  if (value >= 10_000) return `${(value / 1000).toFixed(1)} s`;
  if (value >= 100) return `${Math.round(value)} ms`;
  return `${value.toFixed(value >= 10 ? 1 : 2)} ms`;
}

export function percent(ratio) {
  const digits = ratio > 0 && ratio < 0.1 || ratio > 0.9 && ratio < 1 ? 1 : 0;
  return `${(Math.floor(ratio * 100 * 10 ** digits + 1e-9) / 10 ** digits).toFixed(digits)} %`; // rounded down: 100 % is all
}

/** Date and time; the instant itself is the title. */
export function when(text) {
  const time = document.createElement('time');
  time.dateTime = text;
  time.title = text;
  time.textContent = clock(new Date(text));
  return time;
}

/** How long ago, roughly. */
export function ago(text) {
  const seconds = Math.max(0, (Date.now() - Date.parse(text)) / 1000);
  if (seconds < 90) return `${Math.round(seconds)} s ago`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min ago`;
  if (seconds < 129_600) return `${Math.round(seconds / 3600)} h ago`;
  return `${Math.round(seconds / 86_400)} days ago`;
}

/** Money as it is read. */
export function money({ value, currency }) {
  return `${value} ${currency}`;
}

/** The sum of decimals, exact. */
export function sum(values) {
  const places = Math.max(0, ...values.map((v) => (v.split('.')[1] ?? '').length));
  const units = values.reduce((all, v) => {
    const [whole, rest = ''] = v.split('.');
    return all + BigInt(whole + rest.padEnd(places, '0'));
  }, 0n).toString().padStart(places + 1, '0');
  return places === 0 ? units : `${units.slice(0, -places)}.${units.slice(-places)}`;
}

/** The ends of a long id; the whole is the title. */
export function short(id) {
  const code = document.createElement('code');
  code.title = id;
  code.textContent = id.length > 24 ? `${id.slice(0, 12)}…${id.slice(-6)}` : id;
  return code;
}
