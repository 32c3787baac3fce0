/** An answer of the REST API before it is put into HTTP: a web `Response` costs more than all else that a small request needs. */
export class Answer {
  private constructor(
    readonly status: number,
    readonly headers: Readonly<Record<string, string>>,
    readonly body: string | Uint8Array<ArrayBuffer>,
  ) {}

  static json(value: unknown, { status, headers = {} }: { status: number; headers?: Record<string, string> }): Answer {
    return new Answer(status, { "Content-Type": "application/json", ...headers }, JSON.stringify(value));
  }

  /** One that is no JSON. */
  static of(body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>): Answer {
    return new Answer(200, headers, body);
  }

  with(headers: Readonly<Record<string, string>>, body = this.body): Answer {
    return new Answer(this.status, { ...this.headers, ...headers }, body);
  }

  toResponse(): Response {
    return new Response(this.body, { status: this.status, headers: this.headers });
  }
}

/** Pieces of a body, one at a time; `return` when nobody wants more. */
export type Pieces = {
  next(): Promise<IteratorResult<Uint8Array<ArrayBuffer>, void>>;
  return(): Promise<unknown>;
};

/** An answer whose body is made while it is sent. */
export class StreamedAnswer {
  readonly status = 200;

  constructor(
    readonly pieces: Pieces,
    readonly headers: Readonly<Record<string, string>>,
  ) {}

  with(headers: Readonly<Record<string, string>>): StreamedAnswer {
    return new StreamedAnswer(this.pieces, { ...this.headers, ...headers });
  }

  toResponse(): Response {
    const { pieces, status, headers } = this;
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      async pull(controller) {
        const { value, done } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: async () => void (await pieces.return()),
    });
    return new Response(body, { status, headers });
  }
}

export type AnyAnswer = Answer | StreamedAnswer;
