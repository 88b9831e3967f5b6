import { texts } from '@/i18n'
import hans from './deskassign.zh-Hans.json'
import hant from './deskassign.zh-Hant.json'

export const t = texts('deskassign', hans, hant)
