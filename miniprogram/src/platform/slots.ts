/** Things a browser can keep that JSON cannot hold (keys), in IndexedDB. */

export const SLOT_KEYS = 'keys'
const DATABASE = 'yijiantong-slots'

function open(): Promise<IDBDatabase> {
  return new Promise((done, failed) => {
    const wanted = globalThis.indexedDB.open(DATABASE, 1)
    wanted.onupgradeneeded = () => wanted.result.createObjectStore(SLOT_KEYS)
    wanted.onsuccess = () => done(wanted.result)
    wanted.onerror = () => failed(wanted.error)
  })
}

async function within<T>(store: string, mode: 'readonly' | 'readwrite', work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open()
  try {
    return await new Promise<T>((done, failed) => {
      const transaction = database.transaction(store, mode)
      const request = work(transaction.objectStore(store))
      transaction.oncomplete = () => done(request.result)
      transaction.onerror = transaction.onabort = () => failed(transaction.error)
    })
  } finally {
    database.close()
  }
}

export function takeFrom<T>(store: string, name: string): Promise<T | undefined> {
  return within<T | undefined>(store, 'readonly', (s) => s.get(name) as IDBRequest<T | undefined>)
}

export async function putInto(store: string, name: string, value: unknown): Promise<void> {
  await within(store, 'readwrite', (s) => s.put(value, name))
}

export async function dropFrom(store: string, name: string): Promise<void> {
  await within(store, 'readwrite', (s) => s.delete(name))
}
