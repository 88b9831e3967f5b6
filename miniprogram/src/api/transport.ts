/** One HTTP request by `uni.request`: at most eight at a time (WeChat allows ten), tried again where that is safe. */
import { Problem, headerOf, problemOf } from './problem'
import { answered, unanswered } from '@/stores/network'

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

export interface Request {
  method: Method
  url: string
  body?: object | ArrayBuffer | string
  header?: Record<string, string>
  /** Whether sending it twice does no harm: reads, PUT, and POST with an idempotency key. */
  repeatable: boolean
  /** Status codes that are an answer, not a problem, besides 2xx. */
  accepted?: number[]
  /** The answer is a file, given as an ArrayBuffer. */
  bytes?: boolean
}

export interface Answer<T> {
  status: number
  data: T
  etag?: string
  header: Record<string, string>
}

const MOST_AT_ONCE = 8
const TRIES = 3
const TIMEOUT_MS = 30_000

let running = 0
const waiting: (() => void)[] = []

async function turn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= MOST_AT_ONCE) await new Promise<void>((go) => waiting.push(go))
  running += 1
  try {
    return await work()
  } finally {
    running -= 1
    waiting.shift()?.()
  }
}

/**
 * Sends a request; waits and tries again when the network or the server was away for a moment.
 * @throws Problem
 */
export async function send<T>(request: Request): Promise<Answer<T>> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await turn(() => once<T>(request))
    } catch (problem) {
      if (!(problem instanceof Problem) || !problem.passing || !request.repeatable || tried >= TRIES) throw problem
      await pause(Math.min((problem.retryAfterS ?? 0) * 1000 || 400 * 2 ** tried, 8_000))
    }
  }
}

function once<T>(request: Request): Promise<Answer<T>> {
  return new Promise((resolve, reject) => {
    uni.request({
      url: request.url,
      method: request.method,
      data: request.body,
      header: request.header,
      timeout: TIMEOUT_MS,
      responseType: request.bytes ? 'arraybuffer' : undefined,
      success: (r) => {
        answered()
        const header = (r.header ?? {}) as Record<string, string>
        // the log-in page of a foreign network answers 200 for everything
        if (/^text\/html/i.test(headerOf(header, 'content-type') ?? '')) return reject(problemOf(502, undefined))
        const good = (r.statusCode >= 200 && r.statusCode < 300) || request.accepted?.includes(r.statusCode)
        if (good) resolve({ status: r.statusCode, data: r.data as T, etag: headerOf(header, 'etag'), header })
        else reject(problemOf(r.statusCode, request.bytes ? parsed(r.data as ArrayBuffer) : r.data, header))
      },
      fail: (e) => {
        const late = /timeout/i.test(e.errMsg ?? '')
        unanswered()
        reject(new Problem(0, { code: late ? 'timeout' : 'offline' }))
      },
    })
  })
}

/** A problem document among bytes; WeChat has no TextDecoder. */
function parsed(bytes: ArrayBuffer): unknown {
  try {
    const text = Array.from(new Uint8Array(bytes), (b) => `%${b.toString(16).padStart(2, '0')}`).join('')
    return JSON.parse(decodeURIComponent(text))
  } catch {
    return undefined
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms))
}
