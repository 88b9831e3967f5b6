/** What somebody told, as `say-form` gives it; and whether it arrived. */
import { t } from '@/locales/care'
import { label } from '@/stores/dictionaries'

export interface Said {
  words: string
  /** A day, where one was asked for. */
  on: string
  choice: string
  evidence_ids: string[]
}

/** Whether one's side is known, as one is told oneself. */
export function heardText(hearing: string): string {
  if (hearing === 'none') return t('not_said')
  return hearing === 'heard' ? t('said_received') : label('hearing_state', hearing)
}
