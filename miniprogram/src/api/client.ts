/** The API, typed from its OpenAPI document: method and path are checked, so are body, query and answer. */
import type { paths } from './schema'
import { send, type Answer, type Method } from './transport'
import { Problem } from './problem'
import { renew, session } from '@/stores/session'

export type { components } from './schema'
type Verb = 'get' | 'post' | 'put' | 'delete'
type PathsWith<M extends Verb> = { [P in keyof paths]: paths[P] extends Record<M, { responses: unknown }> ? P : never }[keyof paths]
type Op<P extends keyof paths, M extends Verb> = paths[P] extends Record<M, infer O> ? O : never
type Json<T> = T extends { content: { 'application/json': infer B } } ? B : undefined
type Good = 200 | 201 | 202 | 204
type Ok<O> = O extends { responses: infer R } ? { [S in keyof R]: S extends Good ? Json<R[S]> : never }[keyof R] : never
type Body<O> = O extends { requestBody: infer B } ? Json<B> : O extends { requestBody?: infer B } ? (B extends undefined ? undefined : Json<NonNullable<B>>) : undefined
type Param<O, K extends 'path' | 'query'> = O extends { parameters: infer Ps } ? (K extends keyof Ps ? Ps[K] : undefined) : undefined

export type Answered<P extends keyof paths, M extends Verb> = Ok<Op<P, M>>
export type Sent<P extends keyof paths, M extends Verb> = Body<Op<P, M>>

interface Plain {
  /** Idempotency key of this intent: the same for every try of it. */
  key?: string
  /** `ETag` of what is changed: a lost race is answered 412. */
  match?: string
  /** For what is public: no token is sent and none is needed. */
  anonymous?: boolean
  /** `ETag` of what is had already: 304 leaves `data` undefined. */
  none?: string
  /** Media type of a body that is a file. */
  media?: string
  /** The answer is a file, given as an ArrayBuffer. */
  bytes?: boolean
}
export type Opts<O> = Plain & { query?: NonNullable<Param<O, 'query'>> } & (Param<O, 'path'> extends undefined
  ? { path?: undefined }
  : { path: Param<O, 'path'> }) & (Body<O> extends undefined ? { body?: undefined } : { body: Body<O> })

export const API_BASE = import.meta.env.VITE_API_BASE ?? ''

/** No URL / URLSearchParams / fetch: none of them exists in the WeChat runtime. */
export function buildUrl(template: string, path?: object, query?: object): string {
  let url = template
  for (const [k, v] of Object.entries(path ?? {})) url = url.replace(`{${k}}`, encodeURIComponent(String(v)))
  const pairs = Object.entries(query ?? {})
    .flatMap(([k, v]) => (Array.isArray(v) ? v.map((one: unknown) => [k, one] as const) : [[k, v as unknown] as const]))
    .filter(([, v]) => v !== undefined && v !== null && v !== '')
  const text = pairs.map(([k, v]) => `${encodeURIComponent(k)}=${encodeURIComponent(String(v))}`).join('&')
  return API_BASE + url + (text ? `?${text}` : '')
}

/** What `call` gives, with status and ETag. */
export function ask<M extends Verb, P extends PathsWith<M>>(method: M, path: P, opts: Opts<Op<P, M>>): Promise<Answer<Ok<Op<P, M>>>> {
  return request(method.toUpperCase() as Method, buildUrl(path as string, opts.path as object | undefined, opts.query as object | undefined), opts.body as object | undefined, opts)
}

/**
 * Calls the API and gives the body of its answer.
 * @throws Problem
 */
export async function call<M extends Verb, P extends PathsWith<M>>(method: M, path: P, opts: Opts<Op<P, M>>): Promise<Ok<Op<P, M>>> {
  return (await ask(method, path, opts)).data
}

/**
 * The untyped request beneath `call`, for forms drawn from the document: renews the token once when it has expired.
 * @throws Problem
 */
export async function request<T>(method: Method, url: string, body: object | undefined, opts: Plain): Promise<Answer<T>> {
  const attempt = (): Promise<Answer<T>> =>
    send<T>({
      method,
      url,
      body,
      header: {
        ...(opts.anonymous || !session.access ? {} : { Authorization: `Bearer ${session.access}` }),
        ...(opts.key ? { 'Idempotency-Key': opts.key } : {}),
        ...(opts.match ? { 'If-Match': opts.match } : {}),
        ...(opts.none ? { 'If-None-Match': opts.none } : {}),
        ...(opts.media ? { 'Content-Type': opts.media } : {}),
      },
      repeatable: method !== 'POST' || opts.key !== undefined,
      accepted: opts.none ? [304] : undefined,
      bytes: opts.bytes,
    })
  const used = session.access
  const who = session.personId
  try {
    return await attempt()
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.status !== 401 || opts.anonymous || !used) throw problem
    await renew(used, who)
    return attempt()
  }
}
