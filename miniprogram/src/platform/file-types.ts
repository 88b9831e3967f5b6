/** What a file is, by its first bytes; phones name types wrongly or not at all. */

const OOXML = 'application/vnd.openxmlformats-officedocument.'
const BY_END: Record<string, string> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  heic: 'image/heic',
  heif: 'image/heic',
  pdf: 'application/pdf',
  mp4: 'video/mp4',
  mov: 'video/quicktime',
  m4a: 'audio/mp4',
  mp3: 'audio/mpeg',
  amr: 'audio/amr',
  wav: 'audio/wav',
  docx: `${OOXML}wordprocessingml.document`,
  xlsx: `${OOXML}spreadsheetml.sheet`,
  txt: 'text/plain',
  csv: 'text/csv',
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  wps: 'application/kswps',
  et: 'application/kset',
  rtf: 'application/rtf',
  zip: 'application/zip',
  rar: 'application/vnd.rar',
  '7z': 'application/x-7z-compressed',
  gz: 'application/gzip',
  tar: 'application/x-tar',
}

export function typeOf(head: Uint8Array, name: string, said: string): string {
  const end = /\.([a-z0-9]+)$/i.exec(name)?.[1].toLowerCase() ?? ''
  const at = (from: number, text: string) => [...text].every((c, i) => head[from + i] === c.charCodeAt(0))
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return 'image/jpeg'
  if (at(1, 'PNG') && head[0] === 0x89) return 'image/png'
  if (at(0, 'RIFF')) return at(8, 'WAVE') ? 'audio/wav' : at(8, 'WEBP') ? 'image/webp' : (BY_END[end] ?? said)
  if (at(0, '%PDF')) return 'application/pdf'
  if (at(4, 'ftyp')) return boxed(String.fromCharCode(...head.slice(8, 12)))
  if (at(0, 'ID3') || (head[0] === 0xff && (head[1] & 0xe6) === 0xe2)) return 'audio/mpeg'
  if (at(0, '#!AMR')) return 'audio/amr'
  if (at(0, 'PK')) return end === 'docx' || end === 'xlsx' ? BY_END[end] : 'application/zip'
  return BY_END[end] ?? (said.split(';')[0] || 'application/octet-stream')
}

/** ISO base media: what its brand says. */
function boxed(brand: string): string {
  if (/^(heic|heix|heim|heis|hevc|mif1|msf1)$/.test(brand)) return 'image/heic'
  if (brand === 'qt  ') return 'video/quicktime'
  return brand.startsWith('M4A') ? 'audio/mp4' : 'video/mp4'
}

/** How names of files of a type end; nothing where it is not known. */
export function endOf(type: string): string {
  const end = Object.keys(BY_END).find((k) => BY_END[k] === type)
  return end ? `.${end}` : ''
}

export function iconOf(type: string): string {
  if (type.startsWith('image/')) return 'picture'
  if (type.startsWith('video/')) return 'video'
  if (type.startsWith('audio/')) return 'sound'
  if (type === 'application/pdf') return 'file-pdf'
  return type.includes('sheet') || type === 'text/csv' ? 'file-excel' : type.includes('word') ? 'file-word' : 'file'
}
