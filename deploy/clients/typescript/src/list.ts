interface Page<T> {
  readonly data: T[] | null
  readonly has_more: boolean
  readonly next_cursor: string | null
}

/** A list of an API: await it for its first page, iterate over it for all elements. Each use asks anew. */
export class List<T, P> implements PromiseLike<P>, AsyncIterable<T> {
  readonly #page: (cursor: string | undefined) => Promise<P>

  constructor(page: (cursor: string | undefined) => Promise<P>) {
    this.#page = page
  }

  then<A = P, B = never>(done?: ((page: P) => A | PromiseLike<A>) | null, failed?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<A | B> {
    return this.#page(undefined).then(done, failed)
  }

  /** The pages, one after the other. */
  async *pages(): AsyncGenerator<P> {
    let cursor: string | undefined
    for (;;) {
      const page = await this.#page(cursor)
      yield page
      const { has_more: more, next_cursor: next } = page as Page<T>
      if (!more || next === null || next === undefined) return
      if (next === cursor) throw new Error('the list names the same cursor twice')
      cursor = next
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for await (const page of this.pages()) yield* (page as Page<T>).data ?? []
  }
}
