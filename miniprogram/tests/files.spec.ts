import { describe, expect, it } from 'vitest'
import { codeIn } from '@/platform/file-send'
import { iconOf, typeOf } from '@/platform/file-types'
import { fragment } from '@/platform/receipts'
import { storageProblem } from '@/platform/upload'
import { saidOfEvidence } from '@/components/y-files/state-of'
import { sizeText, shareOf } from '@/use/sizes'

const head = (...parts: (string | number)[]) => new Uint8Array(parts.flatMap((p) => (typeof p === 'number' ? [p] : [...p].map((c) => c.charCodeAt(0)))))

describe('the type of a file', () => {
  it('is what its first bytes say, whatever it is called', () => {
    expect(typeOf(head(0xff, 0xd8, 0xff, 0xe0), 'IMG.HEIC', 'image/heic')).toBe('image/jpeg')
    expect(typeOf(head(0, 0, 0, 24, 'ftypheic'), 'a.jpg', 'image/jpeg')).toBe('image/heic')
    expect(typeOf(head(0, 0, 0, 24, 'ftypqt  '), 'a.mp4', '')).toBe('video/quicktime')
    expect(typeOf(head(0, 0, 0, 24, 'ftypisom'), 'noname', '')).toBe('video/mp4')
    expect(typeOf(head('RIFF', 0, 0, 0, 0, 'WAVE'), 'a', '')).toBe('audio/wav')
    expect(typeOf(head('%PDF-1.7'), 'a', '')).toBe('application/pdf')
  })
  it('tells a document from an archive by its name', () => {
    expect(typeOf(head('PK', 3, 4), '工资.xlsx', '')).toContain('spreadsheet')
    expect(typeOf(head('PK', 3, 4), '工资.zip', '')).toBe('application/zip')
  })
  it('falls back to the name and to what the phone says', () => {
    expect(typeOf(head('abc'), 'a.TXT', '')).toBe('text/plain')
    expect(typeOf(head('abc'), 'a', 'text/csv;charset=utf-8')).toBe('text/csv')
    expect(typeOf(head('abc'), 'a', '')).toBe('application/octet-stream')
  })
  it('has a sign', () => {
    expect(iconOf('image/png')).toBe('picture')
    expect(iconOf('x/y')).toBe('file')
  })
})

describe('what storage answers', () => {
  it('is told apart: what passes, what is too large, what changed on the way', () => {
    expect(storageProblem({ status: 0 }).passing).toBe(true)
    expect(storageProblem({ status: 507 }).passing).toBe(true)
    expect(storageProblem({ status: 500 }).passing).toBe(true)
    expect(storageProblem({ status: 400, code: 'EntityTooLarge' }).code).toBe('storage_size')
    expect(storageProblem({ status: 400, code: 'BadDigest' }).code).toBe('storage_changed')
    expect(storageProblem({ status: 400, code: 'XAmzContentSHA256Mismatch' }).code).toBe('storage_changed')
    expect(storageProblem({ status: 403 }).passing).toBe(false)
    expect(storageProblem({ status: 400, code: 'MalformedXML' }).message).toContain('MalformedXML')
  })
  it('is read from its XML', () => {
    expect(codeIn('<?xml?><Error><Code>EntityTooLarge</Code></Error>')).toBe('EntityTooLarge')
    expect(codeIn({})).toBeUndefined()
  })
})

describe('a stored file', () => {
  const item = { status: 'verified', scan: 'clean', rejection: null } as never
  it('is said to be what it is', () => {
    expect(saidOfEvidence(item).tone).toBe('good')
    expect(saidOfEvidence({ ...(item as object), scan: 'scanner_down' } as never).tone).toBe('warn')
    expect(saidOfEvidence({ ...(item as object), scan: 'infected' } as never).tone).toBe('bad')
    expect(saidOfEvidence({ ...(item as object), status: 'rejected', rejection: 'hash_differs' } as never).tone).toBe('bad')
  })
})

it('writes sizes as phones do', () => {
  expect(sizeText(500)).toBe('500 字节')
  expect(sizeText(13_600)).toBe('13 KB')
  expect(sizeText(1_600_000)).toBe('1.5 MB')
  expect(shareOf(1, 3)).toBe(33)
  expect(shareOf(0, 0)).toBe(0)
})

it('packs a receipt for the checking page without sentences and timestamp', async () => {
  const whole = { format: 'f', file: {}, statement: 's', salt: 'x', leaf_index: 0, inclusion_proof: [], checkpoint: 'c', log_keys: [], witness_keys: [], timestamp: null, says: ['a'], does_not_say: [] }
  const packed = await fragment(whole as never)
  expect(packed).toMatch(/^[A-Za-z0-9_-]+$/)
  const back = atob(packed.replace(/-/g, '+').replace(/_/g, '/'))
  expect(back.charCodeAt(0) & 15).toBe(8)
})
