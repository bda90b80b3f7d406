import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What is done to one request, instead of passing it on. */
export type Fault =
  | { kind: 'cut before' } // the gateway never sees it
  | { kind: 'cut after' } // the gateway does it, and its answer is lost
  | { kind: 'cut inside' } // half of the answer arrives
  | { kind: 'page' } // a load balancer's page, the gateway never sees it
  | { kind: 'page after' } // a load balancer's page in place of the gateway's answer
  | { kind: 'delay', milliseconds: number } // before the answer is passed on
  | { kind: 'duplicate' } // the gateway sees it twice; the second answer is passed on
  | { kind: 'at once' } // as duplicate, but not one after the other
  | { kind: 'answer', status: number, headers?: Record<string, string>, body: unknown }
  | { kind: 'change', change: (body: Record<string, unknown>) => unknown } // the gateway's answer

export interface Seen {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly at: number
}

/** A proxy before the gateway that cuts, delays, duplicates and counts. */
export interface Proxy {
  readonly url: string
  /** All requests since the last reset, in the order in which they came. */
  readonly seen: Seen[]
  /** Forgets what was seen, and does these to the next requests, one each. */
  reset(...faults: Fault[]): void
  stop(): Promise<void>
}

export async function startProxy(target: string): Promise<Proxy> {
  const seen: Seen[] = []
  let faults: Fault[] = []
  const server = createServer((request, response) => {
    void serve(request, response).catch(() => response.destroy()) // the gateway went away: the client sees a cut
  })

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    seen.push({ method: request.method!, path: request.url!, headers: request.headers, body: body.toString(), at: performance.now() })
    const fault = faults.shift()
    const forward = async (): Promise<{ status: number, headers: Record<string, string>, body: Buffer }> => {
      const headers = Object.entries(request.headers).filter(([name]) => !['host', 'connection', 'content-length', 'accept-encoding'].includes(name))
      const answer = await fetch(target + request.url!, {
        method: request.method!, headers: headers as [string, string][], redirect: 'manual', ...(body.length > 0 && { body }),
      })
      return {
        status: answer.status, body: Buffer.from(await answer.arrayBuffer()),
        headers: Object.fromEntries([...answer.headers].filter(([name]) => !['connection', 'content-length', 'transfer-encoding', 'content-encoding'].includes(name))),
      }
    }
    const page = (): void => {
      response.writeHead(502, { 'Content-Type': 'text/html' }).end('<h1>Bad gateway</h1>')
    }
    const pass = (answer: { status: number, headers: Record<string, string>, body: Buffer }): void => {
      response.writeHead(answer.status, answer.headers).end(answer.body)
    }
    switch (fault?.kind) {
      case 'cut before':
        response.destroy()
        return
      case 'cut after':
        await forward()
        response.destroy()
        return
      case 'cut inside': {
        const answer = await forward()
        response.writeHead(answer.status, { ...answer.headers, 'Content-Length': String(answer.body.length) })
        response.write(answer.body.subarray(0, answer.body.length >> 1), () => response.destroy())
        return
      }
      case 'page':
        page()
        return
      case 'page after':
        await forward()
        page()
        return
      case 'delay': {
        const answer = await forward()
        setTimeout(() => pass(answer), fault.milliseconds).unref()
        return
      }
      case 'duplicate':
        await forward()
        pass(await forward())
        return
      case 'at once': {
        const [, second] = await Promise.all([forward(), forward()])
        pass(second)
        return
      }
      case 'answer':
        response.writeHead(fault.status, { 'Content-Type': 'application/problem+json', ...fault.headers }).end(JSON.stringify(fault.body))
        return
      case 'change': {
        const answer = await forward()
        pass({ ...answer, body: Buffer.from(JSON.stringify(fault.change(JSON.parse(answer.body.toString()) as Record<string, unknown>))) })
        return
      }
      default:
        pass(await forward())
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`, seen,
    reset(...next) {
      seen.length = 0
      faults = next
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
