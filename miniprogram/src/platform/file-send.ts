/** Bytes straight to storage, with progress, and stopped when asked: a form with the file last, or one part by PUT. */
import { answered } from '@/stores/network'
import { readBytes, type Source } from './files'

export interface Sending {
  url: string
  source: Source
  size: number
  /** Bytes on their way so far. */
  progress(bytes: number): void
  /** Gets what stops the sending. */
  stopper(stop: () => void): void
}
export interface StorageAnswer {
  /** 0 where nothing answered. */
  status: number
  /** Storage's own code (S3), where it gave one. */
  code?: string
}

const TIMEOUT_MS = 300_000

export function postForm(sending: Sending, fields: Record<string, string>, fileField: string, name: string): Promise<StorageAnswer> {
  // #ifdef H5
  const form = new globalThis.FormData()
  Object.entries(fields).forEach(([k, v]) => form.append(k, v))
  form.append(fileField, sending.source as Blob, name)
  return sent('POST', sending, form)
  // #endif
  // #ifndef H5
  return new Promise((done) => {
    const task = uni.uploadFile({
      url: sending.url,
      filePath: sending.source as string,
      name: fileField,
      formData: fields,
      timeout: TIMEOUT_MS,
      success: (r) => done(heard({ status: r.statusCode, code: codeIn(r.data) })),
      fail: () => done(heard({ status: 0 })),
    })
    task.onProgressUpdate((r) => sending.progress(Math.min(r.totalBytesSent, sending.size)))
    sending.stopper(() => task.abort())
  })
  // #endif
}

export async function putPart(sending: Sending, start: number, length: number): Promise<StorageAnswer> {
  // #ifdef H5
  return sent('PUT', sending, (sending.source as Blob).slice(start, start + length))
  // #endif
  // #ifndef H5
  const data = await readBytes(sending.source, start, length, sending.size)
  return new Promise((done) => {
    const task = uni.request({
      url: sending.url,
      method: 'PUT',
      data,
      header: { 'content-type': 'application/octet-stream' },
      timeout: TIMEOUT_MS,
      success: (r) => done(heard({ status: r.statusCode, code: codeIn(r.data) })),
      fail: () => done(heard({ status: 0 })),
    })
    sending.stopper(() => task.abort())
  })
  // #endif
}

// #ifdef H5
function sent(method: 'POST' | 'PUT', sending: Sending, body: FormData | Blob): Promise<StorageAnswer> {
  return new Promise((done) => {
    const request = new globalThis.XMLHttpRequest()
    request.open(method, sending.url)
    request.timeout = TIMEOUT_MS
    request.upload.onprogress = (e) => sending.progress(Math.min(e.loaded, sending.size))
    request.onload = () => done(heard({ status: request.status, code: codeIn(request.responseText) }))
    request.onerror = request.ontimeout = () => done(heard({ status: 0 }))
    request.onabort = () => done({ status: 0, code: 'stopped' })
    sending.stopper(() => request.abort())
    request.send(body)
  })
}
// #endif

/** Storage may be away while all else answers: its silence does not say that there is no network. */
function heard(answer: StorageAnswer): StorageAnswer {
  if (answer.status !== 0) answered()
  return answer
}

/** `<Code>EntityTooLarge</Code>` of an S3 error. */
export function codeIn(text: unknown): string | undefined {
  return typeof text === 'string' ? /<Code>([A-Za-z0-9]+)<\/Code>/.exec(text)?.[1] : undefined
}
