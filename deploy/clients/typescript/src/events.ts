/** What the gateway tells of: CloudEvents 1.0. More types may come. */
export interface Event {
  readonly specversion: '1.0'
  /** The same in each delivery of the event. */
  readonly id: string
  /** `/connections/{name}`. */
  readonly source: string
  readonly type: EventType
  readonly time: string
  /** The id of what it is about. */
  readonly subject?: string
  readonly tenant?: string
  readonly data: EventData
}

export type EventType =
  | 'customer.screening.updated' | 'customer.status.updated' | 'payment.updated' | 'verification.completed' | 'connection.degraded'
  | (string & {})

export interface EventData {
  readonly customer_id?: string
  readonly payment_id?: string
  readonly status?: string
  readonly [member: string]: unknown
}
