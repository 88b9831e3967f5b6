/** Shows a file that a link leads to: on H5 in a window of its own, in WeChat by its viewers. */

export interface Linked {
  url: string
  name: string
  /** Media type; told by the name's end where it is not known. */
  type?: string
}

/**
 * A place to show a file in, taken while the tap is being answered: browsers open no window later.
 * What no browser shows is downloaded instead, and needs no window.
 * @param type media type of what will be shown
 * @returns what shows the file there once its link is known; without one it gives the place up
 */
export function takePlace(type = ''): (file?: Linked) => Promise<void> {
  // #ifdef H5
  const place = isShown(type) ? globalThis.open('', '_blank') : null
  return (file) => {
    if (!file) place?.close()
    else if (place) place.location.href = file.url
    else download(file.url, file.name)
    return Promise.resolve()
  }
  // #endif
  // #ifndef H5
  return (file) => (file ? inWeChat(file) : Promise.resolve())
  // #endif
}

/** For a link that is known already. */
export function openFile(file: Linked): Promise<void> {
  return takePlace(file.type)(file)
}

// #ifdef H5
function isShown(type: string): boolean {
  return type === '' || /^(image\/(?!heic)|video\/|audio\/|text\/plain|application\/pdf)/.test(type)
}

function download(url: string, name: string): void {
  const link = globalThis.document.createElement('a')
  link.href = url
  link.download = name
  link.click()
}
// #endif

// #ifndef H5
const DOCUMENTS = ['pdf', 'doc', 'docx', 'xls', 'xlsx', 'ppt', 'pptx']
async function inWeChat(file: Linked): Promise<void> {
  const type = file.type ?? ''
  if (type.startsWith('image/')) return void uni.previewImage({ urls: [file.url] })
  if (type.startsWith('video/')) return void uni.previewMedia({ sources: [{ url: file.url, type: 'video' }] })
  const end = /\.([a-z0-9]+)$/i.exec(file.name)?.[1].toLowerCase() ?? (type === 'application/pdf' ? 'pdf' : '')
  const path = await new Promise<string>((done, failed) =>
    uni.downloadFile({
      url: file.url,
      success: (r) => (r.statusCode < 300 ? done(r.tempFilePath) : failed(new Error(String(r.statusCode)))),
      fail: (e) => failed(new Error(e.errMsg)),
    }),
  )
  await new Promise<void>((done, failed) =>
    uni.openDocument({ filePath: path, fileType: (DOCUMENTS.includes(end) ? end : 'pdf') as 'pdf', showMenu: true, success: () => done(), fail: (e) => failed(new Error(e.errMsg)) }),
  )
}
// #endif

/** Gives the person a file that the API answered with: a download on H5, a document with its menu in WeChat. */
export async function giveFile(bytes: ArrayBuffer | string, name: string, type: string): Promise<void> {
  // #ifdef H5
  const url = globalThis.URL.createObjectURL(new Blob([bytes], { type }))
  download(url, name)
  setTimeout(() => globalThis.URL.revokeObjectURL(url), 60_000)
  // #endif
  // #ifndef H5
  const path = `${(wx as { env: { USER_DATA_PATH: string } }).env.USER_DATA_PATH}/${name}`
  await new Promise<void>((done, failed) =>
    uni.getFileSystemManager().writeFile({
      filePath: path,
      data: bytes,
      encoding: typeof bytes === 'string' ? 'utf8' : undefined,
      success: () => done(),
      fail: (e) => failed(new Error(e.errMsg)),
    }),
  )
  if (type === 'application/pdf') await inWeChat({ url: path, name, type }).catch(() => undefined)
  else await new Promise<void>((done) => uni.shareFileMessage({ filePath: path, fileName: name, complete: () => done() }))
  // #endif
}
