/** What is known, before anything is sent, to be refused: said at once instead of after a long upload. */
import { t } from '@/locales/files'
import { client } from '@/stores/client'
import { options } from '@/stores/dictionaries'
import { sizeText } from '@/use/sizes'
import type { LocalFile } from './files'

const ARCHIVE = /zip|rar|7z|gzip|x-tar/
const OLD_OFFICE = /msword|ms-excel|kswps|kset|rtf/

/** Why a file cannot be taken; nothing where it may be. */
export function refusalOf(file: Pick<LocalFile, 'type' | 'size'>): string | undefined {
  if (file.size === 0) return t('empty_file')
  const known = options('media_type')
  if (known.length > 0 && !known.some((o) => o.value === file.type)) {
    if (ARCHIVE.test(file.type)) return t('archive')
    return OLD_OFFICE.test(file.type) ? t('old_office') : t('not_accepted')
  }
  const limits = client.settings?.upload
  if (!limits) return undefined
  const most = /^(video|audio)\//.test(file.type) ? limits.recording_max_bytes : limits.max_bytes
  return file.size > most ? t('too_large', { size: sizeText(file.size), most: sizeText(most) }) : undefined
}
