import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { Canongate } from '../src/index.js'
import { demoKey, run, startGateway } from './gateway.js'

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** The blocks of the README, checked as strictly as the client itself, and made a program. */
async function tour(readme: string): Promise<string> {
  const source = at('../../test/readme-tour.ts')
  const text = [...readme.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map((match) => match[1]).join('\n')
  await mkdir(at('../readme'), { recursive: true })
  const options: ts.CompilerOptions = {
    strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true, skipLibCheck: true, target: ts.ScriptTarget.ES2022, lib: ['lib.es2023.d.ts'],
    module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, types: ['node'],
    paths: { '@canongate/client': [at('../../src/index.ts')] }, rootDir: at('../..'), noEmit: true,
  }
  const host = ts.createCompilerHost(options)
  const read = host.readFile
  const exists = host.fileExists
  const get = host.getSourceFile
  host.readFile = (name) => name === source ? text : read(name)
  host.fileExists = (name) => name === source || exists(name)
  host.getSourceFile = (name, target) => name === source ? ts.createSourceFile(name, text, target) : get(name, target)
  const program = ts.createProgram([source], options, host)
  const complaints = ts.getPreEmitDiagnostics(program).map((d) => ts.flattenDiagnosticMessageText(d.messageText, '\n'))
  assert.deepEqual(complaints, [])
  const { outputText } = ts.transpileModule(text, { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext } })
  const path = at('../readme/tour.mjs')
  await writeFile(path, outputText.replace("'@canongate/client'", "'../src/index.js'"))
  return path
}

test('the first thirty minutes of the README work as they stand there', async () => {
  const readme = await readFile(at('../../README.md'), 'utf8')
  const program = await tour(readme)
  const command = readme.match(/^canongate (listen .*)$/m)?.[1]?.split(' ')
  assert.ok(command, 'the README has the command')
  const port = await freePort()
  const gateway = await startGateway()
  const listener = run([...command.map((word) => word.replace(':3000', `:${port}`)), '--api', gateway.url])
  try {
    const [, secret] = await listener.line(/^secret +(\S+)$/)
    const child = spawn(process.execPath, [program], {
      env: { ...process.env, CANONGATE_URL: gateway.url, CANONGATE_KEY: demoKey, PORT: String(port), WEBHOOK_SECRETS: `whsec_b2xk,${secret}` },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const printed: string[] = []
    try {
      for await (const line of createInterface({ input: child.stdout })) {
        // The payments from before may still be told of: they were made while nobody waited.
        if (/^payment .* is submitted$/.test(line)) continue
        printed.push(line)
        if (line === 'waiting for events') { // another payment that nobody knows of makes an event
          const direct = new Canongate({ apiKey: demoKey, baseURL: gateway.url })
          const [first] = (await direct.payments.list({ status: 'unknown' })).data
          await direct.payments.create({
            direction: 'debit', rail: 'ach', amount: { value: '500.99', currency: 'USD' }, asset: { symbol: 'USBC' }, customer_id: first!.customer_id!,
            bank_account_id: first!.bank_account_id!, wallet: { type: 'custom_namespace', value: 'noor-main' }, ach: { sec_code: 'WEB' },
            authorization: { text: 'I authorize this debit.', ip_address: '203.0.113.9' },
          }).then(() => assert.fail('it is known'), () => undefined)
        }
        if (line.startsWith('payment ')) break
      }
    } finally {
      child.kill()
    }
    const patterns = [
      /^onboarded active at cdp-uae by request req_\w+$/, /^try again: confirm_verification: otp_invalid: /, /^mail verified$/, /^paid submitted$/,
      /^nobody knows yet: unknown$/, /^open 500\.99$/, /^waiting for events$/, /^payment pay_\S+ is unknown$/,
    ]
    patterns.forEach((pattern, i) => assert.match(printed[i] ?? '(nothing)', pattern))
    assert.equal(printed.length, patterns.length, printed.join('\n'))
  } finally {
    await listener.stop()
    await gateway.stop()
  }
})
