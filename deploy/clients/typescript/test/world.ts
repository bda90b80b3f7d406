import assert from 'node:assert/strict'
import { Canongate, type Body } from '../src/index.js'
import { demoKey, type Gateway, startGateway } from './gateway.js'
import { startProxy, type Proxy } from './proxy.js'

/** A gateway, a proxy before it, a client through the proxy, and a person who can pay. */
export class World {
  private constructor(
    readonly gateway: Gateway, readonly proxy: Proxy, readonly client: Canongate,
    /** Goes past the proxy, so that looking changes nothing that is counted. */
    readonly direct: Canongate,
    readonly bankAccount: string,
  ) {}

  #amounts = 0

  static async open(subscriber?: string): Promise<World> {
    const gateway = await startGateway(subscriber)
    const proxy = await startProxy(gateway.url)
    const direct = new Canongate({ apiKey: demoKey, baseURL: gateway.url })
    await direct.customerReferences.create({
      vendor_ids: { customer_account_id: 'c0000000-0000-4000-8000-000000000001' }, external_reference: 'u-1',
    }, { connection: 'omnumi-us' })
    const linked = await direct.bankAccounts.link('ref:u-1', {
      link_method: 'account_numbers', institution_name: 'First Example Bank', holder: { name: 'Noor Haddadin', email: 'noor@example.com' },
      account_type: 'checking', account_number: '000123456789', routing_number: '021000021',
    })
    return new World(gateway, proxy, new Canongate({ apiKey: demoKey, baseURL: proxy.url }), direct, linked.data![0]!.id)
  }

  async close(): Promise<void> {
    await this.proxy.stop()
    await this.gateway.stop()
  }

  /** A payment that no other has the amount of. */
  payment(): Body<'create_payment'> {
    const cents = ++this.#amounts
    return this.paymentOf(`${10 + Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`)
  }

  paymentOf(value: string): Body<'create_payment'> {
    return {
      direction: 'debit', rail: 'ach', amount: { value, currency: 'USD' }, asset: { symbol: 'USBC' }, customer_id: 'ref:u-1',
      bank_account_id: this.bankAccount, wallet: { type: 'custom_namespace', value: 'noor-main' }, ach: { sec_code: 'WEB' },
      authorization: { text: 'I authorize this debit.', ip_address: '203.0.113.9' },
    }
  }

  /** How many payments of the amount the vendor made. */
  async made(payment: Body<'create_payment'>): Promise<number> {
    const { text } = await this.direct.sandboxFiles.get('omnumi-us', 'history.csv')
    const [header, ...rows] = text.trim().split('\n').map((line) => line.split(','))
    const column = header!.indexOf('amount')
    assert.notEqual(column, -1, 'the history has a column amount')
    return rows.filter((row) => row[column]!.replaceAll('"', '') === payment.amount.value).length
  }

  /** The keys of all requests that the proxy saw. */
  keys(): Set<string | undefined> {
    return new Set(this.proxy.seen.map((s) => s.headers['idempotency-key'] as string | undefined))
  }
}
