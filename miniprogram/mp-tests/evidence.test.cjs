// A file from the phone's camera to storage, in the WeChat package: chosen, kept, hashed, posted, told complete.
const assert = require('node:assert/strict')
const { createHash } = require('node:crypto')
const { test } = require('node:test')
const { openPage, unpacked, whenAsked, calls, storage, rest, setNetwork } = require('./runtime.cjs')

const root = unpacked()
const PICTURE = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(600_000, 7)])
const FILM = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom'), Buffer.alloc(1_100_000, 9)])
const disk = new Map()
let chosen = []
wx.getFileSystemManager = () => ({
  readFile(o) {
    const bytes = disk.get(o.filePath)
    if (!bytes) return setTimeout(() => o.fail({ errMsg: 'readFile:fail no such file' }), 1)
    const piece = bytes.subarray(o.position, o.position + o.length)
    setTimeout(() => o.success({ data: piece.buffer.slice(piece.byteOffset, piece.byteOffset + piece.length) }), 1)
  },
  saveFile(o) {
    const path = `wxfile://saved/${disk.size}`
    disk.set(path, disk.get(o.tempFilePath))
    disk.delete(o.tempFilePath)
    setTimeout(() => o.success({ savedFilePath: path }), 1)
  },
  unlink: (o) => disk.delete(o.filePath),
})
wx.chooseMedia = (o) => setTimeout(() => o.success({ tempFiles: chosen.map((path) => ({ tempFilePath: path, size: disk.get(path).length })) }), 1)

const DICTIONARIES = {
  evidence_kind: { wage_record: 'wage', photo_video: 'film' },
  media_type: { 'image/jpeg': 'picture', 'video/mp4': 'film' },
}
const item = (status) => ({ id: 'e1', name: 'a.jpg', kind: 'wage_record', media_type: 'image/jpeg', size_bytes: 1, status, scan: 'clean', previews: 'none', allowed_actions: [] })
const FORM = { mode: 'form', url: 'https://files', file_field: 'file', fields: { key: 'k' }, expires_in_s: 900 }
const arrivedParts = new Set()

function answerer(request) {
  const { url, method } = request
  const is = (end) => url.split('?')[0].endsWith(end)
  if (method === 'UPLOAD') return { statusCode: 201 }
  if (method === 'PUT' && url.startsWith('https://files')) {
    arrivedParts.add(Number(url.split('=')[1]))
    return { statusCode: 200 }
  }
  if (is('/dictionaries')) return { statusCode: 200, data: { dictionaries: DICTIONARIES } }
  if (is('/client')) return { statusCode: 200, data: { now: new Date().toISOString() } }
  if (is('/me')) return { statusCode: 200, data: { roles: [{ id: 'g', role: 'applicant' }] } }
  if (is('/evidence') && method === 'POST') {
    const large = request.data.media_type === 'video/mp4'
    const upload = large ? { mode: 'parts', part_bytes: 500_000, count: 3 } : FORM
    return { statusCode: 201, data: { evidence: item('declared'), upload } }
  }
  if (is('/parts') && method === 'GET') {
    const missing = [1, 2, 3].filter((n) => !arrivedParts.has(n))
    return { statusCode: 200, data: { parts: [], missing, wrong_size: [], received_bytes: 0, is_whole: missing.length === 0, part_bytes: 500_000, count: 3 } }
  }
  if (is('/parts')) {
    const size = (n) => Math.min(500_000, FILM.length - (n - 1) * 500_000)
    return { statusCode: 200, data: { parts: request.data.numbers.map((number) => ({ number, size_bytes: size(number), url: `https://files?partNumber=${number}` })) } }
  }
  if (is('/complete')) return { statusCode: 200, data: item('arrived') }
  if (is('/evidence')) return { statusCode: 200, data: { items: [], next_cursor: null, allowed_actions: ['add', 'bundle'] } }
  return { statusCode: 200, data: item('verified') }
}

async function until(what, patienceMs = 8000) {
  for (let waited = 0; waited < patienceMs; waited += 50) {
    const found = what()
    if (found) return found
    await rest(50)
  }
  throw new Error('waited in vain')
}

async function add(page, kind, from) {
  await page.tap(page.byTestId('add'))
  await page.change(await until(() => page.all('wx-picker').pop()), kind)
  await page.tap(await until(() => page.byTestId(from)))
}

test('a picture goes from the camera to storage with its hash, and leaves the phone after it', async () => {
  storage.set('session', JSON.stringify({ access: 'a', refresh: 'r', personId: 'p1' }))
  whenAsked(answerer)
  disk.set('wxfile://tmp/a.jpg', PICTURE)
  chosen = ['wxfile://tmp/a.jpg']
  const page = await openPage(root, 'evidence/list/list', { matter_id: 'm1' })
  await add(page, 0, 'from-camera')
  const told = await until(() => calls.find((c) => c.url?.endsWith('/e1/complete')))
  assert.equal(told.method, 'POST')
  const declared = calls.find((c) => c.method === 'POST' && c.url.endsWith('/evidence')).data
  assert.equal(declared.sha256, createHash('sha256').update(PICTURE).digest('hex'))
  assert.equal(declared.media_type, 'image/jpeg')
  const posted = calls.find((c) => c.api === 'uploadFile')
  assert.deepEqual([posted.name, posted.formData.key, posted.filePath.startsWith('wxfile://saved/')], ['file', 'k', true])
  await until(() => disk.size === 0)
})

test('a film goes in parts, and on after the network was away', async () => {
  disk.set('wxfile://tmp/b.mp4', FILM)
  chosen = ['wxfile://tmp/b.mp4']
  calls.length = 0
  const page = await openPage(root, 'evidence/list/list', { matter_id: 'm1' })
  setNetwork(false)
  await add(page, 1, 'from-film')
  await rest(600)
  assert.equal(arrivedParts.size, 0)
  setNetwork(true)
  await until(() => calls.find((c) => c.url?.endsWith('/e1/complete')))
  assert.deepEqual([...arrivedParts].sort(), [1, 2, 3])
})
