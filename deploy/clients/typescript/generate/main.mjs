// Writes src/generated anew from an OpenAPI document of the gateway:
//
//   node generate/main.mjs openapi.json
//
// api.ts has the types of all bodies and answers, operations.ts the table that
// the client works by. Nothing in it is typed by hand: what an operation does
// when it is done twice is the document's x-canongate-effect.
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { types } from './types.mjs'
import { table } from './table.mjs'

const [path] = process.argv.slice(2)
if (path === undefined) {
  console.error('usage: node generate/main.mjs OPENAPI.json')
  process.exit(2)
}
const document = JSON.parse(await readFile(path, 'utf8'))
for (const [name, text] of Object.entries({ 'api.ts': await types(document), 'operations.ts': table(document) })) {
  await writeFile(fileURLToPath(new URL(`../src/generated/${name}`, import.meta.url)), text)
}
