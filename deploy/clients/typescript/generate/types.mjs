import openapiTS, { astToString, stringToAST } from 'openapi-typescript'
import ts from 'typescript'

const banner = '// Generated from the OpenAPI document by generate/main.mjs. Do not edit.\n\n'

// types are the types of the document. Of an open enum the known values are
// named for completion, and every other string is taken.
export async function types(document) {
  const ast = await openapiTS(structuredClone(document), { rootTypes: true, rootTypesNoSchemaPrefix: true, transform: openEnum })
  return banner + astToString(ast)
}

function openEnum(schema) {
  const known = schema['x-extensible-enum']
  if (schema.type !== 'string' || !Array.isArray(known)) return undefined
  return ts.factory.createUnionTypeNode([
    ...known.map((value) => ts.factory.createLiteralTypeNode(ts.factory.createStringLiteral(value))),
    anyString(),
  ])
}

// anyString is `string & {}`: string itself would swallow the literals.
function anyString() {
  const [declaration] = stringToAST('type S = (string & {})')
  return declaration.type
}
