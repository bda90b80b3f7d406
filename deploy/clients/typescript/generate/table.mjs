const banner = '// Generated from the OpenAPI document by generate/main.mjs. Do not edit.\n\n'

// table is the operations as data, and the methods of the client as types.
export function table(document) {
  const operations = operationsOf(document)
  const rows = operations.map((o) => `  ${o.name}: ${JSON.stringify(o.row)},\n`).join('')
  const events = eventsOf(document)
  return banner +
    `import type { ${events.join(', ')} } from './api.js'\n` +
    `import type { Answer, Body, ListOf, Options, Query } from '../types.js'\n\n` +
    `/** What each operation is: where it is, what doing it twice does, and what it takes. */\n` +
    `export const table = {\n${rows}} as const\n\n` +
    `/** What a webhook may be about. More types may come: keep a default. */\nexport type WebhookEvent =\n${events.map((e) => `  | ${e}\n`).join('')}\n` +
    `/** The operations by resource and verb. */\nexport interface Resources {\n${resources(operations)}}\n`
}

function operationsOf(document) {
  const found = []
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of ['get', 'post', 'put', 'patch', 'delete']) {
      const operation = item[method]
      if (operation === undefined || !forCallers(operation)) continue
      found.push(describe(document, path, method, operation))
    }
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1))
}

// eventsOf are the names of the schemas of what subscribers are sent.
function eventsOf(document) {
  return Object.values(document.webhooks).map((item) => Object.values(item.post.requestBody.content)[0].schema.$ref.split('/').at(-1)).sort()
}

// forCallers leaves out what vendors call.
function forCallers(operation) {
  return (operation.security ?? []).some((scheme) => 'bearer' in scheme)
}

function describe(document, path, method, operation) {
  const name = operation.operationId
  const effect = operation['x-canongate-effect']
  if (effect === undefined) throw new Error(`${name} has no x-canongate-effect`)
  const parameters = (operation.parameters ?? []).map((p) => resolve(document, p))
  const named = (where) => parameters.filter((p) => p.in === where).map((p) => p.name)
  const [verb, ...noun] = name.split('_')
  const list = method === 'get' && isList(document, operation)
  const text = Object.keys(success(document, operation)?.content ?? {}).some((media) => media.startsWith('text/'))
  const body = operation.requestBody !== undefined
  const queries = named('query').filter((q) => q !== 'include')
  const row = {
    resource: plural(camel(noun)), verb, method: method.toUpperCase(), path, effect,
    ...(body && { body }), ...(queries.length > 0 && { query: queries }), ...(list && { list }), ...(text && { text }),
  }
  const options = [
    ...named('header').filter((h) => !ownHeaders.includes(h)).map((h) => camel(h.toLowerCase().split('-'))),
    ...(named('header').includes('Idempotency-Key') ? ['idempotencyKey', 'epoch'] : []),
    ...(named('query').includes('include') ? ['include'] : []),
  ]
  return {
    name, row, options, places: path.match(/(?<={)\w+(?=})/g) ?? [],
    bodyNeeded: operation.requestBody?.required === true,
    queryNeeded: parameters.some((p) => p.in === 'query' && p.required === true),
    summary: operation.summary, description: operation.description,
  }
}

// ownHeaders are those that the client sets by itself, or by an option of every call.
const ownHeaders = ['Request-Id', 'Request-Timeout', 'traceparent', 'Gateway-Connection', 'Idempotency-Key', 'Gateway-Epoch']

function resolve(document, value) {
  if (value?.$ref === undefined) return value
  return value.$ref.slice(2).split('/').reduce((at, key) => at[key.replaceAll('~1', '/').replaceAll('~0', '~')], document)
}

function success(document, operation) {
  const status = Object.keys(operation.responses).find((s) => s.startsWith('2'))
  return resolve(document, operation.responses[status])
}

function isList(document, operation) {
  const schema = resolve(document, success(document, operation)?.content?.['application/json']?.schema)
  return schema?.properties?.has_more !== undefined && schema.properties.data !== undefined
}

function camel(words) {
  return words.map((w, i) => (i === 0 ? w : w[0].toUpperCase() + w.slice(1))).join('')
}

function plural(word) {
  if (word.endsWith('s')) return word
  return word.endsWith('x') ? `${word}es` : `${word}s`
}

function resources(operations) {
  const byResource = Map.groupBy?.(operations, (o) => o.row.resource) ?? grouped(operations)
  return [...byResource].sort().map(([name, all]) => `  readonly ${name}: {\n${all.map(methodOf).join('')}  }\n`).join('')
}

function grouped(operations) {
  const groups = new Map()
  for (const o of operations) groups.set(o.row.resource, [...(groups.get(o.row.resource) ?? []), o])
  return groups
}

// methodOf is the signature: the places of the path, the body or else the query,
// and the options.
function methodOf(o) {
  const args = o.places.map((place) => `${place}: string`)
  if (o.row.body) args.push(`body${o.bodyNeeded ? '' : '?'}: Body<'${o.name}'>`)
  else if (o.row.query) args.push(`query${o.queryNeeded ? '' : '?'}: Query<'${o.name}'>`)
  const extra = o.options.map((option) => `'${option}'`).join(' | ')
  args.push(extra === '' ? 'options?: Options' : `options?: Options<${extra}>`)
  const answer = o.row.list ? `ListOf<'${o.name}'>` : `Promise<Answer<'${o.name}'>>`
  const text = [o.summary, o.description].filter(Boolean).join('.\n').replaceAll('*/', '*\\/').replaceAll('\n', '\n     * ')
  return `    /**\n     * ${text}\n     */\n    ${o.row.verb}(${args.join(', ')}): ${answer}\n`
}
