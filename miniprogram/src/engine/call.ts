/** Calls an operation by its id; answers are checked by nobody, so whoever reads them asks before they use them. */
import { buildUrl, request } from '@/api/client'
import type { Answer } from '@/api/transport'
import { operation, type OperationId } from './document'
import type { Tree, Value } from './paths'

export type Params = Record<string, string>

export interface File {
  name: string
  media: string
  bytes: ArrayBuffer
}

/** What is known, as far as the operation asks for it; the rest tells the form whose files and lists to offer. */
function urlOf(id: OperationId, params: Params): string {
  const o = operation(id)
  const asked = new Set(['limit', 'cursor', ...o.query.map((q) => q.name)])
  const some = (wanted: (name: string) => boolean) => Object.fromEntries(Object.entries(params).filter(([k]) => wanted(k)))
  return buildUrl(
    o.path,
    some((k) => o.params.includes(k)),
    some((k) => asked.has(k)),
  )
}

/** @throws Problem */
export function fetchOf(id: OperationId, params: Params): Promise<Answer<Value>> {
  return request<Value>('GET', urlOf(id, params), undefined, {})
}

/** @throws Problem */
export function sendOf(id: OperationId, params: Params, body: Value | File, options: { key?: string; match?: string }): Promise<Answer<Value>> {
  const o = operation(id)
  const file = isFile(body) ? body : undefined
  const content = file ? file.bytes : (body as Tree | undefined)
  return request<Value>(o.method, urlOf(id, params), content ?? undefined, {
    key: o.keyed ? options.key : undefined,
    match: options.match,
    media: file?.media,
  })
}

/** @throws Problem */
export async function fileOf(id: OperationId, params: Params): Promise<File> {
  const answer = await request<ArrayBuffer>('GET', urlOf(id, params), undefined, { bytes: true })
  const header = (name: string) => Object.entries(answer.header).find(([k]) => k.toLowerCase() === name)?.[1] ?? ''
  const media = header('content-type').split(';')[0]
  const told = /filename\*=UTF-8''([^;]+)/i.exec(header('content-disposition'))?.[1]
  const end: Record<string, string> = { 'text/csv': 'csv', 'application/pdf': 'pdf', 'application/x-pem-file': 'pem', 'text/plain': 'txt' }
  return { name: told ? decodeURIComponent(told) : `${id}.${end[media] ?? 'xlsx'}`, media, bytes: answer.data }
}

function isFile(body: Value | File): body is File {
  return typeof body === 'object' && body !== null && 'bytes' in body && body.bytes instanceof ArrayBuffer
}

/** Path parameters of an operation that are not known yet. */
export function lacking(id: OperationId, params: Params): string[] {
  return operation(id).params.filter((name) => !params[name])
}
