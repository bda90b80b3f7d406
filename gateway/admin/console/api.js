// The admin API. The token lives as long as the tab.

const TOKEN = 'canongate.token';

/** An answer that is a problem, or no answer at all. */
export class Problem extends Error {
  constructor({ status = 0, code = '', title = '', detail = '', errors = [] }) {
    super(detail || title || 'The gateway does not answer.');
    Object.assign(this, { status, code, title, errors });
  }
}

export const hasToken = () => sessionStorage.getItem(TOKEN) !== null;

export function setToken(token) {
  sessionStorage.setItem(TOKEN, token);
}

export function forgetToken() {
  sessionStorage.removeItem(TOKEN);
}

/** Sends a request and gives the decoded answer; throws a Problem. */
export function call(method, path, body) {
  return body === undefined ? send(method, path) : send(method, path, JSON.stringify(body), { 'Content-Type': 'application/json' });
}

/** Sends a file with its name, and headers that say something of it. */
export function upload(path, file, headers) {
  const form = new FormData();
  form.append('file', file);
  return send('POST', path, form, headers);
}

async function send(method, path, body, more = {}) {
  const headers = { Accept: 'application/json', ...more };
  const token = sessionStorage.getItem(TOKEN);
  if (token) headers.Authorization = `Bearer ${token}`;
  let answer;
  try {
    answer = await fetch(path, { method, headers, body, cache: 'no-store', redirect: 'error' });
  } catch {
    throw new Problem({ title: 'Unreachable', detail: 'The gateway does not answer on this address.' });
  }
  const text = await answer.text();
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Problem({ status: answer.status, title: 'Not understood', detail: `The answer (${answer.status}) is not JSON.` });
  }
  if (!answer.ok) throw new Problem({ ...value, status: answer.status });
  return value;
}

export const get = (path) => call('GET', path);

/** All pages of a list, up to a number of rows. */
export async function getAll(path, parameters, most) {
  const rows = [];
  for (let cursor = ''; rows.length < most;) {
    const page = await get(withQuery(path, { ...parameters, cursor, limit: 200 }));
    rows.push(...page.data);
    if (!page.has_more) break;
    cursor = page.next_cursor;
  }
  return rows;
}

/** A path below the admin API; parts are escaped. */
export function at(...parts) {
  return `/admin/v1/${parts.map(encodeURIComponent).join('/')}`;
}

/** A path with the query parameters that say something. */
export function withQuery(path, parameters) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, v]) => v !== '' && v !== undefined && v !== null));
  return query.size > 0 ? `${path}?${query}` : path;
}

/** Whether the gateway is ready: {status, dependencies}. Not being so is no error. */
export async function readiness() {
  try {
    return await (await fetch('/readyz', { cache: 'no-store' })).json();
  } catch {
    return { status: 'unreachable', dependencies: [] };
  }
}
