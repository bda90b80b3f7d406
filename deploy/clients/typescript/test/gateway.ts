import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export const demoKey = 'cg_demo_sandboxes_only'
/** A key that may call once in two seconds. */
export const slowKey = 'cg_test_once_in_two_seconds'
export const secret = 'whsec_Y2Fub25nYXRlLWNsaWVudC10ZXN0LXNlY3JldA=='

/** A program of this project that runs until it is stopped. */
export interface Running {
  readonly lines: readonly string[]
  line(pattern: RegExp): Promise<RegExpMatchArray>
  stop(): Promise<void>
}

/** The program that the suite runs against: built, not imported. */
function program(): string {
  const path = process.env['CANONGATE']
  if (path === undefined) throw new Error('CANONGATE must name the built program; .ci/clients sets it')
  return path
}

/** Starts the program. Its output is read line by line. */
export function run(args: readonly string[], options: { cwd?: string, env?: Record<string, string> } = {}): Running {
  const child: ChildProcess = spawn(program(), args, {
    stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...options.env }, ...(options.cwd !== undefined && { cwd: options.cwd }),
  })
  const lines: string[] = []
  const errors: string[] = []
  const waiting = new Set<() => void>()
  const note = (): void => { for (const wake of waiting) wake() }
  const ended = new Promise<void>((resolve) => child.once('close', () => { resolve(); note() }))
  createInterface({ input: child.stdout! }).on('line', (line) => { lines.push(line); note() })
  createInterface({ input: child.stderr! }).on('line', (line) => errors.push(line))
  return {
    lines,
    async line(pattern) {
      for (;;) {
        const found = lines.map((line) => line.match(pattern)).find((match) => match !== null)
        if (found) return found
        if (child.exitCode !== null) throw new Error(`canongate ${args.join(' ')} ended:\n${errors.slice(-20).join('\n')}`)
        await new Promise<void>((resolve) => {
          const wake = (): void => { waiting.delete(wake); resolve() }
          waiting.add(wake)
        })
      }
    },
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** A gateway with the quickstart's configuration, on free ports and with an empty journal. */
export interface Gateway {
  readonly url: string
  stop(): Promise<void>
}

export async function startGateway(subscriber?: string): Promise<Gateway> {
  const folder = await mkdtemp(join(tmpdir(), 'canongate-client-'))
  const quickstart = await readFile(new URL('../../../../../config/quickstart.yaml', import.meta.url), 'utf8')
  const slow = createHash('sha256').update(slowKey).digest('hex')
  let config = quickstart
    .replace(/^ {2}(admin_)?listen: .*$/gm, (line) => line.replace(/ [\d.]+:\d+$/, ' 127.0.0.1:0'))
    .replace(/^ {2}api_keys:$/m, `$&\n    - {id: slow, tenant: demo, sha256: ${slow}, scopes: ["*"], rate: {limit: 1, per: 2s, burst: 1}}`)
  if (subscriber !== undefined) {
    config += `\nevents:\n  subscribers:\n    - {name: app, url: "${subscriber}", secret: "env:SUBSCRIBER_SECRET", types: ["*"]}\n`
  }
  await writeFile(join(folder, 'canongate.yaml'), config)
  const server = run(['serve', '--config', 'canongate.yaml'], { cwd: folder, env: { SUBSCRIBER_SECRET: secret } })
  try {
    const [, url] = await server.line(/^api +(.*)\/v1$/)
    return {
      url: url!,
      async stop() {
        await server.stop()
        await rm(folder, { recursive: true })
      },
    }
  } catch (error) {
    await rm(folder, { recursive: true })
    throw error
  }
}
