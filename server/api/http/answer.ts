/** An answer of the REST API before it is put into HTTP: a web `Response` costs more than all else that a small request needs. */
export class Answer {
  private constructor(
    readonly status: number,
    readonly headers: Readonly<Record<string, string>>,
    readonly body: string | Uint8Array<ArrayBuffer>,
  ) {}

  /** The body packed by gzip, once somebody asked for it. */
  packed: Uint8Array<ArrayBuffer> | null = null;

  static json(value: unknown, { status, headers = {} }: { status: number; headers?: Record<string, string> }): Answer {
    return new Answer(status, { "Content-Type": "application/json", ...headers }, JSON.stringify(value));
  }

  /** One that is no JSON. */
  static of(body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>): Answer {
    return new Answer(200, headers, body);
  }

  toResponse(): Response {
    return new Response(this.body, { status: this.status, headers: this.headers });
  }
}
