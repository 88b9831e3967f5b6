/** Files that wait to be uploaded, kept until they are: in the browser's database, or among WeChat's saved files. */
import type { Source } from './files'
// #ifdef H5
const DATABASE = 'yijiantong-files'
const STORE = 'files'
let opened: Promise<IDBDatabase> | undefined
/** What could not be kept lasts as long as the page. */
const passing = new Map<string, Blob>()

function database(): Promise<IDBDatabase> {
  opened ??= new Promise<IDBDatabase>((done, failed) => {
    const asked = globalThis.indexedDB.open(DATABASE, 1)
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE)
    asked.onsuccess = () => done(asked.result)
    asked.onerror = () => failed(asked.error)
  }).catch((e: unknown) => {
    opened = undefined
    throw e
  })
  return opened
}

async function inStore<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const transaction = (await database()).transaction(STORE, mode)
  return new Promise((done, failed) => {
    const asked = work(transaction.objectStore(STORE))
    transaction.oncomplete = () => done(asked.result)
    transaction.onerror = transaction.onabort = () => failed(transaction.error ?? asked.error)
  })
}
// #endif
// #ifndef H5
import { forget, keep, readKept } from '@/stores/kept'
const PREFIX = 'saved-file:'
// #endif

/** @returns whether it survives closing the app */
export async function storeFile(id: string, source: Source): Promise<boolean> {
  // #ifdef H5
  try {
    await inStore('readwrite', (s) => s.put(source, id))
    void globalThis.navigator.storage?.persist?.().catch(() => false)
    return true
  } catch {
    passing.set(id, source as Blob)
    return false
  }
  // #endif
  // #ifndef H5
  const saved = await new Promise<string | undefined>((done) =>
    uni.getFileSystemManager().saveFile({
      tempFilePath: source as string,
      success: (r) => done((r as { savedFilePath: string }).savedFilePath),
      fail: () => done(undefined),
    }),
  )
  keep(PREFIX + id, saved ?? source)
  return saved !== undefined
  // #endif
}

export async function loadFile(id: string): Promise<Source | undefined> {
  // #ifdef H5
  if (passing.has(id)) return passing.get(id)
  return inStore<Source | undefined>('readonly', (s) => s.get(id) as IDBRequest<Source | undefined>).catch(() => undefined)
  // #endif
  // #ifndef H5
  return readKept<string>(PREFIX + id)
  // #endif
}

export async function removeFile(id: string): Promise<void> {
  // #ifdef H5
  passing.delete(id)
  await inStore('readwrite', (s) => s.delete(id)).catch(() => undefined)
  // #endif
  // #ifndef H5
  const path = readKept<string>(PREFIX + id)
  if (path) uni.getFileSystemManager().unlink({ filePath: path, fail: () => undefined })
  forget(PREFIX + id)
  // #endif
}
