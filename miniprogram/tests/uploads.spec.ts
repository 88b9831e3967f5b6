/** Files on their way: kept, sent, paused, refused, taken over; and whose they are. */
import { sha256 } from '@noble/hashes/sha2'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { LocalFile } from '@/platform/files'
import type { StorageAnswer } from '@/platform/file-send'

const bytes = new Map<string, Blob>()
vi.mock('@/platform/file-store', () => ({
  storeFile: async (id: string, blob: Blob) => (bytes.set(id, blob), true),
  loadFile: async (id: string) => bytes.get(id),
  removeFile: async (id: string) => void bytes.delete(id),
}))
const storage = { answers: [] as StorageAnswer[], forms: 0, parts: [] as number[], hold: undefined as undefined | (() => void) }
const answer = (): StorageAnswer => storage.answers.shift() ?? { status: 201 }
vi.mock('@/platform/file-send', async (original) => ({
  ...(await original<object>()),
  postForm: vi.fn(async (s: { stopper(stop: () => void): void }) => {
    storage.forms += 1
    if (!storage.hold) return answer()
    return new Promise<StorageAnswer>((done) => s.stopper(() => done({ status: 0, code: 'stopped' })))
  }),
  putPart: vi.fn(async (_: object, start: number) => {
    storage.parts.push(start)
    return answer()
  }),
}))

interface Req {
  url: string
  method: string
  data?: Record<string, unknown>
  header: Record<string, string>
  success(r: { statusCode: number; data: unknown; header: object }): void
}
const asked: Req[] = []
let api: (r: Req) => [number, unknown] = () => [200, {}]
const EVIDENCE = { id: 'e1', status: 'arrived', kind: 'wage_record', previews: 'none', scan: 'not_set_up' }
const FORM = { mode: 'form', url: 'http://s', file_field: 'file', fields: {}, expires_in_s: 900 }

function usual(r: Req): [number, unknown] {
  if (r.url.endsWith('/evidence')) return [201, { evidence: { ...EVIDENCE, status: 'declared' }, upload: FORM }]
  if (r.url.endsWith('/form')) return [200, FORM]
  return [200, EVIDENCE]
}
const file = (text: string, name = 'a.jpg', type = 'image/jpeg'): LocalFile => ({ name, type, size: text.length, source: new Blob([text]) })
const target = { matterId: 'm1', kind: 'wage_record' as const }

async function fresh() {
  vi.resetModules()
  const session = await import('@/stores/session')
  session.begin({ access_token: 'a', refresh_token: 'r', person_id: 'p1' } as never)
  return { ...(await import('@/stores/uploads')), ...session }
}
beforeEach(() => {
  asked.length = 0
  bytes.clear()
  Object.assign(storage, { answers: [], forms: 0, parts: [], hold: undefined })
  api = usual
  uni.request = ((r: Req) => {
    asked.push(r)
    const [statusCode, data] = api(r)
    setTimeout(() => r.success({ statusCode, data, header: {} }), 0)
  }) as never
})

describe('an upload', () => {
  it('is declared with its hash, sent, told complete, and given to its field once', async () => {
    const s = await fresh()
    await s.addUploads([file('wages')], target, 'f')
    await vi.waitFor(() => expect(s.uploadsOf('f')[0].state).toBe('done'))
    const hash = Array.from(sha256(new TextEncoder().encode('wages')), (b) => b.toString(16).padStart(2, '0')).join('')
    expect(asked[0].data).toMatchObject({ matter_id: 'm1', sha256: hash, size_bytes: 5 })
    expect(asked.at(-1)?.url).toMatch(/e1\/complete$/)
    expect(bytes.size).toBe(0)
    expect(s.takeDone('f')).toEqual(['e1'])
    expect(s.takeDone('f')).toEqual([])
  })

  it('asks for a new form when the first one expired', async () => {
    storage.answers = [{ status: 403 }, { status: 201 }]
    const s = await fresh()
    await s.addUploads([file('x')], target, 'f')
    await vi.waitFor(() => expect(s.uploadsOf('f')[0].state).toBe('done'))
    expect(storage.forms).toBe(2)
    expect(asked.filter((r) => r.url.endsWith('/form'))).toHaveLength(1)
  })

  it('says in words why storage refused, keeps the bytes, and is tried again when asked', async () => {
    storage.answers = [{ status: 413, code: 'EntityTooLarge' }]
    const s = await fresh()
    const [made] = await s.addUploads([file('x')], target, 'f')
    await vi.waitFor(() => expect(s.uploadsOf('f')[0].state).toBe('refused'))
    expect(s.uploadsOf('f')[0].problem?.text).toMatch(/[一-龥]/)
    expect(bytes.size).toBe(1)
    s.resumeUpload(made.id)
    await vi.waitFor(() => expect(s.uploadsOf('f')[0].state).toBe('done'))
  })

  it('waits, and is not refused, where nothing answered', async () => {
    storage.answers = [{ status: 0 }]
    const s = await fresh()
    await s.addUploads([file('x')], target, 'f')
    await vi.waitFor(() => expect(s.uploads.busy).toBe(false))
    expect(s.uploadsOf('f')[0].state).toBe('waiting')
    await s.resumeUploads()
    expect(s.uploadsOf('f')[0].state).toBe('done')
  })

  it('goes on after the app was closed, with what was declared', async () => {
    storage.answers = [{ status: 0 }]
    const before = await fresh()
    await before.addUploads([file('x')], target, 'f')
    await vi.waitFor(() => expect(before.uploads.busy).toBe(false))
    const after = await fresh()
    await after.resumeUploads()
    expect(after.uploadsOf('f')[0].state).toBe('done')
    expect(asked.filter((r) => r.url.endsWith('/evidence'))).toHaveLength(1)
  })

  it('stops when paused and goes on when resumed', async () => {
    storage.hold = () => undefined
    const s = await fresh()
    const [made] = await s.addUploads([file('x')], target, 'f')
    await vi.waitFor(() => expect(storage.forms).toBe(1))
    s.pauseUpload(made.id)
    await vi.waitFor(() => expect(s.uploads.busy).toBe(false))
    expect(s.uploadsOf('f')[0].state).toBe('paused')
    storage.hold = undefined
    s.resumeUpload(made.id)
    await vi.waitFor(() => expect(s.uploadsOf('f')[0].state).toBe('done'))
  })

  it('waits for its owner while another person is logged in', async () => {
    storage.hold = () => undefined
    const s = await fresh()
    await s.addUploads([file('x')], target, 'f')
    await vi.waitFor(() => expect(storage.forms).toBe(1))
    s.end('chosen')
    await vi.waitFor(() => expect(s.uploads.busy).toBe(false))
    s.begin({ access_token: 'b', refresh_token: 'r', person_id: 'p2' } as never)
    await s.resumeUploads()
    expect(s.myUploads.value).toEqual([])
    expect(storage.forms).toBe(1)
    storage.hold = undefined
    s.end('chosen')
    s.begin({ access_token: 'a', refresh_token: 'r', person_id: 'p1' } as never)
    await vi.waitFor(() => expect(s.uploadsOf('f')[0].state).toBe('done'))
  })

  it('sends nothing of what was given up while it was being declared, and takes the declaration back', async () => {
    const s = await fresh()
    api = (r) => {
      if (r.url.endsWith('/evidence')) void s.dropUpload(s.uploadsOf('f')[0].id)
      return usual(r)
    }
    await s.addUploads([file('x')], target, 'f')
    await vi.waitFor(() => expect(asked.some((r) => r.url.endsWith('/e1/withdraw'))).toBe(true))
    await vi.waitFor(() => expect(s.uploads.busy).toBe(false))
    expect(storage.forms).toBe(0)
    expect(s.uploadsOf('f')).toEqual([])
  })

  it('leaves to another tab what only that tab has the bytes of', async () => {
    const s = await fresh()
    const theirs = { id: 'u9', personId: 'p1', matterId: 'm1', kind: 'wage_record', field: 'f', name: 'a', type: 'image/jpeg', size: 1, state: 'waiting', sent: 0, hashed: 0, kept: false, madeAt: 1 }
    uni.setStorageSync('upload:u9', JSON.stringify(theirs))
    await s.addUploads([file('x')], target, 'f')
    await vi.waitFor(() => expect(s.uploadsOf('f')[0].state).toBe('done'))
    expect(JSON.parse(uni.getStorageSync('upload:u9') as string)).toMatchObject({ state: 'waiting' })
  })

  it('says at once that the bytes are gone', async () => {
    const s = await fresh()
    storage.answers = [{ status: 0 }]
    await s.addUploads([file('x')], target, 'f')
    await vi.waitFor(() => expect(s.uploads.busy).toBe(false))
    bytes.clear()
    await s.resumeUploads()
    expect(s.uploadsOf('f')[0]).toMatchObject({ state: 'refused', problem: { code: s.FINAL } })
  })

  it('is refused before it is sent where it is empty', async () => {
    const s = await fresh()
    await s.addUploads([file('')], target, 'f')
    expect(s.uploadsOf('f')[0].state).toBe('refused')
    expect(asked).toEqual([])
  })
})

describe('a file in parts', () => {
  it('sends what is missing and asks again until all is there', async () => {
    const have = new Set([1])
    api = (r) => {
      if (r.url.endsWith('/evidence')) return [201, { evidence: EVIDENCE, upload: { mode: 'parts', part_bytes: 4, count: 3 } }]
      if (r.method === 'GET' && r.url.endsWith('/parts')) {
        const missing = [1, 2, 3].filter((n) => !have.has(n))
        return [200, { part_bytes: 4, count: 3, parts: [], missing, wrong_size: [], received_bytes: have.size * 4, is_whole: missing.length === 0 }]
      }
      if (r.url.endsWith('/parts')) {
        const numbers = (r.data?.numbers ?? []) as number[]
        numbers.forEach((n) => have.add(n))
        return [200, { parts: numbers.map((number) => ({ number, size_bytes: 4, url: 'http://s' })), is_whole: false, started_anew: false }]
      }
      return [200, EVIDENCE]
    }
    const s = await fresh()
    await s.addUploads([file('aaaabbbbcccc', 'v.mp4', 'video/mp4')], target, 'f')
    await vi.waitFor(() => expect(s.uploadsOf('f')[0].state).toBe('done'))
    expect(storage.parts).toEqual([4, 8])
  })
})
