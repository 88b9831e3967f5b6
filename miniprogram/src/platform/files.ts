/** Files on this phone: chosen, photographed or drawn; what they really are, and their bytes piece by piece. */
import { t } from '@/locales/files'
import { timeText } from '@/use/words'
import { endOf, typeOf } from './file-types'

/** Where the bytes are: a Blob in a browser, a path in WeChat. */
export type Source = Blob | string

export interface LocalFile {
  name: string
  /** Media type by content, where it can be told; what the phone says otherwise. */
  type: string
  size: number
  source: Source
  /** When it was taken, where this app took it. */
  capturedAt?: string
}

export type From = 'camera' | 'film' | 'album' | 'file' | 'chat'
export interface Choosing {
  from: From
  /** At most so many. */
  most: number
  /** Whether the camera's own file is taken, not a smaller copy. */
  original: boolean
  now: Date
  /** Told as soon as something was chosen, before it is made smaller. */
  picked?(): void
}

/** Where files can come from here, in the order shown. */
export function sources(): From[] {
  // #ifdef MP-WEIXIN
  return ['camera', 'album', 'film', 'chat']
  // #endif
  // #ifndef MP-WEIXIN
  return ['camera', 'album', 'film', 'file']
  // #endif
}

/** @param length at most what is wanted: the last piece is shorter */
export async function readBytes(source: Source, start: number, length: number, size: number): Promise<ArrayBuffer> {
  const end = Math.min(start + length, size)
  if (typeof source !== 'string') return source.slice(start, end).arrayBuffer()
  return new Promise((done, failed) =>
    uni.getFileSystemManager().readFile({
      filePath: source,
      position: start,
      length: end - start,
      success: (r) => done(r.data as ArrayBuffer),
      fail: (e) => failed(new Error(e.errMsg)),
    }),
  )
}

/** A file of bytes made by a page: a signature, a table. */
export async function fileOf(bytes: Blob | ArrayBuffer, name: string, type: string, capturedAt?: string): Promise<LocalFile> {
  // #ifdef H5
  const blob = bytes instanceof Blob ? bytes : new Blob([bytes], { type })
  return { name, type, size: blob.size, source: blob, capturedAt }
  // #endif
  // #ifndef H5
  const path = `${(wx as { env: { USER_DATA_PATH: string } }).env.USER_DATA_PATH}/${Date.now()}-${Math.floor(Math.random() * 1e6)}`
  const data = bytes as ArrayBuffer
  await new Promise<void>((done, failed) =>
    uni.getFileSystemManager().writeFile({ filePath: path, data, success: () => done(), fail: (e) => failed(new Error(e.errMsg)) }),
  )
  return { name, type, size: data.byteLength, source: path, capturedAt }
  // #endif
}

/** A file at a path, as `canvasToTempFilePath`, the recorder or the camera of the phone give it (on H5 a blob or data URL). */
export async function fileAt(path: string, name: string, capturedAt?: string): Promise<LocalFile> {
  // #ifdef H5
  const blob = await (await globalThis.fetch(path)).blob()
  return found({ name, type: blob.type, size: blob.size, source: blob, capturedAt })
  // #endif
  // #ifndef H5
  const size = await new Promise<number>((done, failed) =>
    uni.getFileSystemManager().getFileInfo({ filePath: path, success: (r) => done(r.size), fail: (e) => failed(new Error(e.errMsg)) }),
  )
  return found({ name, type: '', size, source: path, capturedAt })
  // #endif
}

/** With its type as its first bytes say it. */
export async function found(file: LocalFile): Promise<LocalFile> {
  const head = new Uint8Array(await readBytes(file.source, 0, 32, file.size).catch(() => new ArrayBuffer(0)))
  return { ...file, type: typeOf(head, file.name, file.type) }
}

/** Lets the person choose. An empty list where they chose nothing; on H5 perhaps more than `most`, which no browser limits. */
export async function chooseFiles(how: Choosing): Promise<LocalFile[]> {
  const takenNow = how.from === 'camera' || how.from === 'film' ? how.now.toISOString() : undefined
  // #ifdef H5
  const files = await picked(how)
  if (files.length > 0) how.picked?.()
  const chosen = files.map((f) => found({ name: f.name, type: f.type, size: f.size, source: f, capturedAt: takenNow }))
  const made = (await Promise.all(chosen)).map((f, i) => (takenNow ? { ...f, name: nameOf(f.type, how, i) } : f))
  return how.original ? made : Promise.all(made.map(smaller))
  // #endif
  // #ifndef H5
  return how.from === 'chat' ? fromChat(how) : fromCamera(how, takenNow)
  // #endif
}

/** What the camera calls its files says nothing to anybody: named by what it is and when. */
function nameOf(type: string, how: Choosing, index: number): string {
  const at = timeText(how.now.toISOString()).replace(':', '-') + (index > 0 ? `-${index + 1}` : '')
  return `${t(type.startsWith('video/') ? 'named_film' : how.from === 'album' ? 'named_picked' : 'named_photo', { at })}${endOf(type)}`
}

// #ifdef H5
function picked(how: Choosing): Promise<File[]> {
  return new Promise((done) => {
    const input = globalThis.document.createElement('input')
    input.type = 'file'
    input.multiple = how.most > 1 && how.from !== 'camera' && how.from !== 'film'
    if (how.from !== 'file') input.accept = how.from === 'film' ? 'video/*' : how.from === 'album' ? 'image/*,video/*' : 'image/*'
    if (how.from === 'camera' || how.from === 'film') input.setAttribute('capture', 'environment')
    // in the page: Safari forgets inputs that nothing holds
    input.hidden = true
    globalThis.document.body.append(input)
    const over = (files: File[]): void => {
      input.remove()
      done(files)
    }
    input.onchange = () => over(Array.from(input.files ?? []))
    input.addEventListener('cancel', () => over([]))
    input.click()
  })
}

const LONGEST_SIDE = 2000
/** A smaller JPEG copy of a picture; the file itself where it is no picture or would not get smaller. */
export async function smaller(file: LocalFile): Promise<LocalFile> {
  if (!file.type.startsWith('image/') || typeof file.source === 'string' || file.size < 400_000) return file
  try {
    const picture = await globalThis.createImageBitmap(file.source)
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height))
    const canvas = globalThis.document.createElement('canvas')
    canvas.width = Math.round(picture.width * scale)
    canvas.height = Math.round(picture.height * scale)
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.82))
    if (!blob || blob.size >= file.size) return file
    return { ...file, name: `${file.name.replace(/\.[a-z0-9]+$/i, '')}.jpg`, type: 'image/jpeg', size: blob.size, source: blob }
  } catch {
    return file
  }
}
// #endif
// #ifndef H5
function fromCamera(how: Choosing, takenNow: string | undefined): Promise<LocalFile[]> {
  const camera = how.from === 'camera' || how.from === 'film'
  return new Promise((done, failed) =>
    uni.chooseMedia({
      count: Math.min(how.most, 20),
      mediaType: how.from === 'film' ? ['video'] : camera ? ['image'] : ['image', 'video'],
      sourceType: [camera ? 'camera' : 'album'],
      sizeType: [how.original ? 'original' : 'compressed'],
      maxDuration: 60,
      success: (r) => {
        const files = r.tempFiles.map((f) => ({
          name: '',
          type: '',
          size: f.size,
          source: f.tempFilePath,
          capturedAt: takenNow,
        }))
        const named = (f: LocalFile, i: number) => ({ ...f, name: nameOf(f.type, how, i) })
        Promise.all(files.map(found)).then((all) => done(all.map(named)), failed)
      },
      fail: (e) => (/cancel/.test(e.errMsg ?? '') ? done([]) : failed(new Error(e.errMsg))),
    }),
  )
}

function fromChat(how: Choosing): Promise<LocalFile[]> {
  return new Promise((done, failed) =>
    uni.chooseMessageFile({
      count: Math.min(how.most, 100),
      type: 'all',
      success: (r) => {
        const files = r.tempFiles.map((f) => ({ name: f.name, type: '', size: f.size, source: f.path }))
        Promise.all(files.map(found)).then(done, failed)
      },
      fail: (e) => (/cancel/.test(e.errMsg ?? '') ? done([]) : failed(new Error(e.errMsg))),
    }),
  )
}
// #endif
