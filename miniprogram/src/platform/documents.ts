/** A PDF that the API itself answers (a preview, a receipt): shown like any file behind a link. */
import { API_BASE } from '@/api/client'
import { Problem, problemOf } from '@/api/problem'
import { renew, session } from '@/stores/session'
import { takePlace } from './viewing'

/**
 * Call it from a tap: a browser opens a window for a tap alone.
 * @param path beginning with `/api/`
 * @throws Problem
 */
export async function showPdf(path: string, name: string): Promise<void> {
  const show = takePlace()
  const used = session.access
  const who = session.personId
  try {
    const url = await fetched(path).catch(async (problem: unknown) => {
      if (!(problem instanceof Problem) || problem.status !== 401) throw problem
      await renew(used, who)
      return fetched(path)
    })
    await show({ url, name, type: 'application/pdf' })
  } catch (problem) {
    await show()
    throw problem
  }
}

/**
 * Shows a file whose link has to be asked for first. Call it from a tap.
 * @throws Problem
 */
export async function showLinked(name: string, link: () => Promise<string>): Promise<void> {
  const show = takePlace()
  try {
    await show({ url: await link(), name, type: 'application/pdf' })
  } catch (problem) {
    await show()
    throw problem
  }
}

/** @returns an address of the bytes on this phone */
function fetched(path: string): Promise<string> {
  const header = { Authorization: `Bearer ${session.access}` }
  return new Promise((resolve, reject) => {
    const fail = (): void => reject(new Problem(0, { code: 'offline' }))
    // #ifdef H5
    const read = (r: { statusCode: number; data: unknown }): void => {
      const bytes = r.data as ArrayBuffer
      if (r.statusCode === 200) resolve(globalThis.URL.createObjectURL(new globalThis.Blob([bytes], { type: 'application/pdf' })))
      else reject(problemOf(r.statusCode, parsed(new globalThis.TextDecoder().decode(bytes))))
    }
    uni.request({ url: API_BASE + path, responseType: 'arraybuffer', header, success: read, fail })
    // #endif
    // #ifndef H5
    const keep = (r: { statusCode: number; tempFilePath: string }): void => {
      if (r.statusCode === 200) resolve(r.tempFilePath)
      else reject(problemOf(r.statusCode, ''))
    }
    uni.downloadFile({ url: API_BASE + path, header, success: keep, fail })
    // #endif
  })
}

// #ifdef H5
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
// #endif
