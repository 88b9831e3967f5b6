/** What the API or the network answered instead of what was asked for (RFC 9457). */

export interface FieldProblem {
  field: string
  rule: string
  message: string
}

interface ProblemBody {
  code?: string
  title?: string
  detail?: string
  errors?: FieldProblem[]
}

/** Codes for what has no answer from the API. */
export type LocalCode = 'offline' | 'timeout' | 'unreadable'

export class Problem extends Error {
  readonly code: string
  readonly errors: FieldProblem[]
  readonly detail?: string

  /**
   * @param status HTTP status; 0 where nothing answered
   * @param body the problem document, with members of its own kind beside the standard ones
   * @param retryAfterS seconds to wait, where the server said so
   */
  constructor(
    readonly status: number,
    readonly body: ProblemBody & Record<string, unknown>,
    readonly retryAfterS?: number,
  ) {
    super(body.title ?? `HTTP ${status}`)
    this.code = body.code ?? 'unreadable'
    this.errors = body.errors ?? []
    this.detail = body.detail
  }

  /** Whether the same request may succeed later without any change. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status === 502 || this.status === 503 || this.status === 504
  }

  /** Messages by field name, for a form. */
  byField(): Record<string, string> {
    return Object.fromEntries(this.errors.map((e) => [e.field, e.message]))
  }
}

/** Reads an answer that is no success; `data` may be a text where a proxy answered. */
export function problemOf(status: number, data: unknown, header: Record<string, string> = {}): Problem {
  const after = Number(headerOf(header, 'retry-after'))
  const body = typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {}
  return new Problem(status, body, Number.isFinite(after) && after > 0 ? after : undefined)
}

/** A header by name, whatever its case (WeChat keeps the server's). */
export function headerOf(header: Record<string, string>, name: string): string | undefined {
  const key = Object.keys(header).find((k) => k.toLowerCase() === name)
  return key === undefined ? undefined : header[key]
}
