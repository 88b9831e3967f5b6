/** What is said of a file: on this phone, and once it is stored. */
import type { Upload } from '@/stores/uploads'
import type { Evidence } from '@/platform/upload'
import { t } from '@/locales/files'
import { label } from '@/stores/dictionaries'
import { network } from '@/stores/network'
import { shareOf } from '@/use/sizes'

type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'brand'
export interface Said {
  words: string
  tone: Tone
}

export function saidOfUpload(u: Readonly<Upload>, resting: string): Said {
  const share = shareOf(u.sent, u.size)
  if (u.state === 'refused') return { words: t('refused'), tone: 'bad' }
  if (u.state === 'paused') return { words: t('paused', { share }), tone: 'warn' }
  if (u.state === 'done') return { words: t('arrived'), tone: 'brand' }
  if (u.state === 'sending' && network.online) {
    return u.sha256 ? { words: t('sending', { share }), tone: 'brand' } : { words: t('reading', { share: shareOf(u.hashed, u.size) }), tone: 'brand' }
  }
  if (!network.online) return { words: t('waiting_network'), tone: 'warn' }
  return resting ? { words: t('resting'), tone: 'warn' } : { words: t('waiting'), tone: 'plain' }
}

export function saidOfEvidence(e: Evidence): Said {
  if (e.status === 'rejected') return { words: label('rejection_reason', e.rejection ?? 'missing'), tone: 'bad' }
  if (e.scan === 'infected') return { words: t('infected'), tone: 'bad' }
  if (e.status === 'expired') return { words: t('expired'), tone: 'bad' }
  if (e.status === 'withdrawn') return { words: t('withdrawn'), tone: 'plain' }
  if (e.status === 'declared') return { words: t('declared'), tone: 'warn' }
  if (e.status === 'arrived') return { words: t('arrived'), tone: 'brand' }
  if (e.scan === 'scanner_down') return { words: t('scan_down'), tone: 'warn' }
  if (e.scan === 'waiting') return { words: t('scan_waiting'), tone: 'brand' }
  return { words: t('ready'), tone: 'good' }
}

/** Whether asking again soon will say something new. */
export function isUnsettled(e: Evidence): boolean {
  return e.status === 'arrived' || (e.status === 'verified' && (e.scan === 'waiting' || e.previews === 'waiting'))
}
